package runner

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/process"
	"dott/runner/words"
)

// settings are what one test is run with: the run's options, over them the
// configuration's overrides for its path, over these the file's own directives.
type settings struct {
	shell       string
	shellArgs   []string
	timeout     time.Duration // 0 is none
	retry       int
	maxOutput   int64
	setup       []string // files, absolute, in the order in which they are sourced
	teardown    []string
	env         map[string]string
	resources   map[string]int64
	serial      bool
	interpreter config.Interpreter // of inline code
}

// settings returns what holds for a file by everything but the file itself.
func (r *run) settings(path string) (settings, error) {
	s := settings{
		shell: r.Shell, shellArgs: r.ShellArgs, timeout: r.Timeout, retry: r.Retry, maxOutput: r.MaxOutput,
		env: r.Config.Env.Set,
	}
	setup, teardown, inline := r.Config.Run.Setup, r.Config.Run.Teardown, r.Config.Inline.Use
	if len(r.Config.Override) > 0 {
		rel, err := filepath.Rel(r.Config.Dir, path)
		if err != nil {
			rel = path
		}
		s.env = maps.Clone(s.env)
		for _, o := range r.Config.Override {
			if !covers(o.Paths, filepath.ToSlash(rel)) {
				continue
			}
			if err := s.override(o); err != nil {
				return s, err
			}
			replace(&setup, o.Setup)
			replace(&teardown, o.Teardown)
			if o.Inline != nil {
				inline = *o.Inline
			}
		}
	}
	if setup != nil && *setup != "" {
		s.setup = []string{inDir(r.Config.Dir, *setup)}
	}
	if teardown != nil && *teardown != "" {
		s.teardown = []string{inDir(r.Config.Dir, *teardown)}
	}
	var err error
	s.interpreter, err = interpreter(r.Config.Inline, inline)
	return s, err
}

func replace(old **string, with *string) {
	if with != nil {
		*old = with
	}
}

// covers reports whether one of the globs matches a path, or a folder above it.
func covers(globs []string, path string) bool {
	return slices.ContainsFunc(globs, func(g string) bool {
		g = strings.TrimSuffix(g, "/")
		return doublestar.MatchUnvalidated(g, path) || doublestar.MatchUnvalidated(g+"/**", path)
	})
}

func inDir(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

func (s *settings) override(o config.Override) (err error) {
	if o.Timeout != nil {
		s.timeout = *o.Timeout
	}
	if o.Retry != nil {
		s.retry = *o.Retry
	}
	if o.MaxOutput != nil {
		s.maxOutput = int64(*o.MaxOutput)
	}
	if o.Shell != nil {
		if s.shell, err = findShell(*o.Shell); err != nil {
			return err
		}
		s.shellArgs = nil
	}
	if o.ShellOpts != nil {
		if s.shellArgs, err = words.Split(*o.ShellOpts); err != nil {
			return fmt.Errorf("shell-opts %q: %w", *o.ShellOpts, err)
		}
	}
	for name, value := range o.Env {
		s.setEnv(name, value)
	}
	for name, n := range o.Resources {
		s.need(name, int64(n))
	}
	if o.Serial != nil {
		s.serial = *o.Serial
	}
	return nil
}

func (s *settings) setEnv(name, value string) {
	if s.env == nil {
		s.env = map[string]string{}
	}
	s.env[name] = value
}

func (s *settings) need(resource string, n int64) {
	if s.resources == nil {
		s.resources = map[string]int64{}
	}
	s.resources[resource] += n
}

func findShell(name string) (string, error) {
	path, err := process.Find(name)
	if err != nil {
		return "", fmt.Errorf("shell not found: %s", name)
	}
	return path, nil
}

// direct adds what the directives of a file say. The others, such as #if, were
// carried out when its lines were chosen.
func (s *settings) direct(t *transcript.Transcript, path string) (faults []transcript.Fault) {
	ownEnv := false
	for _, d := range t.Directives {
		var err error
		switch d.Name {
		case "if", "else", "endif", "require", "testcases":
		case "serial":
			s.serial = true
		case "timeout":
			s.timeout, err = config.ParseDuration(d.Args)
		case "resource":
			err = s.addResources(d.Args)
		case "shell":
			var args []string
			if args, err = words.Program(d.Args); err != nil {
				err = fmt.Errorf("#shell %s: %w", d.Args, err)
				break
			}
			s.shell, err = findShell(args[0])
			s.shellArgs = args[1:]
		case "env":
			if !ownEnv {
				s.env, ownEnv = maps.Clone(s.env), true
			}
			name, value, _ := strings.Cut(d.Args, "=")
			s.setEnv(name, value)
		case "setup":
			s.setup = append(s.setup, inDir(filepath.Dir(path), d.Args))
		case "teardown":
			s.teardown = slices.Insert(s.teardown, 0, inDir(filepath.Dir(path), d.Args))
		default:
			err = fmt.Errorf("the directive #%s is not supported yet", d.Name)
		}
		if err != nil {
			faults = append(faults, transcript.Fault{Line: d.Line, Reason: err.Error()})
		}
	}
	return faults
}

// missing returns the first of the files to be sourced that cannot be read.
func (s *settings) missing() error {
	for _, path := range slices.Concat(s.setup, s.teardown) {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("a file to be sourced: %w", err)
		}
		_ = f.Close()
	}
	return nil
}

func (s *settings) addResources(args string) error {
	for word := range strings.FieldsSeq(args) {
		name, amount, ok := strings.Cut(word, "=")
		n := int64(1)
		if ok {
			var err error
			if n, err = config.ParseAmount(amount); err != nil {
				return fmt.Errorf("#resource %s: %w", name, err)
			}
		}
		if s.need(name, n); s.resources[name] < 0 {
			return fmt.Errorf("#resource %s: more than anybody has", name)
		}
	}
	return nil
}
