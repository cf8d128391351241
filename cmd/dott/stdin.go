package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
)

// takeStdin writes the transcript of standard input, which the path - stands for, into a
// file, and makes that the path. The file goes with done.
func takeStdin(a *app.App, set *options.Settings) (done func() error, err error) {
	done = func() error { return nil }
	for i, path := range set.Paths {
		if path != "-" {
			continue
		}
		switch {
		case set.Update.Write:
			return done, options.Errorf("-: there is no file to write changes to")
		case set.Watch || set.Every > 0:
			return done, options.Errorf("-: standard input is there once")
		}
		text, err := io.ReadAll(a.Stdin)
		if err != nil {
			return done, fmt.Errorf("reading standard input: %w", err)
		}
		dir, err := os.MkdirTemp(set.Run.Tmpdir, "dott-")
		if err != nil {
			return done, err
		}
		a.Supervisor.RemoveOnDeath(dir)
		if a.Colored(set.Show.Color, a.Stdout) {
			set.Show.Color = "always"
		}
		file := filepath.Join(dir, "stdin.t")
		a.Stdout, a.Stderr = &renamed{a.Stdout, file}, &renamed{a.Stderr, file}
		done = func() error {
			err := os.RemoveAll(dir)
			a.Supervisor.Forget(dir)
			return err
		}
		set.Paths[i] = file
		if err := os.WriteFile(set.Paths[i], text, 0o600); err != nil {
			return done, errors.Join(err, done())
		}
		return done, nil // a second one has nothing left to read
	}
	return done, nil
}

// renamed writes what is told of a file that nobody knows as what is told of -. Reports come
// in whole lines.
type renamed struct {
	io.Writer
	file string
}

func (r *renamed) Write(p []byte) (int, error) {
	if _, err := r.Writer.Write(bytes.ReplaceAll(p, []byte(r.file), []byte("-"))); err != nil {
		return 0, err
	}
	return len(p), nil
}
