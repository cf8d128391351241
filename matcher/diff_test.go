package matcher

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

func TestDiffLimit(t *testing.T) {
	data := "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n"
	edits := []Edit{{4, 5, []string{"five", "5.5"}}, {6, 7, nil}, {13, 13, []string{"x"}}}
	for _, test := range []struct {
		max  DiffLimit
		more int
		want string
		note string
	}{
		{1, 0, "@@ -2,4 +2,3 @@\n 2\n 3\n 4\n-5\n", "# 4 more changed lines are left out; all of it is in a.err\n"},
		{2, 0, "@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n+five\n", "# 3 more changed lines are left out; all of it is in a.err\n"},
		{4, 7, "@@ -2,4 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n+5.5\n", "# 9 more changed lines are left out; all of it is in a.err\n"},
		{5, 0, "@@ -2,6 +2,6 @@\n 2\n 3\n 4\n-5\n+five\n+5.5\n 6\n-7\n", "# 1 more changed line is left out; all of it is in a.err\n"},
		{12, 0, "@@ -2,13 +2,14 @@\n 2\n 3\n 4\n-5\n+five\n+5.5\n 6\n-7\n 8\n 9\n 10\n 11\n 12\n 13\n+x\n 14\n", ""},
		{0, 0, "@@ -2,13 +2,14 @@\n 2\n 3\n 4\n-5\n+five\n+5.5\n 6\n-7\n 8\n 9\n 10\n 11\n 12\n 13\n+x\n 14\n", ""},
	} {
		diff, left := test.max.Unified("a", "a.err", fileLines(data), edits, "\n", test.more)
		if diff != "--- a\n+++ a.err\n"+test.want || left.Note("a.err") != test.note {
			t.Errorf("%d: %s%swant %s%s", test.max, diff, left.Note("a.err"), test.want, test.note)
		}
	}
}

// TestDiffLongLine: of a line that is very long the beginning is shown, whether it
// comes, goes or stays.
func TestDiffLongLine(t *testing.T) {
	long := strings.Repeat("é", LongestShown)
	lines := []string{long + "a\n", long + "b\n", "x\n"}
	edits := []Edit{{1, 2, []string{long + "c", "d"}}}
	diff, left := DiffLimit(1000).Unified("a", "b", lines, edits, "\n", 0)
	short := strings.Repeat("é", LongestShown/2) + "…\n"
	if want := "--- a\n+++ b\n@@ -1,3 +1,4 @@\n " + short + "-" + short + "+" + short + "+d\n x\n"; diff != want || left != (Left{0, 3}) {
		t.Errorf("%d bytes, want %d; left out: %+v", len(diff), len(want), left)
	}
	if note := left.Note(""); note != "# the ends of 3 long lines are left out\n" {
		t.Error(note)
	}
	if whole, left := DiffLimit(0).Unified("a", "b", lines, edits, "\n", 0); len(whole) < 6*LongestShown || left != (Left{}) {
		t.Errorf("%d bytes; left out: %+v", len(whole), left)
	}
	many := []Edit{{0, 3, slices.Repeat([]string{long}, 100)}}
	if diff, left := DiffLimit(100).Unified("a", "b", lines, many, "\n", 0); len(diff) > 200<<10 || left.Lines < 95 {
		t.Errorf("%d bytes; left out: %+v", len(diff), left)
	}
}

func TestLeftNote(t *testing.T) {
	for _, test := range []struct {
		left Left
		want string
	}{
		{Left{}, ""},
		{Left{1, 0}, "# 1 more changed line is left out; all of it is in x\n"},
		{Left{0, 1}, "# the end of a long line is left out; all of it is in x\n"},
		{Left{1, 1}, "# 1 more changed line and the end of a long line are left out; all of it is in x\n"},
		{Left{20, 3}, "# 20 more changed lines and the ends of 3 long lines are left out; all of it is in x\n"},
	} {
		if got := test.left.Note("x"); got != test.want {
			t.Errorf("%+v: %s", test.left, got)
		}
	}
}

// TestDiffLimitProperties: whatever the limit, what is shown is a diff whose hunks
// have as many lines as they say, no line is unaccounted for, and what fits is whole.
func TestDiffLimitProperties(t *testing.T) {
	for seed := range tooltest.Seeds(t, 1_000) {
		r := rand.New(rand.NewPCG(seed, 4))
		data, edits, eol := randomEdits(r)
		lines, max, more := fileLines(data), DiffLimit(1+r.IntN(20)), r.IntN(2)
		changed := more
		for _, e := range edits {
			changed += e.End - e.Start + len(e.New)
		}
		if len(edits) == 0 {
			continue
		}
		diff, left := max.Unified("a", "b", lines, edits, eol, more)
		shown, body, err := countDiff(diff)
		if err != nil || body > int(max)+2*contextLines || left.Ends != 0 {
			t.Fatalf("seed %d: %d lines for %d, %v\n%s", seed, body, max, err, diff)
		}
		if whole := Unified("a", "b", lines, edits, eol); left.Lines == 0 && diff != whole {
			t.Fatalf("seed %d: %s\nis not %s", seed, diff, whole)
		}
		// What makes the last line of a file lose its end is more than its edit.
		if shown+left.Lines != changed && left.Lines > 0 {
			t.Fatalf("seed %d: %d changed lines shown, %d left out, of %d\n%s", seed, shown, left.Lines, changed, diff)
		}
	}
}

// countDiff counts the changed lines of a diff, and all lines of its hunks.
func countDiff(diff string) (changed, body int, err error) {
	old, fresh := 0, 0 // still to come
	for n, line := range fileLines(diff) {
		switch {
		case n < 2 || line[0] == '\\':
			continue
		case line[0] == '@':
			if old != 0 || fresh != 0 {
				return 0, 0, fmt.Errorf("a hunk is %d and %d lines short", old, fresh)
			}
			var a, b int
			if _, err := fmt.Sscanf(line, "@@ -%d,%d +%d,%d @@", &a, &old, &b, &fresh); err != nil {
				return 0, 0, err
			}
			continue
		}
		body++
		if line[0] != '+' {
			old--
		}
		if line[0] != '-' {
			fresh--
		}
		if line[0] != ' ' {
			changed++
		}
	}
	if old != 0 || fresh != 0 {
		err = fmt.Errorf("the last hunk is %d and %d lines short", old, fresh)
	}
	return changed, body, err
}
