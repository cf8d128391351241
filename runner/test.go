package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/process"
	"dott/runner/sandbox"
)

const (
	skipStatus  = 80
	shownOutput = 2 << 10  // bytes of output shown with a timeout, at most
	shownLines  = 20       // and lines
	wholeLimit  = 32 << 20 // bytes of output of a block, past which it must match
	wholeLines  = 1 << 20  // and lines
	lineLimit   = 16 << 20 // bytes of a line that is compared at all
	ports       = 3        // leased to each test
)

// errTimeout is the cause of a context whose test ran out of time.
var errTimeout = errors.New("timed out")

// test runs one file once. The last of the events is its end. The error is the
// run's, when it was cancelled before the test ended.
func (w *worker) test(ctx context.Context, j *job) ([]event.Event, error) {
	begin := time.Now()
	t := &trial{worker: w, job: j, event: *j.event("", 0)}
	err := t.judge(ctx)
	t.out.close()
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		t.event.Action = event.Error
		t.event.Reason = j.name + ": " + err.Error()
	}
	t.event.Elapsed = time.Since(begin).Seconds()
	return append(t.warnings, t.event), nil
}

// A trial is one run of one file on its way to a verdict.
type trial struct {
	*worker
	*job
	event    event.Event
	warnings []event.Event

	transcript   *transcript.Transcript
	script       script
	box          *sandbox.Sandbox
	out          spool
	text         string // what was printed
	replacements []replacement
	result       process.Result
	output       output
	exit         bool // the shell ended by an exit in the last command
}

// load reads and parses the job's file.
func (j *job) load(r *run) error {
	data, err := readFile(j.path)
	if err != nil {
		return err
	}
	l := &loaded{transcript: transcript.Parse(string(data), r.Indent)}
	l.directives, l.faults = readDirectives(l.transcript)
	if len(l.faults) == 0 {
		if why := r.pool.impossible(l.directives); why != "" {
			for _, d := range l.transcript.Directives {
				if d.Name == "resource" {
					l.faults = append(l.faults, transcript.Fault{Line: d.Line, Reason: why})
					break
				}
			}
		}
	}
	if len(l.faults) > 0 {
		l.directives = directives{} // it will not run
	}
	j.loaded = l
	return nil
}

// judge runs the file and fills in the event. An error is a fault of ours or of
// the machine.
func (t *trial) judge(ctx context.Context) error {
	if t.skip != "" {
		t.event.Action, t.event.Reason = event.Skip, t.skip
		return nil
	}
	t.transcript = t.loaded.transcript
	if t.transcript.Empty() {
		t.event.Action, t.event.Reason, t.event.Empty = event.Skip, "empty", true
		return nil
	}
	for _, w := range t.transcript.Warnings {
		t.warnings = append(t.warnings, event.Event{
			Action: event.Warning, Test: t.name, File: t.path, Line: w.Line + 1, Reason: t.at(w.Line) + w.Reason,
		})
	}
	if len(t.loaded.faults) > 0 {
		t.broken(t.loaded.faults)
		return nil
	}
	err := t.runShell(ctx)
	if t.Debug != nil {
		if err == nil {
			t.event.Action, t.event.Reason = event.Skip, "debug: nothing was compared"
		}
		return err
	}
	tooMuch, isLimit := errors.AsType[limitError](err)
	switch {
	case errors.Is(err, errTimeout):
		t.event.TimedOut = true
		t.cutShort(fmt.Sprintf("timed out after %v", t.timeout()))
	case isLimit:
		t.cutShort(tooMuch.Error())
	case err != nil:
		return err
	case t.result.Status == skipStatus:
		t.event.Action, t.event.Reason = event.Skip, skipReason(t.text)
	default:
		t.output = t.script.split(t.text)
		t.compare()
	}
	return nil
}

// timeout returns how long the test may take; 0 is without end.
func (t *trial) timeout() time.Duration {
	switch d := t.loaded.directives.timeout; {
	case d < 0:
		return 0
	case d > 0:
		return d
	}
	return t.Timeout
}

// at is how a sentence about a line begins; the line is counted from 0.
func (t *trial) at(line int) string { return fmt.Sprintf("%s:%d: ", t.name, line+1) }

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, bare(err)
	}
	if !info.Mode().IsRegular() { // to open a pipe would wait for its other end
		return nil, fmt.Errorf("not a regular file")
	}
	data, err := os.ReadFile(path)
	return data, bare(err)
}

// bare strips the path from an error that will be shown behind the file's name.
func bare(err error) error {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Err
	}
	return err
}

// broken makes the verdict of a file with faults, at least one.
func (t *trial) broken(faults []transcript.Fault) {
	slices.SortFunc(faults, func(a, b transcript.Fault) int { return a.Line - b.Line })
	var reasons []string
	for _, f := range faults {
		reasons = append(reasons, t.at(f.Line)+f.Reason)
	}
	t.locate(t.transcript.Lines[faults[0].Line].Block)
	t.event.Action, t.event.Line = event.Error, faults[0].Line+1
	t.event.Reason = strings.Join(reasons, "\n")
}

// runShell runs the script in a fresh sandbox and keeps what it printed; after a
// timeout that is what came until then.
func (t *trial) runShell(ctx context.Context) (err error) {
	if err := t.ports.Lease(ports); err != nil {
		return err
	}
	if err := t.ports.Refresh(); err != nil {
		return err
	}
	t.box, err = t.dirs.New(baseName(t.path))
	if err != nil {
		return err
	}
	end := t.box.Remove
	if t.KeepTmp {
		end = t.box.Keep
	}
	defer func() { err = errors.Join(err, end()) }()
	t.script = newScript(t.transcript)
	text := t.script.text
	if t.Debug != nil {
		text = plainScript(t.transcript)
	}
	if err := t.box.WriteScript(text); err != nil {
		return err
	}
	if d := t.timeout(); d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, d, errTimeout)
		defer cancel()
	}
	t.out = spool{dir: t.dirs.Dir, limit: t.MaxOutput}
	command := process.Command{
		Path: t.Shell,
		Args: append(append([]string{}, t.ShellArgs...), t.box.Script),
		Dir:  t.box.Work,
		Env: t.box.Env(sandbox.Test{
			Path: t.path, Shell: t.Shell, Preserve: t.PreserveEnv, Caller: t.Env, Ports: t.ports.Variables(),
		}),
		Token: t.box.Root, Output: &t.out,
	}
	if t.Debug != nil {
		command.Output, command.Stderr = t.Debug.Out, t.Debug.Err
	}
	t.result, err = t.supervisor.Run(ctx, command)
	text, terr := t.out.text()
	if terr != nil {
		return errors.Join(err, terr)
	}
	if len(text) <= wholeLimit {
		// Where a shell names the script, cram's user sees the shell's own path.
		text = strings.ReplaceAll(text, t.box.Script, t.Shell)
	}
	t.text = text
	t.script.index = t.out.index
	t.findReplacements()
	return err
}

func baseName(path string) string { return path[strings.LastIndexByte(path, os.PathSeparator)+1:] }

// skipReason returns what the test printed as its reason for being skipped.
func skipReason(printed string) string {
	reason := ""
	printed = printed[max(0, len(printed)-window):]
	for line := range strings.Lines(printed) {
		if r, ok := strings.CutPrefix(strings.TrimSpace(line), "skipped: "); ok {
			reason = r
		}
	}
	return strings.Clone(strings.ToValidUTF8(reason, "\uFFFD"))
}

// cutShort makes the verdict of a test that was ended before its end, and shows
// what its last command printed until then.
func (t *trial) cutShort(why string) {
	o := t.script.split(t.text)
	t.event.Action = event.Error
	t.locate(o.last)
	t.event.Reason = t.at(t.event.Line-1) + why
	if t.event.Command != "" {
		t.event.Reason += "; the command that ran: " + t.event.Command
	}
	var sofar strings.Builder
	for _, p := range o.blocks[o.last] {
		text := p.text
		if len(text) > shownOutput {
			text = "…" + text[len(text)-shownOutput:]
		}
		sofar.WriteString(text)
	}
	lines := matcher.Cut(sofar.String(), false, t.shown)
	for _, l := range lines[max(0, len(lines)-shownLines):] {
		t.event.Reason += "\n  " + l.Written()
	}
}

// locate sets the line and the command of the event to those of a block.
func (t *trial) locate(block int) {
	t.event.Line, t.event.Command = 1, ""
	if code := t.transcript.Blocks[block].Code; len(code) > 0 {
		t.event.Line = code[0] + 1
		t.event.Command = strings.ToValidUTF8(t.transcript.Lines[code[0]].Text, "\uFFFD")
	}
}
