// Package judge compares what came out of a test with what stands there. It takes
// the blocks of a transcript's output ([Transcript]), or all that another kind of
// test printed ([Foreign]), and makes the event that ends the test: the verdict,
// with its reason, and the edits that would make the file describe what happened.
//
// It is pure: it starts nothing and reads nothing. What it cannot know, whether a
// feature is there, it asks a function. Cost: linear in the output of a test that
// passes; see package matcher for one that does not.
package judge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/shell"
)

const (
	wholeLimit = 32 << 20 // bytes of output of a block that is compared in memory
	wholeLines = 1 << 19  // and lines
	lineLimit  = 32 << 20 // bytes of a line that is compared at all
	// releaseEvery is how much of a long output is looked at before its memory is
	// given back, in bytes.
	releaseEvery = 8 << 20

	shownOutput = 2 << 10 // bytes of output in a reason, at most
	shownLines  = 20      // and lines
)

// WholeLimit is the length of an output, in bytes, past which it is not searched
// for what it might hold.
const WholeLimit = wholeLimit

// Ran is how a test's shell, or its command, came to its end.
type Ran struct {
	Status int    // its exit status
	Signal string // the signal that ended it; "" is none
	// Cut says why the test was ended before its end, as "timed out after 1m0s"; ""
	// is that it was not.
	Cut      string
	TimedOut bool // by its time limit
	// Shown returns how a line of its output is shown.
	Shown func(line string) string
	// Release gives back the memory of output that was looked at. It may be nil.
	Release func()
}

// Rules are where the verdict depends on what other program the file was written
// for.
type Rules struct {
	Plain       bool // no conditions: an expected line that ends in ` !)` stands for itself
	LooseStatus bool // an expected line of any kind takes an exit status, with a warning, as for cram
	UnseenEnds  bool // a shell that ends in the last command, in whatever way, ends as it should, as for cram
}

// A Sourced is a file that the shell sourced.
type Sourced struct {
	Path string
	Line int // of the directive that names it, from 1; 0 where the configuration does
}

// An Input is a transcript that was run.
type Input struct {
	About      event.Event // the test's name, file, case and cell
	Transcript *transcript.Transcript
	Output     shell.Output
	Ran        Ran
	Rules      Rules
	Setup      []Sourced
	Teardown   []Sourced
	MaxDiff    matcher.DiffLimit
	Apart      bool // standard error is compared apart from standard output
	// Styled reports whether a line of a screen has colours; nil where nobody asks.
	Styled func(line string) bool
	Whole  bool // somebody takes the file with all changes, where these are too many to be told
	// Holds reports whether conditions hold.
	Holds func(terms []feature.Term) (bool, error)
}

// Transcript judges a transcript that was run, and returns the end of the test and
// what is to be said about its lines.
func Transcript(ctx context.Context, in Input) (end event.Event, warnings []transcript.Fault) {
	t := &trial{in: &in, end: in.About, blocks: comparer{in: &in}}
	t.end.Hash = in.Transcript.Hash()
	switch {
	case in.Ran.Cut != "":
		t.cutShort(ctx)
	case in.Ran.Status == shell.SkipStatus && in.Ran.Signal == "" && !inTeardown(t):
		t.end.Action, t.end.Reason = event.Skip, in.skipReason()
	case in.Output.Stray >= 0:
		t.stray(ctx)
	case setUp(t):
		t.compare(ctx)
		sourced(t, t.in.Output.Teardowns, t.in.Teardown)
	}
	return t.end, t.blocks.warnings
}

// Broken returns the end of a test whose file has faults, at least one, so that it
// was not run.
func Broken(about event.Event, t *transcript.Transcript, faults []transcript.Fault) event.Event {
	b := &trial{in: &Input{About: about, Transcript: t}, end: about}
	b.broken(faults)
	return b.end
}

// A trial is a transcript on its way to a verdict.
type trial struct {
	in     *Input
	end    event.Event
	blocks comparer
}

// skipReason is what the test printed last as its reason for being skipped.
func (in *Input) skipReason() string {
	for _, pieces := range slices.Backward(in.Output.Blocks) {
		for _, p := range slices.Backward(pieces) {
			if reason := cmp.Or(shell.SkipReason(p.Text), shell.SkipReason(p.Errors)); reason != "" {
				return reason
			}
		}
	}
	return ""
}

// compare matches each block's output and makes the verdict.
func (t *trial) compare(ctx context.Context) {
	changed, faults := t.compareTraced(ctx, len(t.in.Output.Blocks))
	if t.blocks.stopped != nil {
		return
	}
	t.take(changed)
	t.end.Reason = t.earlyEnd()
	if len(faults) > 0 && len(changed) == 0 {
		t.broken(faults)
		return
	}
	// A fault in one line is no reason not to update others.
	for _, f := range slices.Concat(faults, t.blocks.gone, t.blocks.spared, t.blocks.notes) {
		if t.end.Reason += "\n" + t.at(f.Line) + f.Reason; t.end.Reason[0] == '\n' {
			t.end.Reason = t.end.Reason[1:]
			t.locate(t.in.Transcript.Lines[f.Line].Block)
			t.end.Line = f.Line + 1
		}
	}
	if t.end.Action = event.Pass; t.end.Reason != "" || len(changed) > 0 {
		t.end.Action = event.Fail
	}
}

// compareTo compares the blocks before the given one, and returns what is to be
// changed and the faults of their patterns.
func (t *trial) compareTo(ctx context.Context, to int) (changed []transcript.Rewriting, faults []transcript.Fault) {
	for b := range t.in.Output.Blocks[:to] {
		if t.in.Output.Blocks[b] == nil {
			continue // it was not run: nothing of it is touched
		}
		change, f := t.blocks.block(ctx, b)
		if err := t.blocks.stopped; err != nil {
			t.locate(b)
			t.end.Action, t.end.TimedOut = event.Error, errors.Is(ctx.Err(), context.DeadlineExceeded)
			t.end.Reason = t.at(t.end.Line-1) + whileComparing(err)
			return changed, faults
		}
		t.blocks.release()
		faults = append(faults, f...)
		if len(change.Drafts) == 0 {
			continue
		}
		changed = append(changed, change)
		if t.end.Line == 0 {
			t.locate(b)
			t.end.Line = change.Drafts[0].Start + 1
		}
	}
	return changed, faults
}

// whileComparing tells why a comparison ended early.
func whileComparing(cause error) string {
	return fmt.Sprintf("%v while its output was compared", cause)
}

// cutShort makes the verdict of a test that was ended before its end. What its
// last command printed until then is shown, and is nothing to expect; where the
// commands before it differ, that is shown too.
func (t *trial) cutShort(ctx context.Context) {
	o := &t.in.Output
	if o.Stray < 0 {
		changed, _ := t.compareTo(ctx, o.Last)
		t.show(changed)
	}
	t.end.Action, t.end.TimedOut = event.Error, t.in.Ran.TimedOut
	t.locate(o.Last)
	why := t.in.Ran.Cut
	if n := len(o.Setups); o.Last == 0 && n < len(t.in.Setup) {
		why += " while it sourced " + t.in.Setup[n].Path
		t.end.Line = max(t.end.Line, t.in.Setup[n].Line)
	}
	t.end.Reason = t.at(t.end.Line-1) + why
	if t.end.Command != "" {
		t.end.Reason += "; while running: " + t.end.Command
	}
	var sofar strings.Builder
	for _, p := range o.Blocks[o.Last] {
		for _, text := range []string{p.Text, p.Errors} {
			sofar.WriteString(text[max(0, len(text)-shownOutput):])
		}
	}
	t.end.Reason += t.in.Ran.excerpt(sofar.String())
}

// stray makes the verdict of a test that changed how its shell prints.
func (t *trial) stray(ctx context.Context) {
	changed, _ := t.compareTo(ctx, t.in.Output.Stray)
	t.show(changed)
	t.end.Action = event.Error
	t.locate(t.in.Output.Stray)
	t.end.Reason = t.at(t.end.Line-1) + "this command changed how the shell prints: what it prints between commands, " +
		"by which dott knows where they end, came out in another form, and nothing can be compared from here on"
}

// setUp fails the test if it did not come through its setup.
func setUp(t *trial) bool {
	n := len(t.in.Output.Setups)
	if !sourced(t, t.in.Output.Setups, t.in.Setup) {
		return false
	}
	if n == len(t.in.Setup) || t.in.Output.Last > 0 {
		return true
	}
	printed := ""
	for _, p := range t.in.Output.Blocks[0] {
		printed += p.Text + p.Errors
	}
	t.fail(t.of(t.in.Setup[n]) + fmt.Sprintf("the shell %s while it sourced %s", t.in.Ran.ending(), t.in.Setup[n].Path) + t.in.Ran.excerpt(printed))
	return false
}

// inTeardown reports whether it is a file sourced last that ended the shell.
func inTeardown(t *trial) bool {
	ended := 0
	for _, p := range t.in.Output.Teardowns {
		if p.Status >= 0 {
			ended++
		}
	}
	return t.in.Output.Complete && ended < len(t.in.Teardown)
}

// sourced fails the test if one of the files that were sourced ended with a
// status other than 0. One that ended the shell has none.
func sourced(t *trial, pieces []shell.Piece, files []Sourced) bool {
	for i, p := range pieces {
		if p.Status > 0 && i < len(files) {
			t.fail(t.of(files[i]) + fmt.Sprintf("%s ended with status %d", files[i].Path, p.Status) + t.in.Ran.excerpt(p.Text+p.Errors))
			return false
		}
	}
	return true
}

// of is how a sentence about a file that was sourced begins.
func (t *trial) of(f Sourced) string {
	if f.Line > 0 {
		return t.at(f.Line - 1)
	}
	return t.in.About.Test + ": "
}

// fail makes the verdict an error, unless it is a failure already, and adds a
// reason.
func (t *trial) fail(reason string) { Fail(&t.end, reason) }

// Fail makes an end an error, unless it is a failure already, and adds a reason.
func Fail(end *event.Event, reason string) {
	if end.Action != event.Fail {
		end.Action = event.Error
	}
	end.Reason = strings.TrimPrefix(end.Reason+"\n"+reason, "\n")
}

// at is how a sentence about a line begins; the line is counted from 0.
func (t *trial) at(line int) string { return At(t.in.About, line) }

// At is how a sentence about a line of a test begins; the line is counted from 0.
func At(about event.Event, line int) string { return fmt.Sprintf("%s:%d: ", about.Test, line+1) }

// broken makes the verdict of a file with faults.
func (t *trial) broken(faults []transcript.Fault) {
	slices.SortStableFunc(faults, func(a, b transcript.Fault) int { return a.Line - b.Line })
	var reasons []string
	for _, f := range faults {
		reasons = append(reasons, t.at(f.Line)+f.Reason)
	}
	t.locate(t.in.Transcript.Lines[faults[0].Line].Block)
	t.end.Action, t.end.Line = event.Error, faults[0].Line+1
	t.end.Reason = strings.Join(reasons, "\n")
}

// locate sets the line and the command of the event to those of a block.
func (t *trial) locate(block int) {
	t.end.Line, t.end.Command, t.end.Section = 1, "", ""
	if code := t.in.Transcript.Blocks[block].Code; len(code) > 0 {
		t.end.Line = code[0] + 1
		t.end.Command = strings.ToValidUTF8(t.in.Transcript.Lines[code[0]].Text, "\uFFFD")
		t.end.Section = strings.ToValidUTF8(t.in.Transcript.At(block).Heading(), "\uFFFD")
	}
}

// excerpt is the end of what was printed, as lines below a sentence.
func (r *Ran) excerpt(printed string) string {
	if len(printed) > shownOutput {
		printed = "…" + printed[len(printed)-shownOutput:]
	}
	lines := matcher.Cut(printed, false, r.Shown)
	var b strings.Builder
	for _, l := range lines[max(0, len(lines)-shownLines):] {
		b.WriteString("\n  " + l.Written())
	}
	return b.String()
}

// Excerpt is the end of what was printed, as lines below a sentence, with paths
// and ports as shown has them.
func Excerpt(printed string, shown func(string) string) string {
	r := Ran{Shown: shown}
	return r.excerpt(printed)
}

// ending tells how the shell ended.
func (r *Ran) ending() string {
	if r.Signal != "" {
		return fmt.Sprintf("was ended by a signal (%s)", r.Signal)
	}
	return fmt.Sprintf("ended with status %d", r.Status)
}

// TimedOut is how the end of a test's time is told.
func TimedOut(limit time.Duration) string { return fmt.Sprintf("timed out after %v", limit) }
