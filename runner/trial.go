package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dott/matcher/transcript"
	"dott/runner/around"
	"dott/runner/discover"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/prepare"
	"dott/runner/process"
	"dott/runner/schedule"
	"dott/runner/shell"
	"dott/runner/terminal"
)

// errTimeout is the cause of a context whose test ran out of time.
var errTimeout = errors.New("timed out")

// A trial is one run of one test: it goes through shell, place and judge.
type trial struct {
	run      *run
	job      *schedule.Job
	prepared *prepare.Test
	part     around.Part // what the layers do for the test
	traced   *tracedTest // nil: it is not
	last     bool        // it is not run again, whatever comes out

	end      event.Event
	warnings []event.Event
	block    int              // that runs
	screen   *terminal.Screen // nil until something was printed to a terminal
}

// try runs the test and makes its end. An error is a fault of ours or of the
// machine.
func (t *trial) try(ctx context.Context) error {
	p := t.prepared
	switch {
	case p.Skip != "":
		t.end.Action, t.end.Reason = event.Skip, p.Skip
		return nil
	case p.Transcript == nil:
		return t.foreign(ctx)
	}
	t.end.Off = judge.Off(p.Transcript)
	t.warn(p.Transcript.Warnings)
	faults := slices.Concat(p.Faults, written(t, p.Transcript))
	switch {
	case t.run.o.Step != nil && len(p.Faults) == 0:
		return t.transcript(ctx)
	case p.Transcript.Empty() && !transcript.IsMarkdown(t.end.File):
		t.end.Action, t.end.Reason, t.end.Empty = event.Skip, "empty", true
	case len(faults) > 0:
		t.end = judge.Broken(t.end, p.Transcript, faults)
	case !runs(p.Transcript) || !strings.HasSuffix(t.end.File, ".t") && !p.Transcript.HasCommands():
		noCommands(t)
	default:
		return t.transcript(ctx)
	}
	return nil
}

// warn notes what is to be said about lines of the file.
func (t *trial) warn(about []transcript.Fault) {
	for _, w := range about {
		t.warnings = append(t.warnings, event.Event{
			Action: event.Warning, Test: t.end.Test, File: t.end.File, Line: w.Line + 1, Reason: judge.At(t.end, w.Line) + w.Reason,
		})
	}
}

// runs reports whether there is anything to run or to compare: a command, or output
// that is expected before the first one.
func runs(t *transcript.Transcript) bool {
	for b := 1; b < len(t.Blocks); b++ {
		if t.At(b).Sealed() == "" {
			return true
		}
	}
	return len(t.Blocks[0].Code)+len(t.Blocks[0].Output) > 0
}

// noCommands is the end of a file that runs nothing: nothing was seen to pass.
func noCommands(t *trial) {
	if strings.HasSuffix(t.end.File, ".t") || transcript.IsMarkdown(t.end.File) && t.prepared.Transcript.HasCommands() {
		t.end.Action, t.end.Reason = event.Skip, "no commands"
		return
	}
	t.end.Action, t.end.Line = event.Error, 1
	if format := t.run.o.Test.Format; transcript.IsMarkdown(t.end.File) && !format.Plain {
		t.end.Reason = fmt.Sprintf("%s: nothing in it runs: commands begin with \"$ \", in a fence that begins with ```%s", t.end.Test, strings.Join(format.Words(), " or ```"))
		return
	}
	t.end.Reason = fmt.Sprintf("%s: this is not a transcript: it has no command, a line that begins with %q", t.end.Test, t.run.o.Test.Format.Prefix()+"$ ")
}

// transcript runs a transcript.
func (t *trial) transcript(ctx context.Context) error {
	s, rules := &t.prepared.Settings, t.run.o.Config.Compat
	o := shell.Options{
		Interpreter: s.Interpreter, StrictCd: is(rules.StrictCd),
	}
	return t.inSandbox(ctx, func(box place.Sandbox) (err error) {
		o.Shell = box.ShellName(s.Shell)
		if o.Setup, err = bring(box, s.Setup); err == nil {
			o.Teardown, err = bring(box, s.Teardown)
		}
		if err != nil {
			return err
		}
		if t.run.o.Step != nil {
			return takenOver(ctx, t, box, o)
		}
		if t.run.o.Debug != nil {
			text := shell.Plain // as cram does
			if t.run.o.Debug.Commands {
				text = shell.Shown
			}
			return watchFor(ctx, t, box, text(t.prepared.Transcript, o))
		}
		pipes := box.Pipes()
		if s.Apart {
			o.Errors = pipes.Errors
		}
		o.Terminal = s.Terminal != terminal.Size{}
		if waits(t.prepared.Transcript) {
			o.Answers = pipes.Answers
		}
		if len(s.Eventually) > 0 {
			o.Answers, o.Repeated = pipes.Answers, map[int]bool{}
			for b := range s.Eventually {
				o.Repeated[b] = true
			}
		}
		script := shell.New(t.prepared.Transcript, o)
		var bad *shell.SyntaxError
		if !is(rules.UnseenEnd) {
			bad = script.Check(o.Shell)
		}
		if bad == nil || !bad.Certain && !refuses(ctx, t, box, script.Text) {
			return t.runScript(ctx, box, script)
		}
		line := 0
		if code := t.prepared.Transcript.Blocks[bad.Block].Code; len(code) > 0 {
			line = code[0]
		}
		t.end = judge.Broken(t.end, t.prepared.Transcript, []transcript.Fault{{Line: line, Reason: bad.Reason}})
		return nil
	})
}

// bring returns the paths in a sandbox of files to be sourced.
func bring(box place.Sandbox, files []prepare.Sourced) (paths []string, err error) {
	for _, f := range files {
		path, err := box.Bring(f.Path)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// inSandbox calls f with a sandbox of the test's own.
func (t *trial) inSandbox(ctx context.Context, f func(box place.Sandbox) error) (err error) {
	test, s := &t.job.Test, &t.prepared.Settings
	box, err := t.run.place.Open(ctx, place.Test{
		Path: test.Path, Target: test.Target, Cases: test.Cases, Cell: test.Cell, Shell: s.Shell, Set: s.Env, Copy: discover.IsDirectoryTest(test.Path),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, box.Close()) }()
	return f(box)
}

// envOf returns the environment of the test in its sandbox.
func envOf(t *trial, box place.Sandbox) []string {
	env := box.Env()
	for _, change := range []around.Environ{t.prepared.Environ, t.part.Environ} {
		if change != nil {
			env = change(env)
		}
	}
	return env
}

// watchFor runs the bare commands for a person to look at.
func watchFor(ctx context.Context, t *trial, box place.Sandbox, text string) error {
	s, streams := &t.prepared.Settings, t.run.o.Debug
	_, err := t.start(ctx, box, place.Command{
		Path: s.Shell, Args: s.ShellArgs, Script: text, OnStdin: t.run.o.onStdin(), Output: streams.Out, Stderr: streams.Err,
	})
	if err == nil {
		t.end.Action, t.end.Reason = event.Skip, "debug: nothing was compared"
	}
	return err
}

// refuses reports whether the shell itself finds a script wrong: where it and a
// parser disagree, the shell is right.
func refuses(ctx context.Context, t *trial, box place.Sandbox, text string) bool {
	s := &t.prepared.Settings
	ran, err := t.start(ctx, box, place.Command{
		Path: s.Shell, Args: append(slices.Clone(s.ShellArgs), "-n"), Script: text, Output: io.Discard,
	})
	return err == nil && ran.Signal == "" && ran.Status != 0
}

// start runs a command in the sandbox to its end, or to that of the test's time.
// That it was cut short is no error.
func (t *trial) start(ctx context.Context, box place.Sandbox, c place.Command) (judge.Ran, error) {
	c.Env = envOf(t, box)
	var err error
	if c.Confine, err = confined(t); err != nil {
		return judge.Ran{}, err
	}
	if err := box.Put(t.run.o.Config.Files, c.Env); err != nil {
		return judge.Ran{}, fmt.Errorf("[files] of the configuration: %w", err)
	}
	flush, err := hide(t, &c)
	if err != nil {
		return judge.Ran{}, err
	}
	defer flush()
	limit := t.prepared.Settings.Timeout
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit, errTimeout)
		defer cancel()
	}
	result, err := wait(ctx, box, c)
	ran := judge.Ran{Status: result.Status, Signal: result.Signal}
	waits, isWaiting := errors.AsType[waitsError](err)
	tooMuch, isLimit := errors.AsType[place.LimitError](err)
	switch {
	case errors.Is(err, errTimeout):
		if own, ok := errors.AsType[blockTimeout](err); ok {
			limit = time.Duration(own)
		}
		ran.TimedOut, ran.Cut, err = true, judge.TimedOut(limit), nil
	case isWaiting:
		ran.Cut, err = waits.Error(), nil
	case isLimit:
		ran.Cut, err = tooMuch.Error(), nil
	}
	return ran, err
}

// wait starts a command and waits for its end.
func wait(ctx context.Context, box place.Sandbox, c place.Command) (process.Result, error) {
	p, err := box.Start(ctx, c)
	if err != nil {
		return process.Result{}, err
	}
	return p.Wait()
}

// spoolOf makes the place for what the test prints.
func spoolOf(t *trial) *place.Spool {
	return &place.Spool{Dir: t.run.o.Place.TmpDir, Limit: t.prepared.Settings.MaxOutput}
}
