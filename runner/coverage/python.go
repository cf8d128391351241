package coverage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dott/runner/environment"
	"dott/runner/process"
)

// pythonTool measures with coverage.py. Each Python that a test starts has to
// start it, so two things stand before it: on PYTHONPATH a sitecustomize, which
// Python imports by itself, and on PATH a command of Python's name, which puts
// PYTHONPATH back where a test took it away. Either tells coverage.py of a
// configuration that only this test has. Where the data go is absolute there, so
// it does not matter where a process works or what it was told of the test.
type pythonTool struct {
	python  string         // one that has coverage.py
	version []int          // of that
	library string         // where it lies
	run     map[string]any // what the project's own configuration says about measuring
	names   []string       // under which there are Pythons on PATH

	once sync.Once
	err  error  // of what is made once
	home string // the folder of what stands before Python

	notes []string // on what could not be measured
}

// pythonQuiet are warnings that are about what is normal here, and that no test is
// to see.
var pythonQuiet = []string{
	"couldnt-parse", "trace-changed", "module-not-python", "module-not-imported", "no-data-collected",
	"module-not-measured", "already-imported", "include-ignored", "dynamic-conflict", "no-ctracer", "no-sysmon",
}

func (p *pythonTool) open(ctx context.Context, s *Session) error {
	if strings.ContainsRune(s.Dir, os.PathListSeparator) {
		return fmt.Errorf("the folder %s cannot stand in PATH and PYTHONPATH; name another with --cover-dir", s.Dir)
	}
	tried := map[string]string{} // what each said
	for _, candidate := range []string{"python3", "python", filepath.Join(s.Base, ".venv", "bin", "python3"), "/usr/bin/python3"} {
		python, err := process.Find(candidate)
		if err != nil || tried[python] != "" {
			continue
		}
		p.python = python
		var about struct {
			Version []int
			Library string
			Run     map[string]any
		}
		if err := p.ask(ctx, s, "about", map[string]any{}, &about); err != nil {
			tried[python] = err.Error()
			continue
		}
		if slices.Compare(about.Version, []int{5, 5}) < 0 {
			tried[python] = "it has a coverage.py older than 5.5"
			continue
		}
		p.version, p.library, p.run = about.Version, about.Library, about.Run
		path, _ := environment.Lookup(s.Env, "PATH")
		for _, name := range pythonNames() {
			if name == "python3" || process.OnPath(name, path) {
				p.names = append(p.names, name)
			}
		}
		return nil
	}
	var b strings.Builder
	b.WriteString(`tool = "python" needs coverage.py; python3 -m pip install coverage, or install Debian's package python3-coverage`)
	for _, python := range slices.Sorted(maps.Keys(tried)) {
		fmt.Fprintf(&b, "\n  %s: %s", python, tried[python])
	}
	return errors.New(b.String())
}

// pythonNames are the names under which Python may be called.
func pythonNames() []string {
	names := []string{"python3", "python"}
	for minor := 6; minor <= 30; minor++ {
		names = append(names, "python3."+strconv.Itoa(minor))
	}
	return names
}

func (p *pythonTool) advice() string {
	why := "no Python that they ran could be measured (for one that runs with -I or -E, or by its path and without the environment, see dott.pth in docs/coverage.md)"
	if len(p.notes) > 0 {
		return why + "; " + p.notes[0]
	}
	return why
}

// pythonUnmeasured adds to notes which Pythons of a test could not start coverage.py.
func pythonUnmeasured(p *pythonTool, t *measured) {
	text, _ := os.ReadFile(filepath.Join(t.dir, "unmeasured")) // as a rule it is not there
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); !slices.Contains(p.notes, line) {
			p.notes = append(p.notes, line)
		}
	}
}

func (p *pythonTool) env(s *Session, t *measured) (map[string]string, error) {
	p.once.Do(func() { p.err = p.prepare(s) })
	if p.err != nil {
		return nil, p.err
	}
	config := filepath.Join(t.dir, "coveragerc")
	env := map[string]string{
		"COVERAGE_PROCESS_START": config,
		"COVERAGE_FILE":          p.file(t), // the caller's would win over the configuration
		"PYTHONPATH":             p.site() + string(os.PathListSeparator) + "$PYTHONPATH",
	}
	bin := filepath.Join(t.dir, "bin")
	if runtime.GOOS != "windows" { // where no script is a command
		env["PATH"] = bin + string(os.PathListSeparator) + "$PATH"
		// The folder of all tests has in this test's a name of its own, by which the
		// command in it knows whose it is.
		if err := os.Symlink(p.bin(), bin); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	return env, os.WriteFile(config, []byte(p.config(s, t)), 0o666)
}

// file is the name with which a test's data begin.
func (*pythonTool) file(t *measured) string { return filepath.Join(t.dir, "data") }

// ended has nothing to do: what a test leaves running writes its data when it is
// ended.
func (*pythonTool) ended(*Session, *measured) error { return nil }

// files returns the files that a test's processes wrote. One that a process was
// ended in the middle of has nothing in it.
func (p *pythonTool) files(t *measured) ([]string, error) {
	found, err := filepath.Glob(quoteGlob(p.file(t)) + ".*")
	return slices.DeleteFunc(found, func(file string) bool {
		info, err := os.Stat(file)
		return err != nil || info.Size() == 0 || strings.HasSuffix(file, "-journal")
	}), err
}

func (p *pythonTool) collect(ctx context.Context, s *Session, tests []*measured) (Profile, error) {
	cells := map[string][]string{}
	var arrived []*measured
	var files [][]string // of each that arrived
	for _, t := range tests {
		pythonUnmeasured(p, t)
		found, err := p.files(t)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			arrived, files = append(arrived, t), append(files, found)
			cell := filepath.Base(filepath.Dir(t.dir))
			cells[cell] = append(cells[cell], found...)
		}
	}
	if len(arrived) == 0 {
		return nil, nil
	}
	for _, note := range p.notes {
		s.remark("not measured: %s", note)
	}
	known, err := p.read(ctx, s, arrived, files)
	if err != nil {
		return nil, err
	}
	paths := map[string]string{} // by name
	for _, path := range known.Files {
		if name := s.name(path); name != "" {
			paths[name] = path
		}
	}
	total := Profile{}
	for i, path := range known.Files {
		if name := s.name(path); name != "" {
			for _, n := range known.Statements[i] {
				total.add(name, n, 0)
			}
		}
	}
	s.keep(total)
	if len(total) == 0 {
		return total, nil
	}
	for name := range paths {
		if total[name] == nil {
			delete(paths, name)
		}
	}
	return total, p.publish(ctx, s, cells, slices.Sorted(maps.Values(paths)))
}
