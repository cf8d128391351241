package feature

import "fmt"

// Known is what is known of one feature.
type Known struct {
	Present bool
	Version string // "" when it has none
}

// Holds reports whether a term holds where its feature is as given. What is
// absent has no version, so that no comparison with it holds, and a negated one
// does. It is an error to compare what is present without a version.
func (t Term) Holds(k Known) (bool, error) {
	holds := k.Present
	if k.Present && t.Op != "" {
		if k.Version == "" {
			return false, fmt.Errorf("%s: %s has no version to compare", t, t.Name)
		}
		holds = compares(k.Version, t.Op, t.Version)
	}
	return holds != t.Negated, nil
}

// compares reports whether a version is to another as an operator says.
func compares(a, op, b string) bool {
	c := Compare(a, b)
	switch op {
	case "=":
		return c == 0
	case "!=":
		return c != 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	default:
		return c >= 0
	}
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
