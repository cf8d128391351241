package judge

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/shell"
	"dott/runner/tooltest"
)

// TestLong: output that is too long to be in memory as lines is compared at its
// beginning and at its end, and gives back the memory that it took.
func TestLong(t *testing.T) {
	l := &limits{bytes: 64 << 10, lines: 1 << 10, line: 1 << 20, release: 16 << 10, edits: transcript.Limit{Lines: 1 << 9, Bytes: 8 << 10}}
	lines := strings.Repeat("x\n", l.lines+1)
	bytes := strings.Repeat(strings.Repeat("x", 1<<10-1)+"\n", l.bytes>>10+1)
	const asWhole = "a.t:%d: the output is too long to be compared line by line: all of it from its first to its last difference, %d lines, counts as changed"
	for _, test := range []struct {
		name, file, text string
		status           int
		want             event.Action
		reason           string
		changes          string // of the lines, as edits have them, or as what these would be
	}{
		{"many lines", "$ x¦x (re+)", lines, 0, event.Pass, "", ""},
		{"many lines, a status", "$ x¦x (re+)¦[3]", lines, 3, event.Pass, "", ""},
		{"many lines, no status", "$ x¦x (re+)", lines, 3, event.Fail, "", "[{2 2 [  [3]]}]"},
		{"many lines, another status", "$ x¦x (re+)¦[4]", lines, 3, event.Fail, "", "[{2 3 [  [3]]}]"},
		{"a line more", "$ x¦x (re+)¦z", "x\n" + lines + "y\nz\n", 0, event.Fail, "", "[{2 2 [  y]}]"},
		{"a line at the end", "$ x¦x (re+)", lines + "y\n", 0, event.Fail, "", "[{2 2 [  y]}]"},
		{"a line in front", "$ x¦x (re+)", "y\n" + lines, 0, event.Fail, fmt.Sprintf(asWhole, 1, l.lines+2), fmt.Sprint(l.lines + 3)},
		{"many lines differ", "$ x¦y (re+)", lines, 0, event.Fail, fmt.Sprintf(asWhole, 1, l.lines+1), fmt.Sprint(l.lines + 2)},
		{"what may be absent stays", "$ x¦y¦z (no-x !)¦a¦b", lines + "b\n", 0, event.Fail, fmt.Sprintf(asWhole, 1, l.lines+1), fmt.Sprint(l.lines + 3)},
		{"a bad pattern at the end", "$ x¦x (re+)¦b( (re)¦z", lines + "b(\nz\n", 0, event.Fail, "a.t:3: invalid regular expression `b(`: missing closing )", "[{2 3 [  b(]}]"},
		{"many bytes", "$ x¦x* (glob+)", bytes, 0, event.Pass, "", ""},
		{"many bytes differ", "$ x¦y* (glob+)", bytes, 0, event.Fail, fmt.Sprintf(asWhole, 1, l.bytes>>10+1), fmt.Sprint(l.bytes>>10 + 2)},
		{"a long line", "$ x¦x* (glob+)", bytes + strings.Repeat("x", l.line+1), 0, event.Error, "a.t:1: the output has a line of more than 1 MiB, too long to be compared", ""},
		{"before the first", "x* (glob+)¦$ x", lines, 0, event.Pass, "", ""},
		{"before the first, differs", "$ x", lines, 0, event.Fail, fmt.Sprintf(asWhole, 1, l.lines+1), fmt.Sprint(l.lines + 1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := transcript.Format{}.Parse(file(test.file))
			o := shell.Output{Blocks: [][]shell.Piece{{{Status: 0}}, {{Text: test.text, Status: test.status}}}, Last: 1, Complete: true, Stray: -1}
			if strings.HasPrefix(test.name, "before") {
				o.Blocks[0], o.Blocks[1] = o.Blocks[1], o.Blocks[0]
			}
			released := 0
			end, _ := Transcript(t.Context(), Input{
				About: about, Transcript: tr, Output: o, Ran: Ran{Shown: identity, Release: func() { released++ }}, Holds: holds, MaxDiff: 10, Whole: true, limits: l,
			})
			changes := ""
			if len(end.Edits) > 0 {
				changes = fmt.Sprint(end.Edits)
			} else if end.EditsLeftOut > 0 {
				changes = fmt.Sprint(end.EditsLeftOut)
			}
			if end.Action != test.want || end.Reason != test.reason || changes != test.changes || len(end.Diff) > 200<<10 {
				t.Errorf("%s: %s; changes %s", end.Action, end.Reason, changes)
			}
			if len(test.text) > l.bytes && test.want == event.Pass && released < l.bytes/l.release {
				t.Errorf("%d times released", released)
			}
			if end.EditsLeftOut > 0 {
				expectWhole(t, end, tr, test.text, l)
			}
		})
	}
}

// expectWhole wants the file that an end promises to pass, and its diff to say what it
// lacks.
func expectWhole(t *testing.T, end event.Event, tr *transcript.Transcript, text string, l *limits) {
	t.Helper()
	var whole strings.Builder
	if err := errors.Join(end.Whole.CopyTo(&whole), end.Whole.Close()); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(whole.String(), "\n") - strings.Count(text, "\n"); n < 1 || n > 2 {
		t.Errorf("the file has %d lines besides those of the output", n)
	}
	again := transcript.Format{}.Parse(whole.String())
	o := shell.Output{Blocks: make([][]shell.Piece, len(again.Blocks)), Last: 1, Complete: true, Stray: -1}
	for b := range o.Blocks {
		if len(again.Blocks[b].Output) > 0 {
			o.Blocks[b] = []shell.Piece{{Text: text}}
		} else {
			o.Blocks[b] = []shell.Piece{{}}
		}
	}
	if end, _ := Transcript(t.Context(), Input{About: about, Transcript: again, Output: o, Ran: Ran{Shown: identity}, Holds: holds, limits: l}); end.Action != event.Pass {
		t.Errorf("the file does not pass: %s", end.Reason)
	}
	if !strings.HasSuffix(end.Diff, "left out; all of it is in a.t [c=1].err\n") {
		t.Errorf("the diff ends in %.200q", end.Diff[max(0, len(end.Diff)-200):])
	}
}

// TestLongForeign: what a test of another kind printed is held to the same limits. Past
// them, somebody else has the file that would pass.
func TestLongForeign(t *testing.T) {
	l := &limits{bytes: 64 << 10, lines: 1 << 10, line: 1 << 20, release: 16 << 10, edits: transcript.Limit{Lines: 1 << 9, Bytes: 8 << 10}}
	lines := strings.Repeat("x\n", 800)
	for _, test := range []struct {
		name, expected, printed string
		status                  int
		whole                   bool // somebody takes the file
		want                    event.Action
		reason                  string
		left                    int    // edits
		note                    string // at the end of the diff
	}{
		{"passes", lines, lines, 0, true, event.Pass, "", 0, ""},
		{"longer, passes", lines + lines, lines + lines, 0, true, event.Pass, "", 0, ""},
		{"a line", "y\n" + lines, "z\n" + lines, 0, true, event.Fail, "", 0, ""},
		{"many lines", "", lines, 0, true, event.Fail, "", 800, "# 790 more changed lines are left out; all of it is in a.t [c=1].err\n"},
		{"many lines, nobody takes them", "", lines, 0, false, event.Fail, "", 800, "# 790 more changed lines are left out\n"},
		{"many lines, a status", "", lines, 3, true, event.Fail, "a.t: it ended with status 3" + strings.Repeat("\n  x", 20), 0, "# 790 more changed lines are left out\n"},
		{"longer", "y\n", lines + lines, 0, true, event.Fail, "", 1601, "# 1591 more changed lines are left out; all of it is in a.t [c=1].err\n"},
		{"invalid bytes", "a\n", "\xff\n", 0, true, event.Fail, "", 0, ""},
		{"a long line", "y\n", lines + strings.Repeat("x", l.line+1), 0, true, event.Error, "a.t: the output has a line of more than 1 MiB, too long to be compared", 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			end := Foreign(t.Context(), ForeignInput{
				About: about, Verdict: "output", Printed: test.printed, Expected: test.expected, Target: "/d/a.t.out",
				Ran: Ran{Shown: identity, Status: test.status}, MaxDiff: 10, Whole: test.whole, limits: l,
			})
			if end.Action != test.want || end.Reason != test.reason || end.EditsLeftOut != test.left || !strings.HasSuffix(end.Diff, test.note) {
				t.Errorf("%s %s, %d edits are left out\n%s", end.Action, end.Reason, end.EditsLeftOut, end.Diff)
			}
			if strings.Contains(end.Diff, "left out") != (test.note != "") {
				t.Errorf("the diff ends in %.200q", end.Diff[max(0, len(end.Diff)-200):])
			}
			inFile := test.whole && test.want == event.Fail && test.status == 0 && (test.left > 0 || test.name == "invalid bytes")
			if (end.Whole != nil) != inFile || inFile && len(end.Edits) > 0 {
				t.Fatalf("somebody gets the file: %v; and %d edits", end.Whole != nil, len(end.Edits))
			}
			if !inFile {
				return
			}
			var whole strings.Builder
			if err := errors.Join(end.Whole.CopyTo(&whole), end.Whole.Close()); err != nil || whole.String() != test.printed {
				t.Errorf("the file has %d bytes, not %d, %v", whole.Len(), len(test.printed), err)
			}
		})
	}
}

// TestAlignLong: what is found without having the output in memory passes, and keeps
// as much as there is of what matches at both ends.
func TestAlignLong(t *testing.T) {
	words := []string{"a", "b", "c", "a (?)", "b (*)", "[ab] (re+)", "* (glob*)", "? (glob)"}
	for seed := range tooltest.Seeds(t, 1_000) {
		r := rand.New(rand.NewPCG(seed, 5))
		var want []matcher.Pattern
		var got []matcher.Line
		for range r.IntN(8) {
			want = append(want, matcher.Parse(words[r.IntN(len(words))]))
		}
		for range r.IntN(8) {
			s := words[r.IntN(3)]
			got = append(got, matcher.NewLine(s, s, false))
		}
		check := func(name string, changes []matcher.Change) {
			t.Helper()
			var after []matcher.Pattern
			at := 0
			for _, c := range append(slices.Clone(changes), matcher.Change{Start: len(want), End: len(want)}) {
				if c.Start < at || c.End < c.Start {
					t.Fatalf("seed %d, %s: %v", seed, name, changes)
				}
				after = append(after, want[at:c.Start]...)
				for j := c.From; j < c.To; j++ {
					after = append(after, matcher.Parse(got[j].Written()))
				}
				at = c.End
			}
			if ok, _ := matcher.Matches(t.Context(), after, slices.Values(got)); !ok {
				t.Fatalf("seed %d, %s: %v does not pass", seed, name, changes)
			}
		}
		a, why := (&comparer{in: &Input{}}).alignLong(t.Context(), want, slices.Values(got))
		if passes, _ := matcher.Matches(t.Context(), want, slices.Values(got)); why != "" || (len(a.changes) == 0) != passes {
			t.Fatalf("seed %d: %v, %s", seed, a.changes, why)
		}
		check("in memory", a.changes)
		if len(got) > 0 || len(want) > 0 {
			changes, err := replaced(t.Context(), want, len(got))
			if check("as a whole", changes); err != nil {
				t.Fatal(err)
			}
		}
	}
}
