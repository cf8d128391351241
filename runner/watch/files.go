package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// A fileTree says which files changed in some directories: those that were named
// with all below them, and those in which a named file is. It is for one goroutine.
type fileTree struct {
	notify  *notifier
	ignore  []string        // absolute paths of directories
	named   map[string]bool // files that were named
	config  map[string]bool // files of the configuration
	dirs    map[string]bool // directories that are watched
	alone   map[string]bool // those of them in which only the configuration counts
	deep    map[string]bool // directories that are watched with all below them
	used    map[string]bool // directories that are watched since tests use files in them
	changed map[string]bool // true for what was not there before
	outside bool            // not all of what changed did so during a run
	missed  bool            // there were more changes than the system could tell
}

// changedFiles are those that changed in a short while.
type changedFiles struct {
	tests  []string // that are there now
	config []string // of the configuration, also those that are gone
	others []string // also those that are gone
	during bool     // all of these two changed while tests ran
	missed bool     // there may be more
}

// A notifier is how the system tells that something changed in a directory.
type notifier struct {
	add, remove func(dir string) error
	close       func() error
	events      <-chan fsnotify.Event
	errors      <-chan error
}

func newNotifier() (*notifier, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watching files: %w", err)
	}
	return &notifier{add: w.Add, remove: w.Remove, close: w.Close, events: w.Events, errors: w.Errors}, nil
}

func newFileTree(system func() (*notifier, error), scope Scope) (*fileTree, error) {
	notify, err := system()
	if err != nil {
		return nil, err
	}
	t := &fileTree{
		notify: notify, named: map[string]bool{}, config: map[string]bool{}, dirs: map[string]bool{}, alone: map[string]bool{},
		deep: map[string]bool{}, used: map[string]bool{}, changed: map[string]bool{},
	}
	for _, dir := range scope.Ignore {
		if abs, err := filepath.Abs(dir); dir != "" && err == nil {
			t.ignore = append(t.ignore, abs)
		}
	}
	for _, p := range scope.Paths {
		if err := t.addPath(filepath.Clean(p)); err != nil {
			return nil, errors.Join(err, notify.close())
		}
	}
	for _, p := range scope.Config {
		if err := t.addConfig(filepath.Clean(p)); err != nil {
			return nil, errors.Join(err, notify.close())
		}
	}
	return t, nil
}

func (t *fileTree) close() error { return t.notify.close() }

// addConfig watches a file of the configuration, and nothing else in its folder. A
// folder that is watched already keeps the name under which it is.
func (t *fileTree) addConfig(path string) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	if err != nil {
		return nil // no file can appear in it without one that is watched
	}
	for d := range t.dirs {
		if watched, err := os.Stat(d); err == nil && os.SameFile(info, watched) {
			t.config[filepath.Join(d, filepath.Base(path))] = true
			return nil
		}
	}
	t.config[path], t.alone[dir] = true, true
	return t.add(dir)
}

// use watches folders with files that tests use, if they are not watched already. What
// cannot be watched is not.
func (t *fileTree) use(dirs []string) {
	if len(dirs) == 0 {
		return
	}
	watched := map[string]string{}
	for dir := range t.dirs {
		watched[realDir(dir)] = dir
	}
	for _, dir := range dirs {
		real := realDir(dir)
		as, known := watched[real]
		switch {
		case t.ignored(dir):
		case t.alone[as]: // it keeps its name
			delete(t.alone, as)
			t.used[as] = true
		case !known && t.add(dir) == nil:
			watched[real], t.used[dir] = dir, true
		}
	}
}

func realDir(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

func (t *fileTree) addPath(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("no such file: %s", path)
	case err != nil:
		return err
	case info.IsDir():
		return t.addTree(path)
	}
	t.named[path] = true
	return t.add(filepath.Dir(path))
}

func (t *fileTree) add(dir string) error {
	err := t.notify.add(dir)
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("watching %s: more directories than the system watches for one user (on Linux, sysctl fs.inotify.max_user_watches is the limit)", dir)
	}
	if err != nil {
		return fmt.Errorf("watching %s: %w", dir, err)
	}
	t.dirs[dir] = true
	return nil
}

// addTree watches a directory and all below it. Files that are there already are
// not seen as new.
func (t *fileTree) addTree(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path != root:
			return nil // gone again, or not for us; what it means for the tests, their run says
		case err != nil:
			return err
		case !d.IsDir() && d.Type()&fs.ModeSymlink != 0 && path == root:
			// The root may be a link; what it links to is walked as if it were no link.
			return t.addLinked(root)
		case !d.IsDir():
			return nil
		case path != root && (hidden(path) || t.ignored(path)):
			return fs.SkipDir
		}
		t.deep[path] = true
		return t.add(path)
	})
}

// addLinked watches the directory that a link leads to, under the link's name.
func (t *fileTree) addLinked(root string) error {
	t.deep[root] = true
	if err := t.add(root); err != nil {
		return err
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if path := filepath.Join(root, e.Name()); e.IsDir() && !hidden(path) && !t.ignored(path) {
			if err := t.addTree(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// note remembers what changed and reports whether that may matter.
func (t *fileTree) note(e fsnotify.Event, during bool) bool {
	path := filepath.Clean(e.Name)
	created := e.Has(fsnotify.Create)
	if !created && !e.Has(fsnotify.Write) && !e.Has(fsnotify.Remove) && !e.Has(fsnotify.Rename) {
		return false
	}
	switch {
	case t.config[path]:
		return t.add1(path, created, during)
	case t.alone[filepath.Dir(path)]:
		return false
	case !t.named[path] && (hidden(path) || t.ignored(path) || passing(path)):
		return false
	}
	if t.deep[path] && !created {
		if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
			t.forget(path)
		}
		// What was in it counts: when it was moved away, nothing else tells.
		return e.Has(fsnotify.Rename) && t.add1(path, false, during)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if t.used[filepath.Dir(path)] {
			return created && t.add1(path, true, during)
		}
		return created && t.noteDir(path, during)
	}
	return t.add1(path, created, during)
}

func (t *fileTree) add1(path string, created, during bool) bool {
	if _, ok := t.changed[path]; !ok {
		t.changed[path] = created
	}
	if !during && !strings.HasSuffix(path, ".t") {
		t.outside = true
	}
	return true
}

// noteDir watches a new directory. The files that were put into it before count.
func (t *fileTree) noteDir(dir string, during bool) bool {
	if !t.deep[filepath.Dir(dir)] {
		return false
	}
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
		return false // links are not followed
	}
	_ = t.addTree(dir) // at worst, it is gone again
	any := false
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case hidden(path) || t.ignored(path):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular() && !passing(path):
			any = t.add1(path, true, during)
		}
		return nil
	})
	return any
}

// forget stops watching a directory that was moved or removed, and all below it.
func (t *fileTree) forget(dir string) {
	for d := range t.deep {
		if d == dir || strings.HasPrefix(d, dir+string(filepath.Separator)) {
			delete(t.deep, d)
			delete(t.dirs, d)
			_ = t.notify.remove(d) // mostly it is gone already
		}
	}
}

// lost takes an error of the system. That some changes were not told is none: all
// is run then.
func (t *fileTree) lost(err error) error {
	if errors.Is(err, fsnotify.ErrEventOverflow) {
		t.missed, t.outside = true, true
		return nil
	}
	return fmt.Errorf("watching files: %w", err)
}

// take returns what changed since it was called last. Files that came and went
// in the meantime are those of an editor.
func (t *fileTree) take() changedFiles {
	c := changedFiles{during: !t.outside, missed: t.missed}
	for path, created := range t.changed {
		_, err := os.Stat(path)
		switch gone := errors.Is(err, fs.ErrNotExist); {
		case gone && created:
		case t.named[path] || strings.HasSuffix(path, ".t"):
			if !gone {
				c.tests = append(c.tests, path)
			}
		case t.config[path]:
			c.config = append(c.config, path)
		default:
			c.others = append(c.others, path)
		}
	}
	if t.missed {
		c.config = slices.Collect(maps.Keys(t.config))
		c.others = append(c.others, "too many files")
	}
	slices.Sort(c.tests)
	slices.Sort(c.config)
	slices.Sort(c.others)
	t.changed, t.outside, t.missed = map[string]bool{}, false, false
	return c
}

func (t *fileTree) ignored(path string) bool {
	if len(t.ignore) == 0 {
		return false
	}
	abs, err := filepath.Abs(path)
	return err == nil && slices.ContainsFunc(t.ignore, func(dir string) bool {
		return abs == dir || strings.HasPrefix(abs, dir+string(filepath.Separator))
	})
}

func hidden(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(name, ".") && name != "." && name != ".."
}

// passing reports whether a file is one of ours or of an editor, no part of the
// tests. What editors create and remove again while they write needs no name here.
func passing(path string) bool {
	name := filepath.Base(path)
	switch filepath.Ext(name) {
	case ".err", ".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", ".rej":
		return true
	}
	return strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") || strings.HasPrefix(name, "___jb_")
}
