package judge

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"dott/matcher"
	"dott/matcher/transcript"
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
	MaxDiff          matcher.DiffLimit
	Whole            bool // as for transcripts

	limits *limits // nil is the usual ones
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
	in := &Input{Ran: t.Ran, limits: t.limits}
	c := &comparer{in: in}
	r := reading{c: c, pieces: []shell.Piece{{Text: t.Printed}}}
	a, why := c.align(ctx, want, r)
	switch {
	case c.stopped != nil:
		Fail(&t.end, t.About.Test+": "+whileComparing(c.stopped))
		return
	case why != "":
		Fail(&t.end, t.About.Test+": "+why)
		return
	}
	if len(a.changes) > 0 {
		t.changed(raw, a, in.limit().edits)
	}
	switch {
	case t.Ran.Status != 0:
		// What a program printed before it failed is nothing to expect of it.
		t.fail(t.Ran.ending())
		t.end.EditsLeftOut = 0
	case len(a.changes) == 0:
		t.end.Action = event.Pass
	default:
		sum := sha256.Sum256([]byte(t.Expected))
		t.end.Target, t.end.Hash = t.Target, hex.EncodeToString(sum[:])
	}
}

// changed makes the edits and the diff of the file with the expected output, whose
// lines are raw.
func (t *foreign) changed(raw []string, a alignment, most transcript.Limit) {
	r := transcript.Rewriting{Output: a.output, Line: func(_ *transcript.Draft, _ int, l *matcher.Line) matcher.Text { return l.Verbatim() }}
	for _, c := range a.changes {
		r.Drafts = append(r.Drafts, transcript.Draft{Edit: matcher.Edit{Start: c.Start, End: c.End}, From: c.From, To: c.To})
	}
	t.end.Action, t.end.Line = event.Fail, a.changes[0].Start+1
	edits, more := transcript.Collect([]transcript.Rewriting{r}, most)
	if more > 0 {
		t.end.EditsLeftOut = a.cost()
		edits, more = transcript.Collect([]transcript.Rewriting{r}, diffLimit(t.MaxDiff))
	}
	valid := true
	for i := range edits {
		for k, line := range edits[i].New {
			valid = valid && utf8.ValidString(line)
			edits[i].New[k] = strings.ToValidUTF8(line, "\uFFFD")
		}
	}
	whole := ""
	if t.Whole && t.Ran.Status == 0 {
		whole = wholeFile(t.About)
	}
	switch {
	case t.Ran.Status != 0:
	case t.end.EditsLeftOut == 0 && valid:
		t.end.Edits = edits
	case t.Whole:
		t.end.Whole = printed(a.output)
	}
	name := filepath.Join(filepath.Dir(t.About.Test), filepath.Base(t.Target))
	diff, left := t.MaxDiff.Unified(name, name+".err", raw, edits, "", more)
	t.end.Diff = diff + left.Note(whole)
}

// printed is a file with what was printed, as it is shown.
type printed iter.Seq[matcher.Line]

// CopyTo writes it.
func (p printed) CopyTo(w io.Writer) error {
	b := bufio.NewWriterSize(w, 64<<10)
	for l := range p {
		for piece := range l.Verbatim().Pieces() {
			_, _ = b.WriteString(piece)
		}
	}
	return b.Flush()
}

// Close does nothing: the output is another's.
func (p printed) Close() error { return nil }
