package main

import (
	"context"
	"fmt"
	"io"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/against"
	"dott/runner/discover"
)

// comparing is a comparison of tests with what they were at a revision.
type comparing struct {
	revision, deny string
	github, json   bool
}

// judge prints where tests check less than at the revision.
func (c *comparing) judge(ctx context.Context, a *app.App, set *options.Settings) error {
	switch {
	case c.revision == "":
		return options.Errorf("lint: --deny %s judges a change; name its revision with --against", c.deny)
	case c.deny != "" && c.deny != "weakened":
		return options.Errorf("lint: --deny must be weakened, not %q", c.deny)
	}
	s, err := session.Begin(a, set)
	if err != nil {
		return err
	}
	files, err := against.Compare(ctx, against.Options{Dir: s.Here, Revision: c.revision, Format: session.Formats(s), IsTest: against.Below(s.Here, set.Paths, discover.Markdown{Dir: set.Config.Dir, Globs: set.Config.Run.Markdown}.Has)})
	if err != nil {
		return fmt.Errorf("--against: %w", err)
	}
	err = app.Written(a.Stdout, func(w io.Writer) {
		switch {
		case c.json:
			_ = against.WriteJSON(w, files)
		default:
			_ = against.WriteText(w, files)
			if c.github {
				_ = against.WriteGitHub(w, files, a.Getenv("GITHUB_WORKSPACE"))
			}
		}
	})
	if err == nil && c.deny != "" && against.Weaker(files) {
		err = app.ExitStatus(1)
	}
	return err
}
