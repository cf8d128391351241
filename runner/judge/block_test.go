package judge

import (
	"strings"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/event"
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
