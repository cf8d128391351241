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
	keep  bool
	mu    sync.Mutex
	roots map[string]bool // of the sandboxes that exist, beside Dir
	count int
	free  []*Sandbox
}

// NewRun makes the directory of a run inside parent, or inside the system's
// temporary directory when parent is empty. The scripts get the base name of the
// shell, which is what $0 ends in under cram.
// With keep set, the sandboxes are made inside that one directory, to be found
// there later; without it they stand beside it, and their paths are like cram's.
func NewRun(parent, shell string, keep bool) (*Run, error) {
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
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the temporary directory: %w", err)
	}
	return &Run{Dir: dir, shell: filepath.Base(shell), keep: keep, roots: map[string]bool{}}, nil
}

// Remove removes the directory, and every sandbox that is left.
func (r *Run) Remove() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := removeAll(r.Dir)
	for root := range r.roots {
		err = errors.Join(err, removeAll(root))
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
	s.Work = filepath.Join(s.Root, work)
	if err := s.build(); err != nil {
		return nil, errors.Join(fmt.Errorf("making the test's directories: %w", err), s.discard())
	}
	return s, nil
}

const homeName, tmpName = "home", "tmp"

func (s *Sandbox) build() error {
	for _, dir := range []string{s.Root, s.Home, s.Tmp, filepath.Dir(s.Script), s.Work} {
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

// WriteScript makes text the content of the script.
func (s *Sandbox) WriteScript(text string) error {
	_, err := s.script.WriteAt([]byte(text), 0)
	if err == nil {
		err = s.script.Truncate(int64(len(text)))
	}
	if err != nil {
		return fmt.Errorf("writing the script: %w", err)
	}
	return nil
}

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
	if r.keep {
		root = filepath.Join(r.Dir, n)
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
	same := err == nil && os.SameFile(info, s.info) && info.Mode() == s.info.Mode()
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
	err := errors.Join(removeAll(s.Root), removeAll(filepath.Dir(s.Script)))
	if err == nil {
		s.run.mu.Lock()
		delete(s.run.roots, s.Root)
		s.run.mu.Unlock()
	}
	return err
}

// removeAll removes a tree, giving itself the permission to where it is missing.
func removeAll(dir string) error {
	err := os.RemoveAll(dir)
	if err == nil {
		return nil
	}
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			// Before the directory is read; WalkDir tries again by itself only once.
			_ = os.Chmod(path, 0o700)
		}
		return nil
	})
	if err = os.RemoveAll(dir); err != nil {
		return fmt.Errorf("removing the temporary directory: %w", err)
	}
	return nil
}

// A Test is what the environment of a test tells about it.
type Test struct {
	Path     string      // of the file, absolute
	Shell    string      // TESTSHELL
	Preserve bool        // keep the caller's environment (-E)
	Caller   []string    // the caller's environment
	Ports    [][2]string // names of variables and the ports leased under them
}

// fixed are the variables that every test sees with the same value.
var fixed = []string{
	"LANG=C", "LC_ALL=C", "LANGUAGE=C", "TZ=GMT", "COLUMNS=80", "TERM=dumb",
	"CDPATH=", "GREP_OPTIONS=",
}

// cleared are the variables that a test must not inherit; a star at the end
// stands for any rest.
var cleared = []string{
	"XDG_*", "PAGER", "MANPAGER", "GIT_PAGER", "EDITOR", "VISUAL", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR",
	"FCEDIT", "HGEDITOR", "SVN_EDITOR", "LESS", "LINES", "LC_*", "OLDPWD",
}

// Env returns the environment of a test in this sandbox.
func (s *Sandbox) Env(t Test) []string {
	var set []string
	if !t.Preserve {
		set = append(set, fixed...)
		set = append(set, "HOME="+s.Home)
	}
	base := filepath.Base(t.Path)
	set = append(set,
		"TESTDIR="+filepath.Dir(t.Path), "TESTFILE="+base, "TESTNAME="+base,
		"TESTTMP="+s.Work, "CRAMTMP="+s.Root, "TMPDIR="+s.Tmp, "TEMP="+s.Tmp, "TMP="+s.Tmp,
		"TESTSHELL="+t.Shell, "TESTCASE=", "TESTCELL=", "PWD="+s.Work,
	)
	for _, p := range t.Ports {
		set = append(set, p[0]+"="+p[1])
	}
	names := make(map[string]bool, len(set))
	for _, kv := range set {
		name, _, _ := strings.Cut(kv, "=")
		names[name] = true
	}
	env := make([]string, 0, len(t.Caller)+len(set))
	for _, kv := range t.Caller {
		name, _, _ := strings.Cut(kv, "=")
		if !names[name] && (t.Preserve || !isCleared(name)) {
			env = append(env, kv)
		}
	}
	return append(env, set...)
}

func isCleared(name string) bool {
	for _, c := range cleared {
		if prefix, ok := strings.CutSuffix(c, "*"); c == name || ok && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
