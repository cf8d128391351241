package runner

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/environment"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/prepare"
	"dott/runner/process"
	"dott/runner/shell"
	"dott/runner/trace"
)

// tearDownLimit is how long the files that are sourced last may take in a shell of
// their own.
const tearDownLimit = 30 * time.Second

// A recorder keeps what a script prints, and splits it meanwhile.
type recorder struct {
	spool    *place.Spool
	splitter *shell.Splitter
}

func (r recorder) Write(p []byte) (int, error) {
	n, err := r.spool.Write(p)
	r.splitter.Feed(p[:n])
	return n, err
}

// runScript runs the script and has its output judged.
func (t *trial) runScript(ctx context.Context, box place.Sandbox, script *shell.Script) error {
	s := &t.prepared.Settings
	r, errs := recorder{spoolOf(t), script.Splitter()}, recorder{spoolOf(t), script.ErrorSplitter()}
	defer r.spool.Close()
	defer errs.spool.Close()
	t.listen(r.splitter)
	if t.run.o.Test.Times {
		r.splitter.Clock = time.Now
	}
	t.listen(errs.splitter)
	limited, stop := limitBlocks(ctx, t, r.splitter)
	defer stop()
	command := place.Command{
		Path: s.Shell, Args: s.ShellArgs, Script: script.Text, OnStdin: t.run.o.onStdin(), Output: r,
	}
	if s.Apart {
		command.Errors = errs
	}
	if tt := t.traced; tt != nil {
		tt.began = time.Now()
		command.Traced = func(r trace.Record, err error) { tt.record, tt.fault, tt.ran = r, err, true }
	}
	follow(t, r.splitter)
	refusals := newRefusals(t, &command)
	typist := newTypist(t, r.splitter, &command)
	defer typist.close()
	limited, unclear := gate(limited, t, r, &command)
	defer unclear()
	if len(s.Eventually) > 0 {
		r := &repeater{trial: t, ctx: ctx, box: box, out: r, errs: errs, typist: typist, answers: command.Answers}
		r.listen()
	}
	ran, err := t.start(limited, box, command)
	printed, perr := r.spool.Text()
	if perr != nil {
		return errors.Join(err, perr)
	}
	printedErrors, perr := errs.spool.Text()
	if perr != nil {
		return errors.Join(err, perr)
	}
	var rename func(string) string
	if path := box.Script(); len(printed) <= judge.WholeLimit {
		// Where a shell names the script, cram's user sees the shell's own path.
		rename = func(text string) string { return strings.ReplaceAll(text, path, s.Shell) }
	}
	output := r.splitter.Output(printed, rename)
	typist.ended()
	onScreen(t, &output)
	if t.screen != nil {
		defer t.screen.Close()
	}
	if s.Apart {
		output.Apart(errs.splitter.Output(printedErrors, rename))
	}
	left := ""
	shown := t.shown(box, printed, printedErrors)
	if !r.splitter.TornDown() {
		left = t.tearDown(box, shown) // also behind a run that was cancelled
	}
	if err != nil {
		return err
	}
	ran.Shown, ran.Release = shown, func() { r.spool.Release(); errs.spool.Release() }
	ran.Release()
	var warnings []transcript.Fault
	compare := ctx
	if s.Timeout > 0 {
		var cancel context.CancelFunc
		compare, cancel = context.WithTimeoutCause(ctx, s.Timeout, errors.New(judge.TimedOut(s.Timeout)))
		defer cancel()
	}
	in := t.input(ctx)
	in.Output, in.Ran = output, ran
	t.end, warnings = judge.Transcript(compare, in)
	if ctx.Err() != nil && t.end.Action == event.Error {
		return context.Cause(ctx)
	}
	t.end.Times = judge.CommandTimes(t.prepared.Transcript, output.Took)
	t.warn(warnings)
	keepMade(t)
	if left != "" {
		judge.Fail(&t.end, left)
	}
	refusals.name(&t.end)
	typist.failUntyped(&t.end)
	return nil
}

// input returns what is judged, but for what came out of it.
func (t *trial) input(ctx context.Context) judge.Input {
	s, compat := &t.prepared.Settings, t.run.o.Config.Compat
	return judge.Input{
		About: t.end, Transcript: t.prepared.Transcript, Apart: s.Apart, Styled: styled(t),
		Rules: judge.Rules{Plain: t.run.o.Test.Format.Plain, LooseStatus: is(compat.LooseStatus), UnseenEnds: is(compat.UnseenEnd)},
		Setup: sourced(s.Setup), Teardown: sourced(s.Teardown), MaxDiff: t.run.o.Test.MaxDiff, Whole: t.last && t.run.o.Test.Whole,
		Holds: func(terms []feature.Term) (bool, error) { return t.run.preparer.Holds(ctx, &t.job.Test, terms) },
	}
}

func sourced(files []prepare.Sourced) []judge.Sourced {
	all := make([]judge.Sourced, len(files))
	for i, f := range files {
		all[i] = judge.Sourced(f)
	}
	return all
}

// shown returns how a line of what was printed, on one stream or on both, is shown.
func (t *trial) shown(box place.Sandbox, printed string, errs ...string) func(string) string {
	limit := judge.WholeLimit
	for _, e := range errs {
		switch {
		case len(printed)+len(e) > limit:
			limit = -1 // it is not searched for what it might hold
		case e != "":
			printed += "\n" + e
		}
	}
	var names []judge.Name
	for _, n := range box.Names() {
		names = append(names, judge.Name(n))
	}
	for _, n := range t.part.Names {
		names = append(names, judge.Name(n))
	}
	shown := judge.Shown(printed, limit, names, t.run.substitutions)
	dir := filepath.Dir(t.job.Test.Path)
	if t.job.Test.Target != "" {
		if there, ok := environment.Lookup(box.Env(), "TESTDIR"); ok {
			dir = there
		}
	}
	if len(printed) <= limit && !strings.Contains(printed, dir) || is(t.run.o.Config.Compat.LiteralTestdir) || holds(dir, names) {
		return shown
	}
	folder := judge.Folder(dir, "$TESTDIR")
	if changes(t.prepared.Transcript, folder) {
		return shown
	}
	return func(line string) string { return folder(shown(line)) }
}

// holds reports whether a folder is around what has a name already: /tmp, say, which
// many paths begin with.
func holds(dir string, names []judge.Name) bool {
	return slices.ContainsFunc(names, func(n judge.Name) bool {
		return strings.HasPrefix(n.Text, strings.TrimSuffix(dir, "/")+"/")
	})
}

// changes reports whether a file has the path of its own folder, which then stays as it
// is in output too.
func changes(t *transcript.Transcript, folder func(string) string) bool {
	return t == nil || slices.ContainsFunc(t.Lines, func(l transcript.Line) bool { return folder(l.Raw) != l.Raw })
}

// listen has what the test prints told while it comes, where somebody wants it.
func (t *trial) listen(s *shell.Splitter) {
	if !t.run.teller.wantsOutput {
		return
	}
	s.OnText = func(block int, text []byte) {
		e := about(t.job, event.Output)
		e.Line = 1
		if code := t.prepared.Transcript.Blocks[block].Code; len(code) > 0 {
			e.Line = code[0] + 1
		}
		e.Output = strings.ToValidUTF8(string(text), "\uFFFD")
		t.run.teller.now(e)
	}
}

// tearDown runs, where the test's shell ended before that, what is to be sourced
// last, in a shell of its own with the same environment. It returns what went
// wrong.
func (t *trial) tearDown(box place.Sandbox, shown func(string) string) string {
	// Not the test's context: a test that timed out, or was interrupted, has to
	// be torn down as well.
	ctx, cancel := context.WithTimeout(context.Background(), tearDownLimit)
	defer cancel()
	s := &t.prepared.Settings
	out := spoolOf(t)
	defer out.Close()
	limits, err := confined(t)
	if err != nil {
		return err.Error()
	}
	files, err := bring(box, s.Teardown)
	var result process.Result
	if err == nil {
		command := place.Command{
			Path: s.Shell, Args: s.ShellArgs, Script: shell.Source(files), Env: envOf(t, box), Output: out, Confine: limits,
		}
		var flush func()
		if flush, err = hide(t, &command); err != nil {
			return err.Error()
		}
		result, err = wait(ctx, box, command)
		flush()
	}
	printed, perr := out.Text()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("it did not end within %v", tearDownLimit)
	case err == nil && perr != nil:
		err = perr
	case err == nil && result.Status != 0:
		err = fmt.Errorf("it ended with status %d", result.Status)
	}
	if err == nil {
		return ""
	}
	return fmt.Sprintf("%s: sourcing %s: %v%s", t.end.Test, strings.Join(prepare.Paths(s.Teardown), ", "), err, judge.Excerpt(printed, shown))
}
