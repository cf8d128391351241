package prepare

import (
	"errors"
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
	"dott/runner/discover"
	"dott/runner/process"
	"dott/runner/schedule"
	"dott/runner/shell"
	"dott/runner/terminal"
	"dott/runner/words"
)

// Settings are what one test is run with: the run's options, over them the
// configuration's overrides for its path, over these the file's own directives.
type Settings struct {
	Shell       string
	ShellArgs   []string
	Timeout     time.Duration // 0 is none
	Retry       int
	MaxOutput   int64
	Setup       []Sourced // in the order in which they are sourced
	Teardown    []Sourced
	Env         map[string]string
	Needs       schedule.Needs
	Interpreter config.Interpreter    // of inline code
	Apart       bool                  // standard error is no part of standard output
	Terminal    terminal.Size         // that the commands see; the zero Size is none
	Styles      bool                  // colours are compared as well
	Eventually  map[int]time.Duration // for how long a command is repeated while its block does not match, by the block
	Services    []string              // that it asks for, each once
	Known       *Known                // nil: it is to pass
	MaxDuration time.Duration         // it fails when it takes longer; 0 is without end
	Sandbox     config.Sandbox        // what it may not do, with absolute paths
	MaxLine     int                   // of the directive that says so, from 1
}

// A Known is why a test is known to fail.
type Known struct {
	Reason string
	Until  config.Date // the last day
	Where  string      // file:line
	Line   int         // of the directive, from 1; 0 where the configuration says it
}

// A Sourced is a file that a test's shell sources.
type Sourced struct {
	Path string // absolute
	Line int    // of the directive that names it, from 1; 0 where the configuration does
}

// Paths returns the paths of files.
func Paths(files []Sourced) []string {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path
	}
	return paths
}

// settings returns what holds for a file by everything but the file itself.
func (o *Options) settings(found *discover.Test) (Settings, error) {
	path := found.Path
	s := Settings{
		Shell: o.Shell, ShellArgs: o.ShellArgs, Timeout: o.Timeout, Retry: o.Retry, MaxOutput: o.MaxOutput,
		Env: o.Config.Env.Set, Apart: o.Config.Run.Stderr == apart,
		Sandbox: o.Config.Sandbox.In(o.Config.Dir),
	}
	s.addServices(o.Config.Run.Service)
	setup, teardown, inline := o.Config.Run.Setup, o.Config.Run.Teardown, o.Config.Inline.Use
	if len(o.Config.Override) > 0 {
		rel := relative(o.Config.Dir, path)
		s.Env = maps.Clone(s.Env)
		for _, over := range o.Config.Override {
			if !covers(over.Paths, rel) {
				continue
			}
			if err := s.override(over, found.Target); err != nil {
				return s, err
			}
			replace(&setup, over.Setup)
			replace(&teardown, over.Teardown)
			s.Sandbox = over.Sandbox.In(o.Config.Dir).Over(s.Sandbox)
			if over.Stderr != "" {
				s.Apart = over.Stderr == apart
			}
			if over.Inline != nil {
				inline = *over.Inline
			}
		}
	}
	if setup != nil && *setup != "" {
		s.Setup = []Sourced{{Path: inDir(o.Config.Dir, *setup)}}
	}
	if teardown != nil && *teardown != "" {
		s.Teardown = []Sourced{{Path: inDir(o.Config.Dir, *teardown)}}
	}
	var err error
	s.Interpreter, err = shell.Interpreter(o.Config.Inline, inline)
	return s, err
}

// apart is the word for standard error that is no part of standard output.
const apart = "apart"

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

// relative returns a path as globs of the configuration, which is in dir, see it.
func relative(dir, path string) string {
	rel, err := filepath.Rel(dir, path)
	if err != nil { // another drive
		rel = path
	}
	return filepath.ToSlash(rel)
}

func inDir(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

func (s *Settings) override(o config.Override, target string) (err error) {
	if o.Timeout != nil {
		s.Timeout = *o.Timeout
	}
	if o.Retry != nil {
		s.Retry = *o.Retry
	}
	if o.MaxOutput != nil {
		s.MaxOutput = int64(*o.MaxOutput)
	}
	if o.Shell != nil {
		if s.Shell, err = findShell(*o.Shell, target); err != nil {
			return err
		}
		s.ShellArgs = nil
	}
	if o.ShellOpts != nil {
		if s.ShellArgs, err = words.Split(*o.ShellOpts); err != nil {
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
		s.Needs.Serial = *o.Serial
	}
	s.addServices(o.Service)
	return nil
}

func (s *Settings) setEnv(name, value string) {
	if s.Env == nil {
		s.Env = map[string]string{}
	}
	s.Env[name] = value
}

func (s *Settings) need(resource string, n int64) {
	if s.Needs.Resources == nil {
		s.Needs.Resources = map[string]int64{}
	}
	s.Needs.Resources[resource] += n
}

// findShell returns the path of a shell. One for a target is looked for there.
func findShell(name, target string) (string, error) {
	path, err := process.Find(name)
	if target != "" && err != nil {
		return name, nil
	}
	if err != nil {
		return "", fmt.Errorf("shell not found: %s", name)
	}
	return path, nil
}

// direct adds what the directives of a file say. The others, such as #if, were
// carried out when its lines were chosen.
func (s *Settings) direct(t *transcript.Transcript, found *discover.Test, services map[string]config.Service) (faults []transcript.Fault) {
	path := found.Path
	ownEnv := false
	for _, d := range t.Directives {
		var err error
		switch d.Name {
		case "if", "else", "endif", "require", "testcases", "target":
		case "serial":
			s.Needs.Serial = true
		case "known-failure":
			s.Known = &Known{Reason: d.Args, Line: d.Line + 1}
		case "max-duration":
			s.MaxLine = d.Line + 1
			if s.MaxDuration, err = config.ParseDuration(d.Args); err == nil && s.MaxDuration == 0 {
				err = fmt.Errorf("#max-duration %s: must be more than 0", d.Args)
			}
		case "stderr":
			s.Apart = d.Args == apart
			if !s.Apart && d.Args != "together" {
				err = fmt.Errorf("#stderr %s: write `#stderr apart`, or `#stderr together` for one stream", d.Args)
			}
		case "sandbox":
			var own config.Sandbox
			own, err = config.ParseSandbox(d.Args)
			s.Sandbox = own.In(filepath.Dir(path)).Over(s.Sandbox)
		case "tty":
			err = s.addTerminal(d)
		case "eventually":
			err = s.addEventually(t, d)
		case "timeout":
			s.Timeout, err = config.ParseDuration(d.Args)
		case "resource":
			err = s.addResources(d.Args)
		case "service":
			names := strings.Fields(d.Args)
			for _, name := range names {
				if why := config.UnknownService(services, name); why != "" {
					err = fmt.Errorf("#service: %s", why)
				}
			}
			s.addServices(names)
		case "shell":
			var args []string
			if args, err = words.Program(d.Args); err != nil {
				err = fmt.Errorf("#shell %s: %w", d.Args, err)
				break
			}
			s.Shell, err = findShell(args[0], found.Target)
			s.ShellArgs = args[1:]
		case "env":
			if !ownEnv {
				s.Env, ownEnv = maps.Clone(s.Env), true
			}
			name, value, _ := strings.Cut(d.Args, "=")
			s.setEnv(name, value)
		case "setup":
			file := Sourced{inDir(filepath.Dir(path), d.Args), d.Line + 1}
			s.Setup, err = append(s.Setup, file), readable("#setup", file.Path)
		case "teardown":
			file := Sourced{inDir(filepath.Dir(path), d.Args), d.Line + 1}
			s.Teardown, err = slices.Insert(s.Teardown, 0, file), readable("#teardown", file.Path)
		default:
			err = fmt.Errorf("the directive #%s is not supported yet", d.Name)
		}
		if err != nil {
			faults = append(faults, transcript.Fault{Line: d.Line, Reason: err.Error()})
		}
	}
	return append(faults, s.checkTerminal(t)...)
}

// addEventually has the command behind a directive repeated.
func (s *Settings) addEventually(t *transcript.Transcript, d transcript.Directive) error {
	limit, err := config.ParseDuration(d.Args)
	switch {
	case err != nil:
		return err
	case limit <= 0:
		return fmt.Errorf("#eventually %s: write for how long the command is repeated, as in `#eventually 5s`", d.Args)
	}
lines:
	for _, l := range t.Lines[d.Line+1:] {
		switch l.Kind {
		case transcript.Comment, transcript.Directed, transcript.Off:
			continue
		case transcript.Command:
			if s.Eventually == nil {
				s.Eventually = map[int]time.Duration{}
			}
			s.Eventually[l.Block] = limit
			return nil
		case transcript.Inline:
			return errors.New("#eventually repeats a command of the shell, and below it is inline code; write it as a command")
		default:
			break lines
		}
	}
	return errors.New("#eventually stands in front of no command; put it above the command to repeat, behind the output of the one before")
}

// missing returns the error of the first of the configuration's files to be sourced
// that cannot be read.
func (s *Settings) missing() error {
	for _, f := range slices.Concat(s.Setup, s.Teardown) {
		if f.Line > 0 {
			continue // its directive has a fault
		}
		if err := readable("sourcing", f.Path); err != nil {
			return err
		}
	}
	return nil
}

// readable reports why a file cannot be read. A pipe is not opened, which would
// wait for its other end.
func readable(what, path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		err = errors.New("is a directory")
	}
	if err == nil && info.Mode().IsRegular() {
		var f *os.File
		if f, err = os.Open(path); err == nil {
			_ = f.Close()
		}
	}
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		err = pe.Err
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", what, path, err)
	}
	return nil
}

func (s *Settings) addResources(args string) error {
	for word := range strings.FieldsSeq(args) {
		name, amount, ok := strings.Cut(word, "=")
		n := int64(1)
		if ok {
			var err error
			if n, err = config.ParseAmount(amount); err != nil {
				return fmt.Errorf("#resource %s: %w", name, err)
			}
		}
		if s.need(name, n); s.Needs.Resources[name] < 0 {
			return fmt.Errorf("#resource %s: more than anybody has", name)
		}
	}
	return nil
}
