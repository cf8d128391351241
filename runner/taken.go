package runner

import (
	"context"
	"fmt"

	"dott/matcher/transcript"
	"dott/runner/discover"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/shell"
	"dott/runner/step"
	"dott/runner/terminal"
)

// takenOver hands a test over, in its sandbox, to whom the options name for that.
func takenOver(ctx context.Context, t *trial, box place.Sandbox, o shell.Options) error {
	if name := t.job.Test.Target; name != "" {
		return fmt.Errorf("it runs on the target %s, and can be handed over on this machine only", name)
	}
	s, env := &t.prepared.Settings, envOf(t, box)
	if err := box.Put(t.run.o.Config.Files, env); err != nil {
		return fmt.Errorf("[files] of the configuration: %w", err)
	}
	if err := t.run.secrets.Add(t.run.o.Config.Env.Secret, env); err != nil {
		return err
	}
	test := &step.Test{
		Name: event.Address(t.end.Test, t.end.Cell), Path: t.job.Test.Path, Copies: discover.IsDirectoryTest(t.job.Test.Path),
		Transcript: t.prepared.Transcript, Format: t.run.o.Test.Format, Shell: s.Shell, Args: s.ShellArgs, Script: o, Apart: s.Apart,
		Terminal: s.Terminal != terminal.Size{}, Services: s.Services, Box: box, Env: env, Files: t.run.o.Config.Files,
		Start: func(ctx context.Context, c place.Command) (p place.Process, flush func(), err error) {
			if c.Confine, err = confined(t); err != nil {
				return nil, nil, err
			}
			if flush, err = hide(t, &c); err != nil {
				return nil, nil, err
			}
			p, err = box.Start(ctx, c)
			return p, flush, err
		},
		Judge: func(ctx context.Context, o step.Outcome) (event.Event, []transcript.Fault) {
			return judged(ctx, t, box, o)
		},
		Mask: func(text string) string {
			if m := t.run.secrets.Masker(); m != nil {
				return m.Mask(text)
			}
			return text
		},
		TearDown: func() string { return "" },
	}
	if len(s.Teardown) > 0 {
		test.TearDown = func() string { return t.tearDown(box, t.shown(box, "")) }
	}
	err := t.run.o.Step(ctx, test)
	if err == nil {
		t.end.Action, t.end.Reason = event.Skip, step.Done
	}
	return err
}

// judged compares what a part of a test printed with that part of its file.
func judged(ctx context.Context, t *trial, box place.Sandbox, o step.Outcome) (event.Event, []transcript.Fault) {
	in := t.input(ctx)
	in.Transcript, in.Output, in.Ran, in.Setup, in.Teardown = o.Transcript, o.Output, o.Ran, nil, nil
	in.Ran.Shown = t.shown(box, o.Printed, o.Errors)
	if len(o.Output.Setups) > 0 {
		in.Setup = sourced(t.prepared.Settings.Setup)
	}
	in.Whole = false
	return judge.Transcript(ctx, in)
}
