// Package state keeps what a project's runs leave for the next ones: how long
// each test took and whether it failed. It lies in the user's cache directory,
// in a folder for each project, never in the tree. Losing it costs nothing but
// time, so nothing here is a reason to fail a run.
package state

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"dott/runner/atomicfile"
	"dott/runner/event"
)

// A Record is what is known of a test.
type Record struct {
	Seconds float64 // of the last time that it ran
	Failed  bool    // the last time that it ran
	Skipped bool    // the last time
}

// A Project is the state of one project.
type Project struct {
	root string      // what the names of the tests are relative to
	dir  string      // "" when there is no place to keep anything
	slow atomic.Bool // it was waited for, and did not answer
}

// Open returns the state of the project with the given root, for a user with
// the given environment. Nothing is read or written yet.
func Open(root string, getenv func(string) string) *Project {
	p := &Project{root: root}
	if cache := cacheDir(getenv); cache != "" {
		sum := sha256.Sum256([]byte(root))
		p.dir = filepath.Join(cache, "dott", filepath.Base(root)+"-"+hex.EncodeToString(sum[:6]))
	}
	return p
}

func cacheDir(getenv func(string) string) string {
	if dir := getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	switch runtime.GOOS {
	case "windows":
		return getenv("LocalAppData")
	case "darwin", "ios":
		return inHome(getenv("HOME"), "Library", "Caches")
	}
	return inHome(getenv("HOME"), ".cache")
}

// inHome returns a path below a home directory, if there is one: it is not for
// us to make it.
func inHome(home string, path ...string) string {
	if info, err := os.Stat(home); !filepath.IsAbs(home) || err != nil || !info.IsDir() {
		return ""
	}
	return filepath.Join(append([]string{home}, path...)...)
}

// Root returns the root of the project that the directory belongs to: the
// nearest one upward with a dott.toml in it, else the one under version
// control, else the directory itself.
func Root(dir string) string {
	for _, marks := range [][]string{{"dott.toml"}, {".git", ".hg"}} {
		for d := dir; ; d = filepath.Dir(d) {
			for _, m := range marks {
				if _, err := os.Lstat(filepath.Join(d, m)); err == nil {
					return d
				}
			}
			if d == filepath.Dir(d) {
				break
			}
		}
	}
	return dir
}

// Name returns the name under which a test file is known in the project.
func (p *Project) Name(path string) string {
	if rel, err := filepath.Rel(p.root, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(path)
}

const header = "dott state 1"

// Load returns what is known, by the names of the tests. A project without
// state, or with one that cannot be read, has none.
func (p *Project) Load() map[string]Record {
	if p.dir == "" || p.slow.Load() {
		return map[string]Record{}
	}
	data, err := ReadFile(p.tests())
	if err != nil {
		p.noted(err)
		return map[string]Record{}
	}
	return records(string(data))
}

func (p *Project) tests() string { return filepath.Join(p.dir, "tests") }

// noted remembers a place that does not answer, so that it is waited for once.
func (p *Project) noted(err error) {
	if errors.Is(err, errSlow) {
		p.slow.Store(true)
	}
}

// records reads what Save wrote, as far as it can be read.
func records(data string) map[string]Record {
	records := map[string]Record{}
	data, ok := strings.CutPrefix(data, header+"\n")
	if !ok {
		return records
	}
	for line := range strings.Lines(data) {
		line, whole := strings.CutSuffix(line, "\n")
		seconds, rest, ok1 := strings.Cut(line, " ")
		verdict, name, ok2 := strings.Cut(rest, " ")
		s, err := strconv.ParseFloat(seconds, 64)
		if whole && ok1 && ok2 && err == nil {
			records[name] = Record{s, strings.HasPrefix(verdict, "failed"), strings.HasSuffix(verdict, "skipped")}
		}
	}
	return records
}

// FailedCells returns the cells of the matrix in which a test failed the last time
// that it ran there, in order. The name of a run without a cell is empty.
func (p *Project) FailedCells() []string {
	cells := map[string]bool{}
	for name, r := range p.Load() {
		if r.Failed {
			cells[cellOf(name)] = true
		}
	}
	return slices.Sorted(maps.Keys(cells))
}

// cellOf returns the cell that event.Key put at the end of a name.
func cellOf(name string) string {
	i := strings.LastIndex(name, " [")
	if i < 0 || !strings.HasSuffix(name, "]") {
		return ""
	}
	cell := name[i+2 : len(name)-1]
	if !strings.Contains(cell, "=") {
		return ""
	}
	return cell
}

// Address returns the name by which a test can be asked for that is known by a name.
func Address(name string) string {
	cell := cellOf(name)
	if cell == "" {
		return name
	}
	return event.Address(strings.TrimSuffix(name, " ["+cell+"]"), cell)
}

// Save puts what is new over what is known, also by a run that ended meanwhile.
func (p *Project) Save(fresh map[string]Record) error {
	if p.dir == "" || len(fresh) == 0 {
		return nil
	}
	if p.slow.Load() {
		return errSlow
	}
	err := Within(func() error { return p.save(maps.Clone(fresh)) })
	p.noted(err)
	return err
}

func (p *Project) save(fresh map[string]Record) error {
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return err
	}
	unlock := LockBriefly(context.Background(), filepath.Join(p.dir, "lock"))
	defer unlock()
	records := p.Load()
	for name, r := range fresh {
		if r.Skipped { // what is known of when it ran stays
			r.Seconds, r.Failed = records[name].Seconds, records[name].Failed
		}
		records[name] = r
	}
	return atomicfile.Write(p.tests(), 0o600, func(w io.Writer) error {
		fmt.Fprintln(w, header)
		for name, r := range records {
			verdict := "passed"
			switch {
			case r.Failed && r.Skipped:
				verdict = "failed,skipped"
			case r.Failed:
				verdict = "failed"
			case r.Skipped:
				verdict = "skipped"
			}
			if !strings.Contains(name, "\n") {
				fmt.Fprintf(w, "%.6f %s %s\n", r.Seconds, verdict, name)
			}
		}
		return nil // the writer is a buffer, and keeps what went wrong
	})
}

// A Recorder keeps the times and verdicts of a run. It saves them when the run
// ends.
type Recorder struct {
	Project *Project
	fresh   map[string]Record
	before  map[string]Record // read when a verdict is cached
}

// Handle notes the end of a test.
func (r *Recorder) Handle(e event.Event) error {
	switch {
	case e.Done():
		if r.fresh == nil {
			r.fresh = map[string]Record{}
		}
		name := r.Project.Name(event.Key(e.File, e.Case, e.Cell))
		if ran, ok := r.fresh[name]; ok && !ran.Skipped && e.Action == event.Skip {
			return nil
		}
		// Of a test that runs more than once, one failure is enough. What is known to
		// fail is nothing to run again.
		failed := (e.Action == event.Fail || e.Action == event.Error) && e.Known == ""
		seconds := e.Elapsed
		if e.Cached != nil { // it was not run
			if r.before == nil {
				r.before = r.Project.Load()
			}
			seconds = r.before[name].Seconds
		}
		r.fresh[name] = Record{seconds, failed || r.fresh[name].Failed, e.Action == event.Skip}
	case e.Action == event.Summary:
		// Without it the next run is slower, no more.
		_ = r.Project.Save(r.fresh)
	}
	return nil
}
