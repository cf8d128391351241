package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"dott/cmd/dott/options"
	"dott/runner"
	"dott/runner/covermap"
	"dott/runner/discover"
	"dott/runner/project"
	"dott/runner/verdicts"
	"dott/runner/watch"
)

// affected finds the tests that the changes since a revision concern: by what they
// touched where that is known, else by what they covered. Of which neither is known, run.
func affected(ctx context.Context, s *Session) (func(key, file string) bool, error) {
	p, err := s.project()
	if err != nil {
		return nil, err
	}
	revision := s.Set.Choose.Affected.Revision
	since, err := p.History.Since(ctx, revision)
	if err != nil {
		return nil, fmt.Errorf("--affected: %w", err)
	}
	store := OpenVerdicts(s.State, s.Here, s.Set.Run.CacheDir)
	which := "all tests"
	traced := len(store.Tests()) > 0
	if traced {
		var why string
		if since, why = p.Weigh(since); why != "" {
			fmt.Fprintf(s.App.Stderr, "all tests are affected: %s\n", why)
			return func(string, string) bool { return true }, nil
		}
		which = "all tests without a trace"
	}
	covered := sync.OnceValue(func() func(key, file string) bool {
		a, err := p.Affected(ctx, revision, func() (*covermap.Map, error) { return covermap.Load(s.State) })
		switch {
		case err != nil: // it was no error before
			return func(string, string) bool { return true }
		case a.Unread != nil:
			fmt.Fprintf(s.App.Stderr, "warning: %v\n", a.Unread)
		case a.Why != "":
			fmt.Fprintf(s.App.Stderr, "%s are affected: %s\n", which, a.Why)
		}
		return func(key, file string) bool { return a.Test(s.State.Name(key), file) }
	})
	if !traced {
		return covered(), nil
	}
	concern := concerns(s, store, verdicts.Changes{
		Files: slices.Concat(since.Changed, since.Gone), Moved: slices.Concat(since.Added, since.Gone),
		WasFolder: p.History.WasFolder(ctx, revision),
	})
	return func(key, file string) bool {
		switch concern(key, file) {
		case verdicts.Unconcerned:
			return false
		case verdicts.Concerned:
			return true
		}
		return covered()(key, file)
	}, nil
}

// concerns returns a function that says whether changes concern a test, by its key and its
// file.
func concerns(s *Session, store *verdicts.Store, c verdicts.Changes) func(key, file string) verdicts.Answer {
	answer, around := verdicts.Concern(store, c), surroundings(s)
	var last string // the tests of a file are neighbours
	var text verdicts.Text
	return func(key, file string) verdicts.Answer {
		if file != last {
			data, err := discover.ReadFile(file)
			if err != nil {
				return verdicts.Concerned
			}
			sum := sha256.Sum256(data)
			last, text = file, verdicts.NewText(hex.EncodeToString(sum[:]), around(file))
		}
		return answer(s.State.Name(key), text)
	}
}

// used finds the tests that use files which were saved; ok is false where it is known of
// none.
func used(ctx context.Context, s *Session, files []string) (use watch.Use, ok bool) {
	p, err := s.project()
	if err != nil {
		return use, false
	}
	var saved covermap.Changes
	for _, file := range files {
		if file = p.Real(file); exists(file) {
			saved.Changed = append(saved.Changed, file)
		} else {
			saved.Gone = append(saved.Gone, file)
		}
	}
	saved, why := p.Weigh(saved)
	store := OpenVerdicts(s.State, s.Here, s.Set.Run.CacheDir)
	m, err := covermap.Load(s.State)
	if err != nil || why != "" || m.Empty() && len(store.Tests()) == 0 {
		return use, false
	}
	traced := s.Set.Run.Trace || s.Set.Run.Cached != ""
	changes := verdicts.Changes{Files: slices.Concat(saved.Changed, saved.Gone), Moved: saved.Gone, Saved: traced}
	concern := concerns(s, store, changes)
	covered := sync.OnceValue(func() project.Affected { return p.AffectedBy(ctx, saved, m) })
	of := map[string]usage{}
	usageOf := func(key, file string) usage {
		u, known := of[key]
		if !known {
			u = uses
			switch concern(key, file) {
			case verdicts.Unconcerned:
				u = usesNot
			case verdicts.Unknown:
				switch {
				case !covered().Test(s.State.Name(key), file):
					u = usesNot
				case traced:
					u = mayUse
				}
			}
			of[key] = u
		}
		return u
	}
	if use.By, err = listUsing(ctx, s, uses, usageOf); err == nil && traced {
		use.Unknown, err = listUsing(ctx, s, mayUse, usageOf)
	}
	use.Written = !traced || len(use.Unknown) > 0 || verdicts.Written(store, changes)
	return use, err == nil
}

// A usage is whether a test uses a file.
type usage int

const (
	usesNot usage = iota
	uses
	mayUse
)

// listUsing returns the names of the tests of one usage.
func listUsing(ctx context.Context, s *Session, wanted usage, of func(key, file string) usage) ([]string, error) {
	o := s.RunnerOptions(Plan{})
	before := o.Discover.Choice.Affected
	o.Discover.Choice.Affected = func(ctx context.Context) (func(key, file string) bool, error) {
		if before == nil {
			return func(key, file string) bool { return of(key, file) == wanted }, nil
		}
		also, err := before(ctx)
		return func(key, file string) bool { return also(key, file) && of(key, file) == wanted }, err
	}
	names, err := runner.List(ctx, o)
	if errors.Is(err, runner.ErrNoTests) {
		err = nil
	}
	return names, err
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// how tells what of the settings changes what tests do.
func how(set *options.Settings) string {
	run := &set.Run
	return fmt.Sprintf("%s %q %q %v %v %q", Version(), run.Shell, run.ShellOpts, run.Format.Indent, run.PreserveEnv, run.Compat)
}

// surroundings returns what stands for all that a test is besides its own text: the
// settings and the configurations that hold for it, as they are now.
func surroundings(s *Session) func(path string) string {
	var mu sync.Mutex
	texts := map[*configured]string{}
	return func(path string) string {
		var c *configured
		if s.Set.With != nil {
			c = s.nearer.of(s, path)
		}
		mu.Lock()
		defer mu.Unlock()
		text, known := texts[c]
		if !known {
			text = how(s.Set) + "\x00" + textOf(s.Set.Config.Path)
			if c != nil && c.set != nil {
				text += "\x00" + how(c.set) + "\x00" + textOf(c.set.Config.Path)
			}
			texts[c] = text
		}
		return text
	}
}

func textOf(file string) string {
	text, _ := os.ReadFile(file) // without one, "" is what it says
	return string(text)
}
