package place

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

// directories are the temporary directories of a run. Its methods may be called at
// the same time.
//
// On a disk, to make and remove a directory or a file costs a good part of what
// it costs to start a shell. So a sandbox that a test left as it found it is
// handed to the next one: its directory gets that one's name, its script that
// one's commands.
type directories struct {
	dir   string              // for the scripts; absolute, without symbolic links
	shell string              // the name under which a script sees itself
	guard *process.Supervisor // removes what is there should this process die; nil where it is to stay
	nests bool
	all   *box // whose root all share, as under cram; nil when each has its own
	mu    sync.Mutex
	roots map[string]bool // of the sandboxes that exist, beside Dir
	works map[string]bool // of the tests, in the root that all share
	count int
	free  []*box
	lock  *os.File // tells other runs that this one lives; nil where the directory is to stay
}

// newDirectories makes the directory of a run inside parent, or inside the system's
// temporary directory when parent is empty. The scripts get the base name of the
// shell, which is what $0 ends in under cram.
// With nested set, the sandboxes are made inside that one directory, to be found
// there later or not to be left by "cd .."; without it they stand beside it, and
// their paths are like cram's.
// With shared set, all tests have one CRAMTMP. With keep set, the sandboxes are
// nested too, and nobody removes them: neither the guard, should this process die,
// nor another run that takes them for those of a dead one.
func newDirectories(parent, shell string, nested, shared, keep bool, guard *process.Supervisor) (*directories, error) {
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
	removeDead(parent)
	dir := filepath.Join(parent, namePrefix+strings.ToLower(rand.Text()[:8]))
	r := &directories{dir: dir, shell: filepath.Base(shell), nests: nested || keep, roots: map[string]bool{}}
	if !keep {
		r.guard = guard
	}
	r.watch(dir)
	if err := os.Mkdir(dir, 0o700); err != nil {
		r.forget(dir)
		return nil, fmt.Errorf("making the temporary directory: %w", err)
	}
	if !keep {
		if r.lock, err = claim(dir); err != nil {
			return nil, errors.Join(fmt.Errorf("making the temporary directory: %w", err), r.remove())
		}
	}
	if shared {
		r.all, r.works = r.number(), map[string]bool{}
		r.all.home = filepath.Join(r.dir, homeName) // as for cram, whose CRAMTMP has none
		for _, dir := range []string{r.all.root, r.all.home, r.all.tmp} {
			if err := os.Mkdir(dir, 0o777); err != nil {
				return nil, errors.Join(fmt.Errorf("making the temporary directory: %w", err), r.remove())
			}
		}
	}
	return r, nil
}

// remove removes the directory, and every sandbox that is left.
func (r *directories) remove() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lock != nil {
		defer r.lock.Close()
	}
	for _, s := range r.free {
		_ = s.file.Close()
		s.changes.close()
	}
	r.free = nil
	var errs []error
	for root := range r.roots {
		errs = append(errs, r.removeTree(root))
	}
	return errors.Join(append(errs, r.removeTree(r.dir))...)
}

// watch lets a directory be removed should this process die. It is to be made.
func (r *directories) watch(dir string) {
	if r.guard != nil {
		r.guard.RemoveOnDeath(dir)
	}
}

// forget ends that.
func (r *directories) forget(dir string) {
	if r.guard != nil {
		r.guard.Forget(dir)
	}
}

// removeTree removes a directory that was watched.
func (r *directories) removeTree(dir string) error {
	if err := process.RemoveTree(dir); err != nil {
		return fmt.Errorf("removing the temporary directory: %w", err)
	}
	r.forget(dir)
	return nil
}

// A box is what one run of one test has to itself of the directories.
type box struct {
	root    string // CRAMTMP
	work    string // TESTTMP, where the shell starts
	home    string
	tmp     string
	script  string // where the script belongs, in a directory of its own
	run     *directories
	mode    fs.FileMode   // of the directories as they were made
	file    *os.File      // the script
	info    fs.FileInfo   // of the script
	dirs    []fs.FileInfo // of work, home, tmp and root
	changes *changes      // in them; nil where they are not known
}

// take returns a sandbox for the test file of the given base name.
func (r *directories) take(base string) (*box, error) {
	s := r.unused()
	work := base
	if base == homeName || base == tmpName {
		work += "-1"
	}
	if s != nil {
		err := s.rename(filepath.Join(s.root, work))
		s.changes.any() // the change of name
		return s, err
	}
	s = r.number()
	if r.all != nil {
		s.root, s.home, s.tmp = r.all.root, r.all.home, r.all.tmp
		work = r.unusedName(work)
	}
	s.work = filepath.Join(s.root, work)
	if err := s.build(); err != nil {
		return nil, errors.Join(fmt.Errorf("making the test's directories: %w", err), s.discard())
	}
	return s, nil
}

const homeName, tmpName = "home", "tmp"

// unusedName returns a name for a test's directory that no other one had.
func (r *directories) unusedName(name string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	free := name
	for n := 2; r.works[free]; n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	r.works[free] = true
	return free
}

func (s *box) build() error {
	dirs := []string{s.root, s.home, s.tmp, filepath.Dir(s.script), s.work}
	if s.run.all != nil {
		dirs = dirs[3:]
	}
	for _, dir := range dirs {
		if err := os.Mkdir(dir, 0o777); err != nil {
			return err
		}
	}
	var err error
	if _, s.mode = entries(s.home, 0); s.mode == 0 {
		return fmt.Errorf("cannot read %s", s.home)
	}
	if s.file, err = os.OpenFile(s.script, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return err
	}
	if s.info, err = s.file.Stat(); err != nil || s.run.all != nil {
		return err
	}
	for _, dir := range s.directories() {
		info, err := os.Lstat(dir)
		if err != nil {
			return err
		}
		s.dirs = append(s.dirs, info)
	}
	s.changes = s.watch()
	return nil
}

func (s *box) directories() []string { return []string{s.work, s.home, s.tmp, s.root} }

func (s *box) watch() *changes {
	return watchChanges(append(s.directories(), filepath.Dir(s.script))...)
}

func (s *box) rename(work string) error {
	if work == s.work {
		return nil
	}
	if err := os.Rename(s.work, work); err != nil {
		return errors.Join(fmt.Errorf("making the test's directories: %w", err), s.discard())
	}
	s.work = work
	return nil
}

// writeScript makes text the content of the script, whose name is that of the
// shell that will read it.
func (s *box) writeScript(text, shell string) error {
	var err error
	if path := filepath.Join(filepath.Dir(s.script), filepath.Base(shell)); path != s.script {
		if err = os.Rename(s.script, path); err == nil {
			s.script = path
			s.changes.any() // its own
		}
	}
	if err == nil {
		_, err = s.file.WriteAt([]byte(text), 0)
	}
	// To cut it costs several times what it costs to ask whether it has to be.
	var info fs.FileInfo
	if err == nil {
		info, err = s.file.Stat()
	}
	if err == nil && info.Size() != int64(len(text)) {
		err = s.file.Truncate(int64(len(text)))
	}
	if err != nil {
		return fmt.Errorf("writing the script: %w", err)
	}
	return nil
}

func (r *directories) unused() *box {
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
func (r *directories) number() *box {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	n := strconv.Itoa(r.count)
	root := r.dir + "-" + n
	if r.nests {
		root = filepath.Join(r.dir, n)
	} else {
		r.watch(root)
	}
	r.roots[root] = true
	return &box{
		root: root, home: filepath.Join(root, homeName), tmp: filepath.Join(root, tmpName),
		script: filepath.Join(r.dir, "script-"+n, r.shell), run: r,
	}
}

// keep ends the use of the sandbox and leaves its directories.
func (s *box) keep() error {
	s.changes.close()
	return s.file.Close()
}

// remove removes what the test left, or keeps the sandbox for another test.
func (s *box) remove() error {
	changed := s.changes.any()
	if s.run.all != nil || !s.same() || changed && !s.asBuilt() {
		return s.discard()
	}
	if changed { // a directory that was made anew is not watched
		s.changes.close()
		s.changes = s.watch()
	}
	s.run.mu.Lock()
	s.run.free = append(s.run.free, s)
	s.run.mu.Unlock()
	return nil
}

// same reports whether the directories are still those that were made, and nothing
// is mounted there.
func (s *box) same() bool {
	for i, dir := range s.directories() {
		if info, err := os.Lstat(dir); err != nil || !os.SameFile(info, s.dirs[i]) {
			return false
		}
	}
	return true
}

// asBuilt looks whether all is as build made it.
func (s *box) asBuilt() bool {
	info, err := os.Lstat(s.script)
	return err == nil && os.SameFile(info, s.info) && info.Mode() == s.info.Mode() &&
		s.holds(s.work, 0) && s.holds(s.home, 0) && s.holds(s.tmp, 0) && s.holds(s.root, 3)
}

// holds reports whether a directory is as build made it, with n entries.
func (s *box) holds(dir string, n int) bool {
	count, mode := entries(dir, n+1)
	return count == n && mode == s.mode
}

func (s *box) discard() error {
	if s.file != nil {
		_ = s.file.Close()
	}
	s.changes.close()
	place := s.root
	if s.run.all != nil {
		place = s.work
	}
	err := errors.Join(s.run.removeTree(place), s.run.removeTree(filepath.Dir(s.script)))
	if err == nil && s.run.all == nil {
		s.run.mu.Lock()
		delete(s.run.roots, s.root)
		s.run.mu.Unlock()
	}
	return err
}
