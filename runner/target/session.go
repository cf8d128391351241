package target

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"dott/runner/process"
)

// A session is a shell on a target that is open. One test at a time has it.
type session struct {
	target   *target
	root     string // its directory there
	instance string // of the channel: the container's name
	salt     string
	perl     bool // its runner is perl

	in     *os.File // what it reads
	proc   *process.Process
	cancel context.CancelFunc
	ended  chan struct{} // closed when the channel's command has ended
	closed sync.Once
	out    salted
	errs   salted

	mu      sync.Mutex
	now     *request
	before  string // commands that are sent with the next ones
	number  int    // of what was started
	facts   facts  // while it is asked for them
	clean   bool   // it has removed its directory, or had none
	stuck   bool   // something that a test started could not be ended
	stderr  []byte
	unasked []byte // what it printed that nobody had asked for
	err     error  // how the channel's command has ended
}

// A request is something that a session is told to do.
type request struct {
	number    string
	out, errs io.Writer // of a test; nil is nowhere
	apart     bool      // the end is told on standard error as well
	begun     bool      // the test itself has the output
	said      []byte    // before that
	done      chan struct{}
	left      int // ends to come
	status    int
	refused   bool
	failed    error // of out or errs
	stop      func()
}

var errNone = errors.New("no answer")

func newName() string { return strings.ToLower(rand.Text()[:8]) }

// run starts the channel's command.
func (s *session) run(argv []string, first string) error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(s.target.ctx)
	places := s.target.places
	s.in, s.cancel = write, cancel
	s.now = &request{number: "ready", left: 1, done: make(chan struct{})}
	pipe := places.pipe()
	s.proc, err = places.supervisor().Start(ctx, process.Command{
		Path: argv[0], Args: argv[1:], Dir: places.o.Dir, Env: places.environ(), Stdin: read, Output: &s.out, Errors: &s.errs, ErrorPipe: pipe,
	})
	_ = os.Remove(pipe) // nobody opens it by its name
	_ = read.Close()
	if err != nil {
		cancel()
		_ = write.Close()
		return err
	}
	go s.follow()
	s.send(first)
	return nil
}

// follow has what the session prints read, until its command has ended.
func (s *session) follow() {
	result, err := s.proc.Wait()
	s.out.end()
	s.errs.end()
	switch {
	case err != nil:
	case result.Signal != "":
		err = fmt.Errorf("its command was ended by a signal (%s)", result.Signal)
	default:
		err = fmt.Errorf("its command ended with status %d", result.Status)
	}
	s.mu.Lock()
	s.err = err
	clean := s.clean
	s.mu.Unlock()
	if s.root != "" {
		if clean {
			s.target.places.left.forget(s.root)
		} else {
			s.target.lose(s.root)
		}
	}
	close(s.ended)
}

// over reports whether the session has ended.
func (s *session) over() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// later notes commands that are sent with the next ones: each that is sent by itself
// wakes as many processes as a test does.
func (s *session) later(text string) {
	s.mu.Lock()
	s.before += text
	s.mu.Unlock()
}

// send writes commands for it. Who does not read them for so long is lost.
func (s *session) send(text string) {
	s.mu.Lock()
	text = s.before + text
	s.before = ""
	s.mu.Unlock()
	_ = s.in.SetWriteDeadline(time.Now().Add(30 * time.Second))
	_, _ = io.WriteString(s.in, text)
}

// answers waits for the first shell.
func (s *session) answers(ctx context.Context) error {
	s.mu.Lock()
	r := s.now
	s.mu.Unlock()
	select {
	case <-r.done:
		return nil
	case <-s.ended:
		return s.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// do sends commands that tell of their end by a number, which done or no has.
func (s *session) do(ctx context.Context, number, text string) (said string, err error) {
	r := &request{number: number, left: 1, done: make(chan struct{})}
	s.mu.Lock()
	s.now = r
	s.mu.Unlock()
	go s.send(text)
	select {
	case <-r.done:
		if r.refused {
			return string(r.said), s.target.reason(string(r.said))
		}
		return string(r.said), nil
	case <-s.ended:
		return "", s.broken()
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// remove removes the directory of another session, and ends that if it is alive.
func (s *session) remove(ctx context.Context, root string) error {
	_, err := s.do(ctx, "remove", removal(root))
	return err
}

// lastWords is the last that its command said on standard error.
func (s *session) lastWords() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return lastLine(string(s.stderr))
}

// broken is the error of a session that ended by itself.
func (s *session) broken() error {
	why := s.lastWords()
	s.target.mu.Lock()
	first := s.target.first
	s.target.mu.Unlock()
	if why == "" && first != nil {
		// Where sessions share a connection, the first one knows what became of it.
		select {
		case <-first.ended:
			why = first.lastWords()
		case <-time.After(time.Second):
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if why == "" && s.err != nil {
		why = s.err.Error()
	}
	return s.target.errorf("the connection broke: %s", why)
}

// printed takes what is no mark on standard output.
func (s *session) printed(p []byte) {
	s.mu.Lock()
	r := s.now
	switch {
	case r == nil || r.number == "ready":
		s.unasked = keep(s.unasked, p)
		r = nil
	case !r.begun:
		r.said = keep(r.said, p)
		r = nil
	}
	s.mu.Unlock()
	if r != nil && r.out != nil {
		r.write(r.out, p)
	}
}

// complained takes what is no mark on standard error.
func (s *session) complained(p []byte) {
	s.mu.Lock()
	r := s.now
	if r == nil || !r.apart {
		s.stderr = keep(s.stderr, p)
		r = nil
	}
	s.mu.Unlock()
	if r != nil && r.errs != nil {
		r.write(r.errs, p)
	}
}

// write hands on what a test printed. After an error it is ended, and nothing more
// is wanted.
func (r *request) write(to io.Writer, p []byte) {
	if r.failed != nil {
		return
	}
	if _, err := to.Write(p); err != nil {
		r.failed = err
		if r.stop != nil {
			go r.stop()
		}
	}
}

// keep keeps the last of what was said, in case it is a reason.
func keep(said, p []byte) []byte {
	const most = 4 << 10
	said = append(said, p...)
	return said[max(0, len(said)-most):]
}

// heard is told of a mark.
func (s *session) heard(line string) {
	word, rest, _ := strings.Cut(line, " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.now
	mine := func(number string) bool { return r != nil && r.number == number }
	switch word {
	case "ready":
		if mine("ready") {
			s.perl = rest == "perl"
			r.end(0)
		}
	case "fact":
		s.facts.note(rest)
	case "go":
		if mine(rest) {
			r.begun = true
		}
	case "done":
		if mine(rest) {
			r.end(0)
		}
	case "no":
		if mine(rest) {
			r.refused, r.left = true, 1
			r.end(0)
		}
	case "end":
		number, status, _ := strings.Cut(rest, " ")
		if n, err := strconv.Atoi(status); err == nil && mine(number) {
			r.begun = false
			r.end(n)
		}
	case "stuck":
		s.stuck = true
	case "bye":
		s.clean = true
	}
}

// heardApart is told of a mark on standard error: there is one, for an end.
func (s *session) heardApart(line string) {
	word, number, _ := strings.Cut(line, " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.now; word == "end" && r != nil && r.number == number {
		r.end(r.status)
	}
}

// end notes an end, of which there may be one on each stream.
func (r *request) end(status int) {
	r.status = status
	if r.left--; r.left == 0 {
		close(r.done)
	}
}

// close ends a session: it removes its directories when its input ends.
func (s *session) close() {
	s.closed.Do(func() {
		_ = s.in.Close()
		patience := time.NewTimer(closePatience)
		defer patience.Stop()
		select {
		case <-s.ended:
		case <-patience.C:
			s.cancel()
			<-s.ended
		}
		s.cancel()
	})
}

// closePatience is how long a session may take to end its test and to remove its
// directories.
const closePatience = 10 * time.Second
