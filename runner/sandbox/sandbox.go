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
	"sync/atomic"
)

// A Run is the temporary directory of a run. Its methods may be called at the
// same time.
type Run struct {
	Dir   string // absolute, without symbolic links
	count atomic.Int64
}

// NewRun makes the directory of a run inside parent, or inside the system's
// temporary directory when parent is empty.
func NewRun(parent string) (*Run, error) {
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
	return &Run{Dir: dir}, nil
}

// Remove removes the directory and everything in it.
func (r *Run) Remove() error { return removeAll(r.Dir) }

// A Sandbox is the place of one run of one test.
type Sandbox struct {
	Root   string // CRAMTMP
	Work   string // TESTTMP, where the shell starts
	Home   string
	Tmp    string
	Script string // where the script belongs; outside Root
}

// New makes a sandbox for the test file of the given base name.
func (r *Run) New(base string) (*Sandbox, error) {
	n := strconv.FormatInt(r.count.Add(1), 10)
	s := &Sandbox{Root: filepath.Join(r.Dir, n), Script: filepath.Join(r.Dir, n+".sh")}
	s.Home = filepath.Join(s.Root, "home")
	s.Tmp = filepath.Join(s.Root, "tmp")
	s.Work = filepath.Join(s.Root, base)
	if s.Work == s.Home || s.Work == s.Tmp {
		s.Work += "-1"
	}
	for _, dir := range []string{s.Root, s.Home, s.Tmp, s.Work} {
		if err := os.Mkdir(dir, 0o777); err != nil {
			return nil, errors.Join(fmt.Errorf("making the test's directories: %w", err), s.Remove())
		}
	}
	return s, nil
}

// Remove removes the sandbox and the script.
func (s *Sandbox) Remove() error {
	err := removeAll(s.Root)
	if serr := os.Remove(s.Script); serr != nil && !errors.Is(serr, fs.ErrNotExist) {
		err = errors.Join(err, serr)
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
	Path     string   // of the file, absolute
	Shell    string   // TESTSHELL
	Preserve bool     // keep the caller's environment (-E)
	Caller   []string // the caller's environment
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
