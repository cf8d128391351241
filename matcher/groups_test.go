package matcher

import (
	"slices"
	"strings"
	"testing"
)

func TestRegexpGroups(t *testing.T) {
	for _, test := range []struct{ pattern, want string }{
		{`a`, "0"},
		{`(a)(?P<n>b)(?:c)`, "0 1 2 n"},
		{`(?<n>b)`, "0 1 n"},
		{`(a)(?P<n>b)(?=c)`, "0 1 2 n"}, // what only the other engine can
		{`(a)\1`, "0 1"},
		{`a{,3}`, "0"},
		{`(a`, "!"},
		{`a)|(b`, "!"},
	} {
		groups, err := RegexpGroups(test.pattern)
		slices.Sort(groups)
		got := strings.Join(slices.Compact(groups), " ")
		if err != nil {
			got = "!"
		}
		if got != test.want {
			t.Errorf("%s: %s (%v), want %s", test.pattern, got, err, test.want)
		}
	}
}
