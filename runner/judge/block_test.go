package judge

import (
	"strings"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/shell"
)

// TestSame: what is printed to the letter is compared without making anything of it,
// to the same end.
func TestSame(t *testing.T) {
	for _, test := range []struct {
		file, printed string
		same          bool
	}{
		{"$ x", "[0]|[0]", true},
		{"$ x¦a¦b", "[0]|a;b;[0]", true},
		{"$ x¦a (glob)¦[1]", "[0]|a (glob);[1]", true},
		{"$ x¦a", "[0]|a[0]", false},
		{"$ x¦a", "[0]|ab;[0]", false},
		{"$ x¦a", "[0]|a;b;[0]", false},
		{"$ x¦a¦¦b", "[0]|a;;b;[0]", false},
		{"$ x¦a¦[1]", "[0]|a;[2]", false},
		{"$ x¦a", "[0]|a;[1]", false},
		{"$ x", "[0]|[1]", false},
		{"$ x¦a", "[0]|[0]a;[0]", false},
		{"$ x¦a", "[0]|a;", false},
	} {
		tr := transcript.Format{}.Parse(file(test.file))
		c := &comparer{in: &Input{Transcript: tr, Output: pieces(t, tr, test.printed)}}
		if got := c.same(1); got != test.same {
			t.Errorf("%s: %s: %v", test.file, test.printed, got)
		}
	}
}

// TestLong: output that is too long to be shown only passes or not, and line by
// line gives back the memory that it took.
func TestLong(t *testing.T) {
	lines := strings.Repeat("x\n", wholeLines+1)
	bytes := strings.Repeat(strings.Repeat("x", 1<<20-1)+"\n", wholeLimit>>20+1)
	for _, test := range []struct {
		name, file, text string
		status           int
		want             event.Action
		reason           string
	}{
		{"many lines", "$ x¦x (re+)", lines, 0, event.Pass, ""},
		{"many lines, a status", "$ x¦x (re+)¦[3]", lines, 3, event.Pass, ""},
		{"many lines, no status", "$ x¦x (re+)", lines, 3, event.Error, "a.t:1: the output differs; of 2097154 bytes, it is too long to be shown or written"},
		{"many lines differ", "$ x¦y (re+)", lines, 0, event.Error, "a.t:1: the output differs; of 2097154 bytes, it is too long to be shown or written"},
		{"many bytes", "$ x¦x* (glob+)", bytes, 0, event.Pass, ""},
		{"many bytes differ", "$ x¦y* (glob+)", bytes, 0, event.Error, "a.t:1: the output differs; of 34603008 bytes, it is too long to be shown or written"},
		{"a long line", "$ x¦x* (glob+)", bytes + strings.Repeat("x", lineLimit+1), 0, event.Error, "a.t:1: the output has a line of more than 16 MiB, too long to be compared"},
		{"before the first", "x* (glob+)¦$ x", lines, 0, event.Pass, ""},
		{"before the first, differs", "$ x", lines, 0, event.Error, "a.t:1: the output differs; of 2097154 bytes, it is too long to be shown or written"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := transcript.Format{}.Parse(file(test.file))
			o := shell.Output{Blocks: [][]shell.Piece{{{Status: 0}}, {{Text: test.text, Status: test.status}}}, Last: 1, Complete: true, Stray: -1}
			if strings.HasPrefix(test.name, "before") {
				o.Blocks[0], o.Blocks[1] = o.Blocks[1], o.Blocks[0]
			}
			released := 0
			end, _ := Transcript(t.Context(), Input{About: about, Transcript: tr, Output: o, Ran: Ran{Shown: identity, Release: func() { released++ }}, Holds: holds})
			if end.Action != test.want || end.Reason != test.reason || end.Edits != nil || end.Diff != "" {
				t.Errorf("%s: %s", end.Action, end.Reason)
			}
			if len(test.text) > wholeLimit && test.want == event.Pass && released < wholeLimit/releaseEvery {
				t.Errorf("%d times released", released)
			}
		})
	}
}

// TestMeantOtherwise: an expected line that was probably meant otherwise is named,
// and stays.
func TestMeantOtherwise(t *testing.T) {
	tr := transcript.Format{}.Parse(file("$ x¦took * ms¦$ y¦a"))
	in := Input{About: about, Transcript: tr, Output: pieces(t, tr, "[0]|took 12 ms;[0]|a;[0]"), Ran: Ran{Shown: identity}, Holds: holds}
	end, _ := Transcript(t.Context(), in)
	if end.Action != event.Fail || end.Line != 2 || end.Command != "x" || !strings.HasPrefix(end.Reason, "a.t:2: ") || end.Edits != nil {
		t.Errorf("%+v", end)
	}
	in.Output = pieces(t, tr, "[0]|took 12 ms;[0]|b;")
	end, _ = Transcript(t.Context(), in)
	if end.Action != event.Fail || end.Line != 3 || changed(end.Diff) != "-a +b" || strings.Count(end.Reason, "\n") != 1 {
		t.Errorf("%+v", end)
	}
}
