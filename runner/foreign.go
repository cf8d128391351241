package runner

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"dott/runner/discover"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
)

// foreign runs a test that is no transcript.
func (t *trial) foreign(ctx context.Context) error {
	kind := t.job.Test.File.Foreign
	in := judge.ForeignInput{About: t.end, Verdict: kind.Verdict, MaxDiff: t.run.o.Test.MaxDiff, Whole: t.last && t.run.o.Test.Whole}
	out := spoolOf(t)
	defer out.Close()
	c := place.Command{Path: "/bin/sh", Args: []string{"-c", kind.Command}, Output: out}
	if d := t.run.o.Debug; d != nil {
		c.Output, c.Stderr = d.Out, d.Err
	}
	err := t.inSandbox(ctx, func(box place.Sandbox) (err error) {
		if in.Ran, err = t.start(ctx, box, c); err == nil {
			in.Printed, err = out.Text()
		}
		in.Ran.Shown = t.shown(box, in.Printed)
		return err
	})
	if err == nil && kind.Verdict == "output" {
		in.Target, in.Expected, err = expected(kind.Expected, t.end.File)
	}
	switch {
	case err != nil:
		return err
	case t.run.o.Debug != nil:
		t.end.Action, t.end.Reason = event.Skip, "debug: nothing was compared"
	default:
		in.Ran.Release = out.Release
		t.end = judge.Foreign(ctx, in)
		if ctx.Err() != nil && t.end.Action == event.Error {
			return context.Cause(ctx)
		}
		keepMade(t)
	}
	return nil
}

// expected reads the file that has the expected output of a test that is no
// transcript; none is no output.
func expected(name, file string) (path, text string, err error) {
	if name == "" {
		name = "{file}.out"
	}
	path = strings.ReplaceAll(name, "{file}", filepath.Base(file))
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(file), path)
	}
	data, err := discover.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, "", nil
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return path, string(data), err
}
