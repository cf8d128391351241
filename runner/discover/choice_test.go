package discover

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// names writes tests as they are shown, with their cells, and those that are
// skipped with a sign.
func names(tests []Test) string {
	var all []string
	for _, t := range tests {
		name := filepath.ToSlash(t.Name)
		if t.Cell != "" {
			name += "@" + t.Cell
		}
		if t.Skip != "" {
			name = "-" + name
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

// basesOf returns a choice of the files that have one of some base names.
func basesOf(bases ...string) func(string) bool {
	return func(path string) bool { return slices.Contains(bases, filepath.Base(path)) }
}

func TestChoice(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "apple", "a.t c.t")
	write(t, "berry", "b.t")
	write(t, "#testcases one two\n", "d.t")
	write(t, "a.t\nb.t\n", "list")
	changed := func(bases ...string) func(context.Context) (func(string) bool, error) {
		return func(context.Context) (func(string) bool, error) { return basesOf(bases...), nil }
	}
	for _, test := range []struct {
		c    Choice
		want string
	}{
		{Choice{}, "a.t b.t c.t d.t#one d.t#two"},
		{Choice{Keyword: regexp.MustCompile("apple")}, "a.t c.t"},
		{Choice{Keyword: regexp.MustCompile("apple|b")}, "a.t b.t c.t"},
		{Choice{Keyword: regexp.MustCompile(`^d\.t#one$`)}, "d.t#one"},
		{Choice{Keyword: regexp.MustCompile("testcases")}, "d.t#one d.t#two"},
		{Choice{SkipList: "list"}, "-a.t -b.t c.t d.t#one d.t#two"},
		{Choice{OnlyList: "list"}, "a.t b.t"},
		{Choice{OnlyList: "list", SkipList: "list"}, "-a.t -b.t"},
		{Choice{OnlyList: "list", Keyword: regexp.MustCompile("apple")}, "a.t"},
		{Choice{Only: basesOf("c.t", "d.t#two")}, "c.t d.t#two"},
		{Choice{Changed: changed("c.t", "d.t")}, "c.t d.t#one d.t#two"},
		{Choice{Changed: changed("b.t", "c.t"), OnlyList: "list"}, "b.t"},
		{Choice{Affected: func(context.Context) (func(key, file string) bool, error) {
			return func(key, file string) bool { return basesOf("a.t", "d.t#one")(key) && basesOf("a.t", "d.t")(file) }, nil
		}}, "a.t d.t#one"},
		{Choice{Keyword: regexp.MustCompile("cherry")}, ""},
	} {
		tests, warnings, err := Tests(t.Context(), Options{Paths: []string{"."}, Choice: test.c})
		if got := names(tests); got != test.want || errors.Is(err, ErrNoTests) != (got == "") || warnings != nil {
			t.Errorf("%+v: %q (%v, %v), want %q", test.c, got, warnings, err, test.want)
		}
		for i := range tests {
			if tests[i].Skip != "" && tests[i].Skip != "listed in list" {
				t.Errorf("%s is skipped: %s", tests[i].Name, tests[i].Skip)
			}
		}
	}
}

func TestChoiceErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "a.t")
	broken := errors.New("no repository")
	for name, c := range map[string]Choice{
		"only":     {OnlyList: "none"},
		"skip":     {SkipList: "none"},
		"changed":  {Changed: func(context.Context) (func(string) bool, error) { return nil, broken }},
		"affected": {Affected: func(context.Context) (func(string, string) bool, error) { return nil, broken }},
	} {
		_, _, err := Tests(t.Context(), Options{Paths: []string{"."}, Choice: c})
		if lists := c.SkipList+c.OnlyList != ""; err == nil || errors.Is(err, broken) == lists {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestUnmatched: an entry of a list that no test matches is warned about, whatever
// else chooses tests; but not where somebody picked the paths for once.
func TestUnmatched(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "a.t sub/b.t sub/c.t")
	write(t, "foo.t\nsub/*.t\nsub/b.t\n", "skip.txt")
	write(t, "# All but one.\na.t\nsub\n  sub/d*.t   # gone\na.t#case\n", "only.txt")
	o := Options{Paths: []string{"."}, All: true, Cells: []string{"", "x"}}
	for _, test := range []struct {
		c    Choice
		want []string
	}{
		{Choice{}, nil},
		{Choice{SkipList: "skip.txt"}, []string{`skip.txt:1: no test matches "foo.t"`}},
		{Choice{OnlyList: "only.txt"}, []string{`only.txt:4: no test matches "sub/d*.t"`, `only.txt:5: no test matches "a.t#case"`}},
		{
			Choice{OnlyList: "only.txt", SkipList: "skip.txt", Only: basesOf("a.t", "a.t [x]")},
			[]string{`only.txt:4: no test matches "sub/d*.t"`, `only.txt:5: no test matches "a.t#case"`, `skip.txt:1: no test matches "foo.t"`},
		},
		// Where no test is left, that may be why.
		{Choice{SkipList: "skip.txt", Only: basesOf()}, []string{`skip.txt:1: no test matches "foo.t"`}},
	} {
		o.Choice = test.c
		tests, got, err := Tests(t.Context(), o)
		if !slices.Equal(got, test.want) || (err != nil) != (len(tests) == 0) {
			t.Errorf("%+v: %q (%v), want %q", test.c, got, err, test.want)
		}
	}
	o.All = false
	if _, got, err := Tests(t.Context(), o); got != nil || !errors.Is(err, ErrNoTests) {
		t.Errorf("paths that were picked: %q, %v", got, err)
	}
}
