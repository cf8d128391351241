package feature

import "fmt"

// Known is what is known of one feature.
type Known struct {
	Present bool
	Version string // "" when it has none
	Order   *Order // of its versions
	// Why says why it has no version, where it should have one.
	Why string
}

// Holds reports whether a term holds where its feature is as given. What is
// absent has no version, so that no comparison with it holds, and a negated one
// does. It is an error to compare what is present without a version.
func (t Term) Holds(k Known) (bool, error) {
	holds := k.Present
	if k.Present && t.Op != "" {
		if k.Version == "" {
			return false, fmt.Errorf("%s: %s has no version to compare%s", t, t.Name, because(k.Why))
		}
		var err error
		if holds, err = k.Order.compares(k.Version, t.Op, t.Version); err != nil {
			return false, fmt.Errorf("%s: %w", t, err)
		}
	}
	return holds != t.Negated, nil
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// cutOperator takes the operator from the beginning of s; "" is none.
func cutOperator(s string) (op, rest string) {
	for _, op := range []string{"<=", ">=", "!=", "<", ">", "="} {
		if len(s) >= len(op) && s[:len(op)] == op {
			return op, s[len(op):]
		}
	}
	return "", s
}
