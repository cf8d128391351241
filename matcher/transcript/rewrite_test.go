package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dott/matcher"
)

// TestCollectLimit: what is beyond a limit is counted, and is not there.
func TestCollectLimit(t *testing.T) {
	tr := Format{}.Parse("  $ x\n  a\n  b\n  c\n  d\n")
	got := matcher.Cut("1\nb\n22\n"+strings.Repeat("3", 30)+"\nd\n4\n", false, func(s string) string { return s })
	changes, _, _ := matcher.Align(t.Context(), tr.At(1).Patterns(), got)
	blocks := []Rewriting{tr.At(1).Rewriting(changes, slices.Values(got))}
	for _, test := range []struct {
		limit Limit
		want  string
		left  int
	}{
		{Limit{}, "[{1 2 [  1]} {3 4 [  22   333333333333333333333333333333]} {5 5 [  4]}]", 0},
		{Limit{Lines: 1}, "[{1 2 []}]", 5},
		{Limit{Lines: 4}, "[{1 2 [  1]} {3 4 [  22]}]", 2},
		{Limit{Bytes: 2}, "[{1 2 []}]", 5},
		{Limit{Bytes: 9}, "[{1 2 [  1]} {3 4 [  22]}]", 2},
		{Limit{Bytes: 100}, "[{1 2 [  1]} {3 4 [  22   333333333333333333333333333333]} {5 5 [  4]}]", 0},
		{Limit{Bytes: 100, Line: 5}, "[{1 2 [  1]} {3 4 [  22   333]} {5 5 [  4]}]", 0},
		{Limit{Bytes: 12, Line: 5}, "[{1 2 [  1]} {3 4 [  22]}]", 2},
	} {
		edits, left := Collect(blocks, test.limit)
		if fmt.Sprint(edits) != test.want || left != test.left {
			t.Errorf("%+v: %v, %d are left out; want %s, %d", test.limit, edits, left, test.want, test.left)
		}
	}
}
