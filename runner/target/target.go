// Package target is the places for tests that are not on this machine: another
// machine by ssh, a container, a pod, or whatever a command gives a shell in.
//
// They differ in one thing, the [channel]: a command line that is run here and
// runs sh there, with what we write as its standard input. All else is the same
// for each, and what it takes there is a POSIX sh, mkdir and rm.
//
// The life of a test: it gets a [session], which is a shell there that is open
// already or is opened now. The session is told, in one go, to make the test's
// directories, to write its script and to run that. What the script prints comes
// back as it comes, and behind it the status, with a salt that nobody there knows
// in front. Then the session is told to remove the directories, and has the next
// test: so a test costs one round trip to begin and one to end. agent.go has what
// runs there.
//
// The shell that we talk to does not wait for the test. It goes on reading, and
// when it is told to end the test, or reads the end of our input, it ends the
// test's process group; at the end of the input it removes its directories as
// well. So a timeout, Ctrl-C, kill -9 and a connection that the other side finds
// broken all end in the same few lines of shell. What the other side does not
// notice is written down in the project's cache beforehand, and the next run on
// the target removes it.
package target

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dott/runner/config"
	"dott/runner/place"
	"dott/runner/process"
)

// Options say which targets there are, and what of this machine they are told.
type Options struct {
	Targets map[string]config.Target
	Place   place.Options // of the tests; Supervisor starts the channels. Opener sets it
	Dir     string        // the configuration's folder, absolute
	Set     map[string]string
	Cache   string       // where it is written down what may be left there; "" is nowhere
	Project string       // the project's folder, for labels
	Warn    func(string) // is told what could not be removed; may be nil
}

// Places are this machine and the targets. Its methods may be called at the same
// time.
type Places struct {
	o     Options
	local *place.Local
	left  *register

	mu      sync.Mutex
	targets map[string]*target
}

// New returns the places of a run. No target is asked for anything before there is
// a test for it.
func New(local *place.Local, o Options) *Places {
	return &Places{o: o, local: local, targets: map[string]*target{}, left: &register{dir: o.Cache}}
}

// An Opening opens the places of a run.
type Opening = func(place.Options) (place.Place, error)

// Opener returns what opens the places of a run.
func Opener(o Options) Opening {
	return func(p place.Options) (place.Place, error) {
		local, err := place.NewLocal(p)
		if err != nil {
			return nil, err
		}
		o.Place = p
		return New(local, o), nil
	}
}

// Local is this machine.
func (p *Places) Local() *place.Local { return p.local }

// Open makes the sandbox of a test where that runs.
func (p *Places) Open(ctx context.Context, t place.Test) (place.Sandbox, error) {
	if t.Target == "" {
		return p.local.Open(ctx, t)
	}
	there, err := p.target(t.Target)
	if err != nil {
		return nil, err
	}
	return there.sandbox(ctx, t)
}

// target returns a target by its name.
func (p *Places) target(name string) (*target, error) {
	c, ok := p.o.Targets[name]
	if !ok {
		return nil, errors.New(config.UnknownTarget(p.o.Targets, name))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.targets[name]
	if t == nil {
		ctx, cancel := context.WithCancel(context.Background())
		t = &target{name: name, opening: make(chan struct{}, 1), config: c, places: p, ctx: ctx, cancel: cancel, nextPort: firstPort()}
		p.targets[name] = t
	}
	return t, nil
}

// Close ends all sessions, and removes what is left there and here.
func (p *Places) Close() error {
	p.mu.Lock()
	targets := slices.Collect(maps.Values(p.targets))
	p.mu.Unlock()
	var all sync.WaitGroup
	for _, t := range targets {
		all.Go(t.close)
	}
	all.Wait()
	p.left.close()
	return p.local.Close()
}

// Dir is the temporary directory of the run on this machine.
func (p *Places) Dir() string { return p.local.Dir() }

func (p *Places) warn(format string, args ...any) {
	if p.o.Warn != nil {
		p.o.Warn(fmt.Sprintf(format, args...))
	}
}

// A target is one of the places.
type target struct {
	name   string
	config config.Target
	places *Places
	ctx    context.Context // of the sessions, which outlive a test
	cancel context.CancelFunc

	opening chan struct{} // has room for who opens the first session
	first   *session      // has the copy, and is the ssh connection of the others
	channel channel
	facts   facts
	down    error // why nothing can be run there

	mu       sync.Mutex
	connects bool // the first session is being opened
	idle     []*session
	all      []*session
	lost     []string // directories that a session could not remove
	nextPort int
	dirs     map[string]bool // that the copy has
}

// errorf makes an error that names the target.
func (t *target) errorf(format string, args ...any) error {
	return fmt.Errorf("target %s: "+format, append([]any{t.name}, args...)...)
}

// connectTimeout is how long it may take to get to a shell.
func (t *target) connectTimeout() time.Duration {
	if t.config.ConnectTimeout != nil {
		return *t.config.ConnectTimeout
	}
	return 10 * time.Second
}

// ready opens the first session, once. A target that cannot be reached is not
// tried again in this run: each test would wait for it as long.
func (t *target) ready(ctx context.Context) error {
	select {
	case t.opening <- struct{}{}:
	case <-ctx.Done(): // a session that waits here may be what the first one waits for to end
		return context.Cause(ctx)
	}
	defer func() { <-t.opening }()
	if t.down != nil {
		return t.down
	}
	if t.first != nil && !t.first.over() {
		return nil
	}
	t.connecting(true)
	err := t.connect(ctx)
	t.connecting(false)
	if err != nil && ctx.Err() == nil {
		t.down = err
	}
	return err
}

func (t *target) connecting(is bool) {
	t.mu.Lock()
	t.connects = is
	t.mu.Unlock()
}

// along waits until another session can be opened while the first one is, and reports
// whether that is so: the first one may be open by now.
func (t *target) along(ctx context.Context) bool {
	for {
		t.mu.Lock()
		connects, channel := t.connects, t.channel
		t.mu.Unlock()
		switch {
		case !connects || channel != nil && channel.fresh():
			return false
		case channel != nil && channel.open():
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// connect opens the first session, asks what is there, removes what dead runs
// left, and sends what is to be copied.
func (t *target) connect(ctx context.Context) error {
	if t.channel == nil {
		c, err := t.newChannel(ctx)
		if err != nil {
			return t.errorf("%w", err)
		}
		t.mu.Lock()
		t.channel = c
		t.mu.Unlock()
	}
	s, err := t.open(ctx, true)
	if err != nil {
		return err
	}
	t.places.left.reap(ctx, t, s)
	if !t.fresh() {
		if err := sendCopy(ctx, t, s); err != nil {
			s.close()
			return err
		}
	}
	t.mu.Lock()
	t.first, t.dirs = s, map[string]bool{}
	if !t.fresh() {
		t.idle = append(t.idle, s)
	}
	t.mu.Unlock()
	return nil
}

// fresh reports whether each test has a machine of its own.
func (t *target) fresh() bool { return t.channel.fresh() }

// take returns a session that no test has. A test in a container of its own does
// not get one that something was asked in.
func (t *target) take(ctx context.Context, probe bool) (*session, error) {
	if t.along(ctx) {
		return t.open(ctx, false)
	}
	if err := t.ready(ctx); err != nil {
		return nil, err
	}
	t.mu.Lock()
	for n := len(t.idle); n > 0 && (probe || !t.fresh()); n = len(t.idle) {
		s := t.idle[n-1]
		t.idle = t.idle[:n-1]
		if s.over() {
			continue
		}
		t.mu.Unlock()
		return s, nil
	}
	t.mu.Unlock()
	s, err := t.open(ctx, false)
	if err == nil && t.fresh() {
		if err = sendCopy(ctx, t, s); err != nil {
			s.close()
		}
	}
	return s, err
}

// give takes a session back.
func (t *target) give(s *session, probe bool) {
	if t.fresh() && !probe || s.over() {
		s.close()
		t.mu.Lock()
		t.all = slices.DeleteFunc(t.all, func(o *session) bool { return o == s })
		t.mu.Unlock()
		return
	}
	t.mu.Lock()
	t.idle = append(t.idle, s)
	t.mu.Unlock()
}

// close ends the sessions, the first one last: the others may need its connection.
func (t *target) close() {
	t.mu.Lock()
	all, first := t.all, t.first
	t.all, t.idle = nil, nil
	t.mu.Unlock()
	var wait sync.WaitGroup
	for _, s := range all {
		if s != first {
			wait.Go(s.close)
		}
	}
	wait.Wait()
	t.mu.Lock()
	again := len(t.lost) > 0
	t.mu.Unlock()
	if again {
		removeLost(t)
	}
	if first != nil {
		first.close()
	}
	for _, root := range t.lost {
		t.places.warn("target %s: could not remove %s there: the next run on this target does", t.name, root)
	}
	if t.channel != nil {
		t.channel.close()
	}
	t.cancel()
}

// lose notes that a session ended without having removed its directory.
func (t *target) lose(root string) {
	t.mu.Lock()
	t.lost = append(t.lost, root)
	t.mu.Unlock()
}

// removeLost tries by another connection to remove what sessions lost.
func removeLost(t *target) {
	ctx, cancel := context.WithTimeout(t.ctx, t.connectTimeout())
	defer cancel()
	if t.fresh() {
		t.mu.Lock()
		t.lost = nil // the container is gone, or the engine removes it
		t.mu.Unlock()
		return
	}
	s, err := t.open(ctx, false)
	if err != nil {
		return
	}
	defer s.close()
	t.mu.Lock()
	lost := t.lost
	t.mu.Unlock()
	var still []string
	for _, root := range lost {
		if s.remove(ctx, root) != nil {
			still = append(still, root)
			continue
		}
		t.places.left.forget(root)
	}
	t.mu.Lock()
	t.lost = still
	t.mu.Unlock()
}

// there returns the path that a path of the project has on the target, by where
// the copy is.
func (t *target) there(root, path string) string {
	rel, err := filepath.Rel(t.places.o.Dir, path)
	if err != nil || !filepath.IsLocal(rel) {
		rel = "outside/" + filepath.Base(path)
	}
	if rel == "." {
		return root + "/copy"
	}
	return root + "/copy/" + filepath.ToSlash(rel)
}

// environ is the environment of the channels' commands: the caller's, whose ssh and
// docker they are.
func (p *Places) environ() []string {
	if p.o.Place.Env != nil {
		return p.o.Place.Env
	}
	return os.Environ()
}

// supervisor starts the commands.
func (p *Places) supervisor() *process.Supervisor { return p.o.Place.Supervisor }

// pipe is a path for a named pipe.
func (p *Places) pipe() string { return filepath.Join(p.local.Dir(), "pipe-"+newName()) }

// lastLine is the last line of a text that is not empty.
func lastLine(text string) string {
	last := ""
	for line := range strings.SplitSeq(strings.ToValidUTF8(text, "\uFFFD"), "\n") {
		// The advice of docker and kubectl is no reason.
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "Run 'docker") && !strings.HasPrefix(line, "See '") {
			last = line
		}
	}
	return strings.TrimSuffix(last, ".")
}
