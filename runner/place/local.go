package place

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dott/runner/environment"
	"dott/runner/process"
)

// Options say what the tests of a run get.
type Options struct {
	TmpDir   string   // where temporary directories are made; "" is the system's place
	Keep     bool     // leave them
	Nested   bool     // make the sandboxes inside one directory, not beside it
	Shared   bool     // all tests have one CRAMTMP, as under cram
	Shell    string   // by whose name a script knows itself, which is what $0 ends in under cram
	Env      []string // the caller's environment
	Preserve bool     // keep it (-E)
	Pass     []string // variables of the caller that a test gets; nil is all but those that are cleared
	Unset    []string // variables that it does not get
	Project  string   // CONFIGDIR, the folder of the configuration; "" when there is none

	PortPrefix string // of the names of the ports' variables; "" is PORT
	Ports      int    // leased to each test

	Supervisor *process.Supervisor // that starts the commands
}

// Local is this machine as a place for tests.
type Local struct {
	o    Options
	dirs *directories

	inherited [][2]string // by tests, of the caller's environment; see Options.inherited

	mu    sync.Mutex
	ports []*ports // that no test has now

	realNames sync.Map // of shells, by their paths
}

// NewLocal makes the temporary directory of a run on this machine.
func NewLocal(o Options) (*Local, error) {
	dirs, err := newDirectories(o.TmpDir, o.Shell, o.Nested, o.Shared, o.Keep, o.Supervisor)
	if err != nil {
		return nil, err
	}
	return &Local{o: o, dirs: dirs, inherited: o.inherited()}, nil
}

// Dir is the temporary directory of the run.
func (l *Local) Dir() string { return l.dirs.dir }

// A sandbox is a box while one run of one test has it.
type sandbox struct {
	*box
	place     *Local
	test      Test
	ports     *ports      // nil for none
	variables [][2]string // of the ports, names and values
	closed    bool
}

// Open makes a sandbox, or has one that a test left as it found it.
func (l *Local) Open(_ context.Context, t Test) (Sandbox, error) {
	name := filepath.Base(t.Path)
	if len(t.Cases) > 0 {
		name += "-" + strings.Join(t.Cases, "-")
	}
	if t.Probe {
		name = "probe"
	}
	s := &sandbox{place: l, test: t}
	var err error
	if !t.Probe && l.o.Ports > 0 {
		if s.ports, err = l.lease(); err != nil {
			return nil, err
		}
		s.variables = s.ports.variables(l.o.PortPrefix)
	}
	if s.box, err = l.dirs.take(name); err != nil {
		l.giveBack(s.ports)
		return nil, err
	}
	if t.Copy {
		if err := copyInto(s.work, filepath.Dir(t.Path), filepath.Base(t.Path)); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// lease returns ports that nobody uses.
func (l *Local) lease() (*ports, error) {
	l.mu.Lock()
	p := &ports{}
	if n := len(l.ports); n > 0 {
		p, l.ports = l.ports[n-1], l.ports[:n-1]
	}
	l.mu.Unlock()
	err := p.lease(l.o.Ports)
	if err == nil {
		err = p.refresh()
	}
	if err != nil {
		p.release()
		return nil, err
	}
	return p, nil
}

func (l *Local) giveBack(p *ports) {
	if p == nil {
		return
	}
	l.mu.Lock()
	l.ports = append(l.ports, p)
	l.mu.Unlock()
}

// Close removes the directories, unless they are to be kept, and ends the leases.
func (l *Local) Close() error {
	l.mu.Lock()
	for _, p := range l.ports {
		p.release()
	}
	l.ports = nil
	l.mu.Unlock()
	if l.o.Keep {
		return nil
	}
	return l.dirs.remove()
}

func (s *sandbox) Env() []string { return s.environ() }

func (s *sandbox) HasProgram(name string, env []string) bool {
	path, _ := environment.Lookup(env, "PATH")
	return process.OnPath(name, path)
}

// Bring returns the file itself.
func (s *sandbox) Bring(file string) (string, error) { return file, nil }

// ShellName follows the links of a path, once.
func (s *sandbox) ShellName(path string) string {
	if name, ok := s.place.realNames.Load(path); ok {
		return name.(string)
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		real = path
	}
	s.place.realNames.Store(path, filepath.Base(real))
	return filepath.Base(real)
}

func (s *sandbox) Names() []Name {
	names := []Name{{Text: s.work, Variable: "$TESTTMP"}, {Text: s.root, Variable: "$CRAMTMP"}}
	for _, v := range s.variables {
		names = append(names, Name{v[1], "$" + v[0], true})
	}
	return names
}

func (s *sandbox) Script() string { return s.script }

func (s *sandbox) Pipes() Pipes {
	dir := filepath.Dir(s.script)
	return Pipes{Errors: filepath.Join(dir, ".errors"), Answers: filepath.Join(dir, ".answers")}
}

// Close gives the directories and ports to the next test, once.
func (s *sandbox) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	s.place.giveBack(s.ports)
	if s.place.o.Keep {
		return s.keep()
	}
	return s.remove()
}

func (s *sandbox) Start(ctx context.Context, c Command) (Process, error) {
	command := process.Command{
		Path: c.Path, Args: c.Args, Dir: c.Dir, Env: c.Env, Output: c.Output, Stderr: c.Stderr,
		Terminal: c.Terminal, Errors: c.Errors, Answers: c.Answers, ErrorPipe: s.Pipes().Errors, AnswerPipe: s.Pipes().Answers,
	}
	if command.Dir == "" {
		command.Dir = s.work
	}
	command.Confine, command.Refused = s.confined(&c), c.Refused
	if c.Script == "" {
		return s.place.o.Supervisor.Start(ctx, command)
	}
	if err := s.writeScript(c.Script, c.Path); err != nil {
		return nil, err
	}
	if c.Traced != nil {
		command.Trace = s.trace()
	}
	if !c.OnStdin || c.Terminal != nil {
		command.Args = append(slices.Clone(c.Args), s.script)
		p, err := s.place.o.Supervisor.Start(ctx, command)
		if err != nil || c.Traced == nil {
			return p, err
		}
		return traced{p, command.Trace.File, c.Traced}, nil
	}
	script, err := os.Open(s.script)
	if err != nil {
		return nil, fmt.Errorf("reading the script: %w", err)
	}
	command.Stdin = script
	command.Args = append(slices.Clone(c.Args), "-")
	p, err := s.place.o.Supervisor.Start(ctx, command)
	if err != nil {
		_ = script.Close()
		return nil, err
	}
	if c.Traced != nil {
		return traced{reader{p, script}, command.Trace.File, c.Traced}, nil
	}
	return reader{p, script}, nil
}

// A reader is a command that reads its script.
type reader struct {
	Process
	script *os.File
}

func (r reader) Wait() (process.Result, error) {
	defer r.script.Close()
	return r.Process.Wait()
}
