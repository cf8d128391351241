// Package lint checks and formats test files on disk without running them. The rules
// that a file alone can break are in [dott/matcher/lint]; here are those that need the
// file system, the shell's grammar, other files or shellcheck.
//
// The life of a check: [Check] finds the files, and some workers read, parse and judge
// them at the same time. Then the beginnings of all are compared, shellcheck gets the
// commands of all in one process, and the findings come back in the order of the files.
// [Write] prints them as text, JSON or SARIF. [Fix] makes the safe fixes, and [Format]
// writes files anew.
//
// Cost: half a millisecond for a usual file. shellcheck takes most of the time where it
// is installed.
package lint

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dott/matcher/lint"
	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/prepare"
	"dott/runner/process"
	"dott/runner/shell"
)

// Options say what is checked, and how.
type Options struct {
	Paths  []string // files and directories
	All    bool     // they are all that the project has
	Format transcript.Format
	Config config.Config
	Shell  string // that runs the tests: a name or a path
	Jobs   int    // files at the same time; 0 is 1
	TmpDir string // where the commands go for shellcheck; "" is the system's
	Cache  string // where it is kept what shellcheck said; "" is nowhere
	// For returns what holds for the files of a directory, of Format, Config and Shell. It
	// may be nil, and return nil, where that is what holds for all.
	For func(dir string) (*Options, error)
}

// scope is what holds for some files.
type scope struct {
	*Options
	facts lint.Facts
}

// scopes finds the scope of a file; each is made once.
type scopes struct {
	mu    sync.Mutex
	whole scope
	byDir map[string]scope
}

func newScopes(o *Options) *scopes {
	return &scopes{whole: scope{o, FactsOf(&o.Config)}, byDir: map[string]scope{}}
}

func (s *scopes) of(path string) (scope, error) {
	if s.whole.For == nil {
		return s.whole, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	dir := filepath.Dir(path)
	found, known := s.byDir[dir]
	if !known {
		found = s.whole
		own, err := s.whole.For(dir)
		if err != nil {
			return found, err
		}
		if own != nil {
			found = scope{own, FactsOf(&own.Config)}
		}
		s.byDir[dir] = found
	}
	return found, nil
}

// A File is one file that was checked.
type File struct {
	Name     string // as it is shown
	Path     string // absolute
	Data     string
	Findings []lint.Finding

	transcript *transcript.Transcript
	scope      scope
}

// discovered says which files are meant.
func (o *Options) discovered(ctx context.Context) ([]discover.Named, error) {
	files, err := discover.Files(ctx, discover.Options{
		Paths: o.Paths, All: o.All, Foreign: o.Config.Foreign,
		Markdown: discover.Markdown{Dir: o.Config.Dir, Globs: o.Config.Run.Markdown},
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%w in %s (a test is a file whose name ends in .t)", discover.ErrNoTests, strings.Join(o.Paths, ", "))
	}
	return files, err
}

// each calls f for the numbers below n, some at the same time, and returns the first
// error in order.
func (o *Options) each(ctx context.Context, n int, f func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	next := make(chan int)
	for range max(1, min(o.Jobs, n)) {
		wg.Go(func() {
			for i := range next {
				errs[i] = f(i)
			}
		})
	}
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Check returns all files with what is found in them.
func Check(ctx context.Context, o Options) ([]File, error) {
	found, err := o.discovered(ctx)
	if err != nil {
		return nil, err
	}
	files := make([]File, len(found))
	beginnings := make([]lint.Beginning, len(found))
	scopes := newScopes(&o)
	err = o.each(ctx, len(files), func(i int) error {
		f := &files[i]
		f.Name, f.Path = found[i].Name, found[i].Path
		data, err := discover.ReadFile(f.Path)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		f.Data = string(data)
		if f.scope, err = scopes.of(f.Path); err != nil {
			return err
		}
		f.transcript = transcript.For(f.Path, f.scope.Format).Parse(f.Data)
		f.Findings = One(f.transcript, f.Path, f.scope.Options, f.scope.facts)
		if begins, ok := lint.BeginningOf(i, f.transcript); ok {
			beginnings[i] = begins
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, r := range lint.Repeated(beginnings) {
		files[r.File].add(r.Finding)
	}
	err = shellchecked(ctx, o.TmpDir, o.Cache, files)
	return files, err
}

// add adds a finding that came later than the others.
func (f *File) add(found lint.Finding) {
	rule, _ := lint.Named(found.Rule)
	if severity := f.scope.facts.Of(rule); severity == lint.Off {
		return
	} else if found.Severity == rule.Severity {
		found.Severity = severity
	}
	f.Findings = lint.Kept(f.transcript, append(f.Findings, found))
}

// One returns what is found in one file by itself, which need not be on disk as it is.
func One(t *transcript.Transcript, path string, o *Options, facts lint.Facts) []lint.Finding {
	found := lint.File(t, facts)
	if transcript.IsMarkdown(path) { // most of these are no tests
		found = slices.DeleteFunc(found, func(f lint.Finding) bool { return f.Rule == "no-commands" })
	}
	more := func(name string, faults []transcript.Fault) {
		rule, _ := lint.Named(name)
		severity := facts.Of(rule)
		for _, f := range faults {
			if severity != lint.Off {
				found = append(found, lint.Finding{Line: f.Line, Rule: name, Severity: severity, Message: f.Reason})
			}
		}
	}
	more("directive", prepare.Faults(t, path, &o.Config))
	if t.HasCommands() {
		more("shell-syntax", syntaxFaults(t, o))
	}
	return lint.Kept(t, found)
}

// syntaxFaults returns what a shell would refuse.
func syntaxFaults(t *transcript.Transcript, o *Options) []transcript.Fault {
	fault := shell.New(t, shell.Options{Shell: ShellOf(t, o)}).Check(ShellOf(t, o))
	if fault == nil || fault.Block >= len(t.Blocks) {
		return nil
	}
	line := 0
	if code := t.Blocks[fault.Block].Code; len(code) > 0 {
		line = code[0]
	}
	return []transcript.Fault{{Line: line, Reason: fault.Reason}}
}

// ShellOf returns the name of the shell that runs a file.
func ShellOf(t *transcript.Transcript, o *Options) string {
	name := o.Shell
	for _, d := range t.Directives {
		if d.Name == "shell" {
			name, _, _ = strings.Cut(d.Args, " ")
		}
	}
	return filepath.Base(name)
}

// FactsOf returns what a configuration says to the rules.
func FactsOf(c *config.Config) lint.Facts {
	facts := lint.Facts{Feature: featuresOf(c), Severity: map[string]lint.Severity{}}
	for name, s := range c.Lint.Severity {
		facts.Severity[name] = lint.Severity(s)
	}
	for _, name := range c.Lint.Disable {
		facts.Severity[name] = lint.Off
	}
	return facts
}

// featuresOf returns what a configuration knows of features.
func featuresOf(c *config.Config) func(string) lint.Feature {
	return func(name string) lint.Feature {
		axis, isAxis := c.Axes[name]
		own, isOwn := c.Features.Named[name]
		service, isService := strings.CutPrefix(name, "service:")
		switch {
		case isAxis:
			f := lint.Feature{Known: true}
			if axis.From == nil && axis.List == "" && axis.Order == "" && len(axis.Moving) == 0 {
				f.Versions = axis.Values
			}
			return f
		case isOwn:
			return lint.Feature{Known: true, Unversion: own.Version == ""}
		case slices.Contains([]string{"linux", "macos", "windows", "root"}, name), strings.HasPrefix(name, "command:"):
			return lint.Feature{Known: true, Unversion: true}
		case isService:
			_, known := c.Service[service]
			return lint.Feature{Known: known || c.Features.Checker != "", Unversion: known}
		}
		return lint.Feature{Known: c.Features.Checker != ""}
	}
}

// hasShellcheck returns the path of shellcheck, or "".
func hasShellcheck() string {
	path, err := process.Find("shellcheck")
	if err != nil {
		return ""
	}
	return path
}
