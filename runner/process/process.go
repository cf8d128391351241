// Package process starts commands so that nothing of them outlives them. A
// command gets a session of its own; when it has ended, or its context has, all
// that it started is ended too, also what left the session or lost its parent
// (on Linux, where orphans come to us; elsewhere as far as the process group
// reaches). No other package imports os/exec.
package process

import (
	"io"
	"os"
	"sync"
	"time"
)

// A Command says what to start.
type Command struct {
	Path string   // of the program
	Args []string // behind the program's name
	Dir  string
	Env  []string
	// Output takes what the command writes to stdout and stderr, in one stream
	// and in order. An *os.File is handed to the command as it is; to any other
	// writer, what was written before the command ended is copied.
	Output io.Writer
	Stderr *os.File // takes stderr alone, where Output is an *os.File
	Stdin  *os.File // what the command reads; nil is nothing
	// Token is text that only the command's environment has, by which a process
	// that left its session is still known as its own.
	Token string
	Grace time.Duration // between the polite signal and the other; 0: DefaultGrace
}

// DefaultGrace is how long a process may take to end after SIGTERM.
const DefaultGrace = 500 * time.Millisecond

// A Result tells how a command ended.
type Result struct {
	Status int    // its exit status; -1 if a signal ended it
	Signal string // the signal's name, "killed" say, if one ended it
}

// A Supervisor starts commands and knows which processes are theirs. Its
// methods may be called at the same time.
type Supervisor struct {
	mu      sync.Mutex
	running map[int]*running // by process id
	null    func() (*os.File, error)
	buffers sync.Pool // for output on its way
	system
}

// running is one command that has been started and not yet been cleaned up after.
type running struct {
	pid   int
	token string
	mark  uint64 // a limit that its processes inherited; 0 if there is none
	since uint64 // its start, in the system's own count
}

// NewSupervisor returns a Supervisor. On Linux it makes this process the one
// that orphans of its commands come to.
func NewSupervisor() *Supervisor {
	s := &Supervisor{running: map[int]*running{}}
	s.null = sync.OnceValues(func() (*os.File, error) { return os.Open(os.DevNull) })
	s.buffers.New = func() any { return new([bufferSize]byte) }
	s.init()
	return s
}

// enter starts a command and notes it as running under one lock, so that nobody
// takes it for an orphan.
func (s *Supervisor) enter(token string, start func() (pid int, err error)) (*running, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	since := ticks()
	pid, mark, err := s.marked(start)
	if err != nil {
		return nil, err
	}
	r := &running{pid: pid, token: token, mark: mark, since: since}
	s.running[pid] = r
	return r, nil
}

func (s *Supervisor) leave(r *running) {
	s.mu.Lock()
	delete(s.running, r.pid)
	s.mu.Unlock()
}

func (c *Command) grace() time.Duration {
	if c.Grace > 0 {
		return c.Grace
	}
	return DefaultGrace
}
