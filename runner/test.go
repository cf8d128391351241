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
	skipStatus   = 80
	shownOutput  = 2 << 10  // bytes of output shown with a timeout, at most
	shownLines   = 20       // and lines
	wholeLimit   = 32 << 20 // bytes of output of a block, past which it must match
	wholeLines   = 1 << 20  // and lines
	lineLimit    = 16 << 20 // bytes of a line that is compared at all
	defaultPorts = 3        // leased to each test
)

// tearDownLimit is how long the files that are sourced last may take in a shell of
// their own.
const tearDownLimit = 30 * time.Second

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
	settings     *settings
	script       script
	box          *sandbox.Sandbox
	out          spool
	text         string // what was printed
	replacements []replacement
	active       []*matcher.Substitution // those that have something to replace
	result       process.Result
	output       output
	exit         bool   // the shell ended by an exit in the last command
	left         string // what went wrong with a teardown of its own
}

// judge runs the file and fills in the event. An error is a fault of ours or of
// the machine.
func (t *trial) judge(ctx context.Context) error {
	if t.skip != "" {
		t.event.Action, t.event.Reason = event.Skip, t.skip
		return nil
	}
	if t.loaded.skip != "" {
		t.event.Action, t.event.Reason = event.Skip, t.loaded.skip
		return nil
	}
	if t.foreign != nil {
		return t.judgeForeign(ctx)
	}
	t.transcript, t.settings = t.loaded.transcript, &t.loaded.settings
	t.event.Off = off(t.transcript)
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
		t.cutShort(fmt.Sprintf("timed out after %v", t.settings.timeout))
	case isLimit:
		t.cutShort(tooMuch.Error())
	case err != nil:
		return err
	case t.result.Status == skipStatus:
		t.event.Action, t.event.Reason = event.Skip, skipReason(t.text)
	default:
		t.output = t.script.split(t.text)
		if t.setUp() {
			t.compare(ctx)
			t.sourced(t.output.teardowns, t.settings.teardown)
		}
	}
	if t.left != "" {
		t.fail(t.left)
	}
	return nil
}

// setUp fails the test if it did not come through its setup.
func (t *trial) setUp() bool {
	n := len(t.output.setups)
	if !t.sourced(t.output.setups, t.settings.setup) {
		return false
	}
	if n == t.script.setups || t.output.last > 0 {
		return true
	}
	printed := ""
	for _, p := range t.output.blocks[0] {
		printed += p.text
	}
	t.fail(fmt.Sprintf("%s: the shell %s while it sourced %s", t.name, t.ending(), t.settings.setup[n]) + t.excerpt(printed))
	return false
}

// sourced fails the test if one of the files that were sourced ended with a
// status other than 0.
func (t *trial) sourced(pieces []piece, files []string) bool {
	for i, p := range pieces {
		if p.status != 0 && i < len(files) {
			t.fail(fmt.Sprintf("%s: %s ended with status %d", t.name, files[i], p.status) + t.excerpt(p.text))
			return false
		}
	}
	return true
}

// fail makes the verdict an error, unless it is a failure already, and adds a
// reason.
func (t *trial) fail(reason string) {
	if t.event.Action != event.Fail {
		t.event.Action = event.Error
	}
	t.event.Reason = strings.TrimPrefix(t.event.Reason+"\n"+reason, "\n")
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
	strictCd := is(t.Config.Compat.StrictCd)
	t.script = newScript(t.transcript, *t.settings, strictCd)
	text := t.script.text
	if t.Debug != nil {
		text = plainScript(t.transcript, *t.settings, strictCd)
	}
	command := process.Command{Path: t.settings.shell}
	err = t.inSandbox(ctx, text, command, func(command process.Command) {
		if !t.tornDown() {
			t.left = t.tearDown(command)
		}
	})
	t.script.index = t.out.index
	return err
}

// inSandbox runs a command in a fresh sandbox, with a script for it if text is
// not empty, and keeps what it printed. Then it calls after with the command as
// it was run, in the same sandbox.
func (t *trial) inSandbox(ctx context.Context, text string, command process.Command, after func(process.Command)) (err error) {
	if err := t.settings.missing(); err != nil {
		return err
	}
	if err := t.ports.Lease(t.portCount()); err != nil {
		return err
	}
	if err := t.ports.Refresh(); err != nil {
		return err
	}
	t.box, err = t.dirs.New(t.placeName())
	if err != nil {
		return err
	}
	end := t.box.Remove
	if t.KeepTmp {
		end = t.box.Keep
	}
	defer func() { err = errors.Join(err, end()) }()
	about := t.about(t.run, t.ports.Variables(t.Config.Ports.Prefix))
	command.Dir, command.Env, command.Output = t.box.Work, t.environ(t.box, about), &t.out
	if err := t.box.Write(t.Config.Files, command.Env, &about); err != nil {
		return fmt.Errorf("[files] of the configuration: %w", err)
	}
	if text != "" {
		if err := t.box.WriteScript(text, t.settings.shell); err != nil {
			return err
		}
		command.Args = append(slices.Clone(t.settings.shellArgs), t.box.Script)
		if t.Config.Compat.Script == "stdin" {
			command.Args[len(command.Args)-1] = "-"
			if command.Stdin, err = t.box.Open(); err != nil {
				return fmt.Errorf("reading the script: %w", err)
			}
			defer command.Stdin.Close()
		}
	}
	if d := t.settings.timeout; d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, d, errTimeout)
		defer cancel()
	}
	t.out = spool{dir: t.dirs.Dir, limit: t.settings.maxOutput}
	if t.Debug != nil {
		command.Output, command.Stderr = t.Debug.Out, t.Debug.Err
	}
	t.result, err = t.supervisor.Run(ctx, command)
	printed, terr := t.out.text()
	if terr != nil {
		return errors.Join(err, terr)
	}
	if len(printed) <= wholeLimit {
		// Where a shell names the script, cram's user sees the shell's own path.
		printed = strings.ReplaceAll(printed, t.box.Script, t.settings.shell)
	}
	t.text = printed
	t.findReplacements()
	after(command)
	return err
}

// placeName is the base name of the test's directory.
func (t *trial) placeName() string {
	name := baseName(t.path)
	if len(t.cases) > 0 {
		name += "-" + strings.Join(t.cases, "-")
	}
	return name
}

func (t *trial) portCount() int {
	if n := t.Config.Ports.Count; n != nil {
		return *n
	}
	return defaultPorts
}

// tornDown reports whether the shell itself has come to the end of all files that
// are to be sourced last.
func (t *trial) tornDown() bool {
	if t.Debug != nil || t.script.teardowns == 0 {
		return true
	}
	marker := fmt.Sprintf("%s %d ", t.script.salt, afterTeardown)
	return strings.Count(t.text[max(0, len(t.text)-wholeLimit):], marker) >= t.script.teardowns
}

// tearDown runs, where the test's shell ended before that, what is to be sourced
// last, in a shell of its own with the same environment. It returns what went
// wrong.
func (t *trial) tearDown(command process.Command) string {
	// Not the test's context: a test that timed out, or was interrupted, has to
	// be torn down as well.
	ctx, cancel := context.WithTimeout(context.Background(), tearDownLimit)
	defer cancel()
	var out spool
	out.dir, out.limit = t.dirs.Dir, t.settings.maxOutput
	defer out.close()
	command.Output, command.Stdin = &out, nil
	command.Args = append(slices.Clone(t.settings.shellArgs), t.box.Script)
	if err := t.box.WriteScript(teardownScript(*t.settings), t.settings.shell); err != nil {
		return t.name + ": " + err.Error()
	}
	result, err := t.supervisor.Run(ctx, command)
	printed, terr := out.text()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("it did not end within %v", tearDownLimit)
	case err == nil && terr != nil:
		err = terr
	case err == nil && result.Status != 0:
		err = fmt.Errorf("it ended with status %d", result.Status)
	}
	if err == nil {
		return ""
	}
	return fmt.Sprintf("%s: sourcing %s: %v%s", t.name, strings.Join(t.settings.teardown, ", "), err, t.excerpt(printed))
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
		sofar.WriteString(p.text[max(0, len(p.text)-shownOutput):])
	}
	t.event.Reason += t.excerpt(sofar.String())
}

// excerpt is the end of what was printed, as lines below a sentence.
func (t *trial) excerpt(printed string) string {
	if len(printed) > shownOutput {
		printed = "…" + printed[len(printed)-shownOutput:]
	}
	lines := matcher.Cut(printed, false, t.shown)
	var b strings.Builder
	for _, l := range lines[max(0, len(lines)-shownLines):] {
		b.WriteString("\n  " + l.Written())
	}
	return b.String()
}

// locate sets the line and the command of the event to those of a block.
func (t *trial) locate(block int) {
	t.event.Line, t.event.Command = 1, ""
	if code := t.transcript.Blocks[block].Code; len(code) > 0 {
		t.event.Line = code[0] + 1
		t.event.Command = strings.ToValidUTF8(t.transcript.Lines[code[0]].Text, "\uFFFD")
	}
}
