package transcript

import (
	"fmt"
	"strings"
	"testing"

	"dott/matcher"
)

// TestSuspects: an update keeps every line that was probably meant for something
// else, and names it.
func TestSuspects(t *testing.T) {
	const command = "this looks like a command and is expected output, as there is no space after the $"
	for _, test := range []struct{ expected, output, after, suspects string }{
		{"$TESTTMP/old|$5", "$TESTTMP/new|$6", "$TESTTMP/new|$6", ""},
		{"$echo hi|hi", "", "$echo hi", "2: " + command},
		{"$echo hi|hi", "hi", "$echo hi|hi", "2: " + command},
		{"$echo hi|hi", "$echo hi|hi", "$echo hi|hi", ""},
		{"a|$echo b|b|c", "a|new|c", "a|$echo b|new|c", "3: " + command},
		{"a|$echo b|b|old|$ls|x", "a", "a|$echo b|$ls", "3: " + command + "; 6: " + command},
		{"a|  $ b|b", "a", "a|  $ b", "3: this looks like a command and is expected output, as its indent is 4 spaces and not 2"},
		{"$a* (glob)|$b (?)|$c (linux !)", "", "$b (?)", ""},
		{"took * ms|end", "took 35 ms|new", "took * ms|new", "2: this line is compared literally; written as `took * ms (glob)` it would match"},
		{"took * s|end", "took 35 ms|new", "took 35 ms|new", ""},
		{`a|\d+ ms(re)|b`, "x|35 ms|b", `x|\d+ ms(re)|b`, "3: this line is compared literally; written as `\\d+ ms (re)` it would match"},
		{`\d+ ms|\d+ ms`, "x|35 ms|y|3 ms", `x|\d+ ms|y|\d+ ms`, "2: this line is compared literally; written as `\\d+ ms (re)` it would match; 3: this line is compared literally; written as `\\d+ ms (re)` it would match"},
		{"***|* (glob)x|a(re)", "b|c|d", "b|c|d", ""},
		{"a*(glob)", "ab|c", "a*(glob)|c", "2: this line is compared literally; written as `a* (glob)` it would match"},
		{"* ms", "=1", "[1]", ""},
	} {
		tr := Format{}.Parse("  $ x\n  " + strings.ReplaceAll(test.expected, "|", "\n  ") + "\n")
		var got []matcher.Line
		for s := range strings.SplitSeq(test.output, "|") {
			switch {
			case s == "=1":
				got = append(got, matcher.StatusLine(1, false))
			case test.output != "":
				got = append(got, matcher.NewLine(s, s, false))
			}
		}
		want := tr.At(1).Patterns()
		for i := range want {
			if len(want[i].Conditions) > 0 {
				want[i].Optional = false // it is as any other here
			}
		}
		changes, _, _ := matcher.Align(t.Context(), want, got)
		changes, spared, _ := matcher.Spare(t.Context(), want, got, changes)
		var suspects []string
		for _, f := range spared {
			suspects = append(suspects, fmt.Sprintf("%d: %v", f.Index+2, f.Err))
		}
		after := strings.TrimSuffix(strings.ReplaceAll(strings.TrimPrefix(tr.Apply(tr.At(1).Edits(changes, got)), "  $ x\n"), "\n  ", "|"), "\n")
		if after = strings.TrimPrefix(after, "  "); after != test.after || strings.Join(suspects, "; ") != test.suspects {
			t.Errorf("%s with %s: %s, suspects %q\nwant %s, %q", test.expected, test.output, after, suspects, test.after, test.suspects)
		}
	}
}

// TestManySuspects: what a large change was meant for is not looked for without end.
func TestManySuspects(t *testing.T) {
	const lines = 20_000
	tr := Format{}.Parse("  $ x\n" + strings.Repeat("  * is not there\n", lines))
	got := matcher.Cut(strings.Repeat("something else\n", lines), false, func(s string) string { return s })
	changes, _, _ := matcher.Align(t.Context(), tr.At(1).Patterns(), got)
	if _, spared, _ := matcher.Spare(t.Context(), tr.At(1).Patterns(), got, changes); len(spared) > 0 {
		t.Errorf("%d suspects", len(spared))
	}
}
