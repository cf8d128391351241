package judge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"dott/matcher"
	"dott/runner/event"
	"dott/runner/shell"
)

// A ForeignInput is a test of another kind that was run.
type ForeignInput struct {
	About   event.Event
	Verdict string // what tells it: "output", "tap", or else the exit status
	Printed string
	Ran     Ran
	// Expected is the content of the file that has the expected output, and Target is
	// its path: for the verdict "output".
	Expected, Target string
}

// Foreign judges a test that is no transcript: by its exit status, by what it
// printed, or by the TAP that it printed. Status 80 skips it in any case.
func Foreign(ctx context.Context, in ForeignInput) event.Event {
	t := &foreign{ForeignInput: in, end: in.About}
	switch name := in.About.Test; {
	case in.Ran.Cut != "":
		t.end.TimedOut = in.Ran.TimedOut
		Fail(&t.end, name+": "+in.Ran.Cut+in.Ran.excerpt(in.Printed))
	case in.Ran.Signal != "":
		t.fail(in.Ran.ending())
	case in.Ran.Status == shell.SkipStatus:
		t.end.Action, t.end.Reason = event.Skip, shell.SkipReason(in.Printed)
	case in.Verdict == "output":
		t.compare(ctx)
	case in.Verdict == "tap":
		t.readTAP()
	case in.Ran.Status != 0:
		t.fail(in.Ran.ending())
	default:
		t.end.Action = event.Pass
	}
	return t.end
}

type foreign struct {
	ForeignInput
	end event.Event
}

// fail makes the verdict a failure, and shows the end of the output.
func (t *foreign) fail(how string) {
	t.end.Action = event.Fail
	t.end.Reason = fmt.Sprintf("%s: it %s", t.About.Test, how) + t.Ran.excerpt(t.Printed)
}

// compare compares what the test printed with what is expected. The changes are
// changes of the file that has that.
func (t *foreign) compare(ctx context.Context) {
	var raw []string
	var want []matcher.Pattern
	for line := range strings.Lines(t.Expected) {
		raw = append(raw, line)
		bare, ended := strings.CutSuffix(line, "\n")
		if !ended {
			bare += " (no-eol)"
		}
		want = append(want, matcher.Exactly(bare))
	}
	got := matcher.Cut(t.Printed, false, t.Ran.Shown)
	changes, _, err := matcher.Align(ctx, want, got)
	if err != nil {
		Fail(&t.end, t.About.Test+": "+whileComparing(err))
		return
	}
	valid := true
	var edits []matcher.Edit
	for _, c := range changes {
		e := matcher.Edit{Start: c.Start, End: c.End}
		for _, l := range got[c.From:c.To] {
			line := l.Shown()
			valid = valid && utf8.ValidString(line)
			if !l.NoEOL {
				line += "\n"
			}
			e.New = append(e.New, strings.ToValidUTF8(line, "\uFFFD"))
		}
		edits = append(edits, e)
	}
	if len(edits) > 0 {
		name := filepath.Join(filepath.Dir(t.About.Test), filepath.Base(t.Target))
		t.end.Action, t.end.Line = event.Fail, edits[0].Start+1
		t.end.Diff = matcher.Unified(name, name+".err", raw, edits, "")
	}
	switch {
	case t.Ran.Status != 0:
		// What a program printed before it failed is nothing to expect of it.
		t.fail(t.Ran.ending())
	case len(edits) == 0:
		t.end.Action = event.Pass
	default:
		sum := sha256.Sum256([]byte(t.Expected))
		t.end.Target, t.end.Hash = t.Target, hex.EncodeToString(sum[:])
		if valid {
			t.end.Edits = edits
		}
	}
}
