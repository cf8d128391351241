package runner

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/prepare"
	"dott/runner/shell"
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
	r := recorder{t.spool(), script.Splitter()}
	defer r.spool.Close()
	t.listen(r.splitter)
	if t.run.o.Test.Times {
		r.splitter.Clock = time.Now
	}
	limited, stop := t.limitBlocks(ctx, r.splitter)
	defer stop()
	ran, err := t.start(limited, box, place.Command{
		Path: s.Shell, Args: s.ShellArgs, Script: script.Text, OnStdin: t.run.o.onStdin(), Output: r,
	})
	printed, perr := r.spool.Text()
	if perr != nil {
		return errors.Join(err, perr)
	}
	var rename func(string) string
	if path := box.Script(); len(printed) <= judge.WholeLimit {
		// Where a shell names the script, cram's user sees the shell's own path.
		rename = func(text string) string { return strings.ReplaceAll(text, path, s.Shell) }
	}
	output := r.splitter.Output(printed, rename)
	left := ""
	shown := t.shown(box, printed)
	if !r.splitter.TornDown() {
		left = t.tearDown(box, shown) // also behind a run that was cancelled
	}
	if err != nil {
		return err
	}
	compat := t.run.o.Config.Compat
	ran.Shown, ran.Release = shown, r.spool.Release
	ran.Release()
	var warnings []transcript.Fault
	compare := ctx
	if s.Timeout > 0 {
		var cancel context.CancelFunc
		compare, cancel = context.WithTimeoutCause(ctx, s.Timeout, errors.New(judge.TimedOut(s.Timeout)))
		defer cancel()
	}
	t.end, warnings = judge.Transcript(compare, judge.Input{
		About: t.end, Transcript: t.prepared.Transcript, Output: output, Ran: ran,
		Rules: judge.Rules{Plain: t.run.o.Test.Format.Plain, LooseStatus: is(compat.LooseStatus), UnseenEnds: is(compat.UnseenEnd)},
		Setup: sourced(s.Setup), Teardown: sourced(s.Teardown), MaxDiff: t.run.o.Test.MaxDiff, Whole: t.last && t.run.o.Test.Whole,
		Holds: func(terms []feature.Term) (bool, error) { return t.run.preparer.Holds(ctx, &t.job.Test, terms) },
	})
	if ctx.Err() != nil && t.end.Action == event.Error {
		return context.Cause(ctx)
	}
	t.end.Times = commandTimes(t.prepared.Transcript, output.Took)
	t.warn(warnings)
	t.keepWhole()
	if left != "" {
		judge.Fail(&t.end, left)
	}
	return nil
}

// A blockTimeout is the cause of a context whose test was in one block for too long.
type blockTimeout time.Duration

func (d blockTimeout) Error() string { return judge.TimedOut(time.Duration(d)) }

// Is lets it pass for the test's timeout.
func (d blockTimeout) Is(target error) bool { return target == errTimeout }

// limitBlocks returns a context that ends when a block that has a time limit of its own
// is past that.
func (t *trial) limitBlocks(ctx context.Context, s *shell.Splitter) (limited context.Context, stop func()) {
	limit := func(block int) time.Duration {
		if block >= len(t.prepared.Transcript.Blocks) {
			return 0
		}
		c := t.prepared.Transcript.Scrut(block)
		if c == nil || c.Timeout == 0 {
			return 0
		}
		return c.Timeout + c.Wait
	}
	any := false
	for b := range t.prepared.Transcript.Blocks {
		any = any || limit(b) > 0
	}
	if !any {
		return ctx, func() {}
	}
	limited, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(time.Hour, func() {})
	s.OnBlock = func(block int) {
		timer.Stop()
		if d := limit(block); d > 0 {
			timer = time.AfterFunc(d, func() { cancel(blockTimeout(d)) })
		}
	}
	return limited, func() {
		timer.Stop()
		cancel(nil)
	}
}

func sourced(files []prepare.Sourced) []judge.Sourced {
	all := make([]judge.Sourced, len(files))
	for i, f := range files {
		all[i] = judge.Sourced(f)
	}
	return all
}

// shown returns how a line of what was printed is shown.
func (t *trial) shown(box place.Sandbox, printed string) func(string) string {
	var names []judge.Name
	for _, n := range box.Names() {
		names = append(names, judge.Name(n))
	}
	for _, n := range t.part.Names {
		names = append(names, judge.Name(n))
	}
	return judge.Shown(printed, judge.WholeLimit, names, t.run.substitutions)
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
	out := t.spool()
	defer out.Close()
	result, err := wait(ctx, box, place.Command{
		Path: s.Shell, Args: s.ShellArgs, Script: shell.Source(prepare.Paths(s.Teardown)), Env: t.env(box), Output: out,
	})
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
