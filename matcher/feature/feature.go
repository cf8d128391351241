// Package feature reads the conditions of a transcript: the terms of
// `#require`, `#if` and `(f1 no-f2 git>=2.30 !)`, as docs/format.md defines them.
// Given what is known of a feature, it says whether a term holds. It orders
// versions, chooses among them, and finds the condition that tells some runs
// apart from the others. It probes nothing: others find out what is there.
package feature

import (
	"fmt"
	"strings"
)

// A Term is one word of a condition: `linux`, `no-docker`, `git>=2.30`.
type Term struct {
	Name    string // without "no-"
	Negated bool   // written with "no-"
	Op      string // one of = != < <= > >=, or empty when no version is compared
	Version string // what stands behind Op
}

// String writes the term as a transcript has it.
func (t Term) String() string {
	s := t.Name + t.Op + t.Version
	if t.Negated {
		return "no-" + s
	}
	return s
}

// Parse reads the terms of a condition, separated by blanks. The error names
// the word that is not a term.
func Parse(s string) ([]Term, error) {
	var terms []Term
	for word := range strings.FieldsSeq(s) {
		t, err := parseTerm(word)
		if err != nil {
			return nil, err
		}
		terms = append(terms, t)
	}
	if len(terms) == 0 {
		return nil, fmt.Errorf("no feature is named")
	}
	return terms, nil
}

func parseTerm(word string) (Term, error) {
	name, rest := word, ""
	if i := strings.IndexAny(word, "=!<>"); i >= 0 {
		name, rest = word[:i], word[i:]
	}
	t := Term{Name: name}
	if after, ok := strings.CutPrefix(name, "no-"); ok {
		t.Name, t.Negated = after, true
	}
	if !ValidName(t.Name) {
		return Term{}, fmt.Errorf("%q is not a feature name (letters, digits and _ . : + / -)", word)
	}
	if rest == "" {
		return t, nil
	}
	for _, op := range []string{"<=", ">=", "!=", "<", ">", "="} {
		if v, ok := strings.CutPrefix(rest, op); ok {
			if v == "" || strings.ContainsAny(v, "=!<>") {
				return Term{}, fmt.Errorf("%q names no version after %s", word, op)
			}
			t.Op, t.Version = op, v
			return t, nil
		}
	}
	return Term{}, fmt.Errorf("%q has no operator of = != < <= > >=", word)
}

func ValidName(s string) bool {
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		case strings.ContainsRune("_.:+/-", r):
		default:
			return false
		}
	}
	return s != ""
}
