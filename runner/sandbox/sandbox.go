// Package sandbox makes the place in which one test runs: its directories and
// its environment, as FORMAT's "What a test sees" lists them. A [Run] holds the
// sandboxes of a run in one temporary directory; what is made is removed again,
// also where the test took away its own write permission.
package sandbox

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"dott/runner/process"
)

// A Run is the temporary directories of a run. Its methods may be called at the
// same time.
//
// On a disk, to make and remove a directory or a file costs a good part of what
// it costs to start a shell. So a sandbox that a test left as it found it is
// handed to the next one: its directory gets that one's name, its script that
// one's commands.
type Run struct {
	Dir   string // for the scripts; absolute, without symbolic links
	shell string // the name under which a script sees itself
	guard *process.Supervisor
	nests bool
	all   *Sandbox // whose root all share, as under cram; nil when each has its own
	mu    sync.Mutex
	roots map[string]bool // of the sandboxes that exist, beside Dir
	works map[string]bool // of the tests, in the root that all share
	count int
	free  []*Sandbox
}

// NewRun makes the directory of a run inside parent, or inside the system's
// temporary directory when parent is empty. The scripts get the base name of the
// shell, which is what $0 ends in under cram.
// With nested set, the sandboxes are made inside that one directory, to be found
// there later or not to be left by "cd .."; without it they stand beside it, and
// their paths are like cram's.
// With shared set, all tests have one CRAMTMP.
// The guard removes what is there should this process die; it may be nil.
func NewRun(parent, shell string, nested, shared bool, guard *process.Supervisor) (*Run, error) {
	if parent == "" {
		parent = os.TempDir()
	}
	// A shell's pwd has no symbolic links in it (macOS: /tmp), so neither may the
	// paths we look for in the output.
	parent, err := filepath.Abs(parent)
	if err != nil {
		return nil, err
	}
	if parent, err = filepath.EvalSymlinks(parent); err != nil {
		return nil, fmt.Errorf("the temporary directory: %w", err)
	}
	// cram's name, so that patterns written for its paths match ours.
	dir := filepath.Join(parent, "cramtests-"+strings.ToLower(rand.Text()[:8]))
	r := &Run{Dir: dir, shell: filepath.Base(shell), nests: nested, guard: guard, roots: map[string]bool{}}
	r.watch(dir)
	if err := os.Mkdir(dir, 0o700); err != nil {
		r.forget(dir)
		return nil, fmt.Errorf("making the temporary directory: %w", err)
	}
	if shared {
		r.all, r.works = r.number(), map[string]bool{}
		for _, dir := range []string{r.all.Root, r.all.Home, r.all.Tmp} {
			if err := os.Mkdir(dir, 0o777); err != nil {
				return nil, errors.Join(fmt.Errorf("making the temporary directory: %w", err), r.Remove())
			}
		}
	}
	return r, nil
}

// Remove removes the directory, and every sandbox that is left.
func (r *Run) Remove() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for dir := range r.roots {
		errs = append(errs, r.remove(dir))
	}
	return errors.Join(append(errs, r.remove(r.Dir))...)
}

// watch lets a directory be removed should this process die. It is to be made.
func (r *Run) watch(dir string) {
	if r.guard != nil {
		r.guard.RemoveOnDeath(dir)
	}
}

// forget ends that.
func (r *Run) forget(dir string) {
	if r.guard != nil {
		r.guard.Forget(dir)
	}
}

// remove removes a directory that was watched.
func (r *Run) remove(dir string) error {
	err := RemoveAll(dir)
	if err == nil {
		r.forget(dir)
	}
	return err
}

// A Sandbox is the place of one run of one test.
type Sandbox struct {
	Root   string // CRAMTMP
	Work   string // TESTTMP, where the shell starts
	Home   string
	Tmp    string
	Script string // where the script belongs, in a directory of its own
	run    *Run
	mode   fs.FileMode // of the directories as they were made
	script *os.File
	info   fs.FileInfo // of the script
}

// New makes a sandbox for the test file of the given base name.
func (r *Run) New(base string) (*Sandbox, error) {
	s := r.take()
	work := base
	if base == homeName || base == tmpName {
		work += "-1"
	}
	if s != nil {
		return s, s.rename(filepath.Join(s.Root, work))
	}
	s = r.number()
	if r.all != nil {
		s.Root, s.Home, s.Tmp = r.all.Root, r.all.Home, r.all.Tmp
		work = r.unusedName(work)
	}
	s.Work = filepath.Join(s.Root, work)
	if err := s.build(); err != nil {
		return nil, errors.Join(fmt.Errorf("making the test's directories: %w", err), s.discard())
	}
	return s, nil
}

const homeName, tmpName = "home", "tmp"

// unusedName returns a name for a test's directory that no other one had.
func (r *Run) unusedName(name string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	free := name
	for n := 2; r.works[free]; n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	r.works[free] = true
	return free
}

func (s *Sandbox) build() error {
	dirs := []string{s.Root, s.Home, s.Tmp, filepath.Dir(s.Script), s.Work}
	if s.run.all != nil {
		dirs = dirs[3:]
	}
	for _, dir := range dirs {
		if err := os.Mkdir(dir, 0o777); err != nil {
			return err
		}
	}
	info, err := os.Lstat(s.Home)
	if err != nil {
		return err
	}
	s.mode = info.Mode()
	if s.script, err = os.OpenFile(s.Script, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return err
	}
	s.info, err = s.script.Stat()
	return err
}

func (s *Sandbox) rename(work string) error {
	if work == s.Work {
		return nil
	}
	if err := os.Rename(s.Work, work); err != nil {
		return errors.Join(fmt.Errorf("making the test's directories: %w", err), s.discard())
	}
	s.Work = work
	return nil
}

// WriteScript makes text the content of the script, whose name is that of the
// shell that will read it.
func (s *Sandbox) WriteScript(text, shell string) error {
	var err error
	if path := filepath.Join(filepath.Dir(s.Script), filepath.Base(shell)); path != s.Script {
		if err = os.Rename(s.Script, path); err == nil {
			s.Script = path
		}
	}
	if err == nil {
		_, err = s.script.WriteAt([]byte(text), 0)
	}
	if err == nil {
		err = s.script.Truncate(int64(len(text)))
	}
	if err != nil {
		return fmt.Errorf("writing the script: %w", err)
	}
	return nil
}

// Open opens the script to be read.
func (s *Sandbox) Open() (*os.File, error) { return os.Open(s.Script) }

func (r *Run) take() *Sandbox {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.free)
	if n == 0 {
		return nil
	}
	s := r.free[n-1]
	r.free = r.free[:n-1]
	return s
}

// number returns a sandbox of which nothing exists yet.
func (r *Run) number() *Sandbox {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	n := strconv.Itoa(r.count)
	root := r.Dir + "-" + n
	if r.nests {
		root = filepath.Join(r.Dir, n)
	} else {
		r.watch(root)
	}
	r.roots[root] = true
	return &Sandbox{
		Root: root, Home: filepath.Join(root, homeName), Tmp: filepath.Join(root, tmpName),
		Script: filepath.Join(r.Dir, "script-"+n, r.shell), run: r,
	}
}

// Keep ends the use of the sandbox and leaves its directories.
func (s *Sandbox) Keep() error { return s.script.Close() }

// Remove removes what the test left, or keeps the sandbox for another test.
func (s *Sandbox) Remove() error {
	info, err := os.Lstat(s.Script)
	same := s.run.all == nil && err == nil && os.SameFile(info, s.info) && info.Mode() == s.info.Mode()
	if !same || !s.holds(s.Work, 0) || !s.holds(s.Home, 0) || !s.holds(s.Tmp, 0) || !s.holds(s.Root, 3) {
		return s.discard()
	}
	s.run.mu.Lock()
	s.run.free = append(s.run.free, s)
	s.run.mu.Unlock()
	return nil
}

// holds reports whether a directory is as New made it, with n entries.
func (s *Sandbox) holds(dir string, n int) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.Mode() == s.mode && entries(dir, n+1) == n
}

func (s *Sandbox) discard() error {
	if s.script != nil {
		_ = s.script.Close()
	}
	place := s.Root
	if s.run.all != nil {
		place = s.Work
	}
	err := errors.Join(s.run.remove(place), s.run.remove(filepath.Dir(s.Script)))
	if err == nil && s.run.all == nil {
		s.run.mu.Lock()
		delete(s.run.roots, s.Root)
		s.run.mu.Unlock()
	}
	return err
}
