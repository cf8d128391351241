package coverage

import (
	"context"
	_ "embed" // what runs in Python
	"encoding/json"
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

var (
	//go:embed python/sitecustomize.py
	pythonSite string
	//go:embed python/start.sh
	pythonStart string
	//go:embed python/data.py
	pythonData string
	//go:embed python/dott.pth
	pythonPath string
)

// pythonQuiet are warnings that are about what is normal here, and that no test is
// to see.
var pythonQuiet = []string{
	"couldnt-parse", "trace-changed", "module-not-python", "module-not-imported", "no-data-collected",
	"module-not-measured", "already-imported", "include-ignored", "dynamic-conflict", "no-ctracer", "no-sysmon",
}

// pythonOther are what a project's folder may have of others' sources.
var pythonOther = []string{"*/site-packages/*", "*/dist-packages/*"}

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
		path, _ := process.LookupEnv(s.Env, "PATH")
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

// unmeasured adds to notes which Pythons of a test could not start coverage.py.
func (p *pythonTool) unmeasured(t *measured) {
	text, _ := os.ReadFile(filepath.Join(t.dir, "unmeasured")) // as a rule it is not there
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); !slices.Contains(p.notes, line) {
			p.notes = append(p.notes, line)
		}
	}
}

// prepare writes what stands before every Python.
func (p *pythonTool) prepare(s *Session) error {
	p.home = filepath.Join(s.Dir, "data", ".python")
	if err := os.MkdirAll(p.site(), 0o777); err != nil {
		return err
	}
	own, err := s.own("python")
	if err != nil {
		return err
	}
	site := strings.NewReplacer(`"{{here}}"`, jsonText(p.site()), `"{{library}}"`, jsonText(p.library)).Replace(pythonSite)
	if err := os.Mkdir(p.bin(), 0o777); err != nil {
		return err
	}
	for _, name := range p.names {
		if err := os.Symlink(filepath.Join("..", "start"), filepath.Join(p.bin(), name)); err != nil && runtime.GOOS != "windows" {
			return err
		}
	}
	start := strings.NewReplacer("{{site}}", "'"+strings.ReplaceAll(p.site(), "'", `'\''`)+"'").Replace(pythonStart)
	return errors.Join(
		os.WriteFile(filepath.Join(p.site(), "sitecustomize.py"), []byte(site), 0o666),
		os.WriteFile(filepath.Join(p.home, "start"), []byte(start), 0o777),
		os.WriteFile(filepath.Join(own, "dott.pth"), []byte(pythonPath), 0o666), // for who needs it
	)
}

func (p *pythonTool) site() string { return filepath.Join(p.home, "site") }
func (p *pythonTool) bin() string  { return filepath.Join(p.home, "bin") }

// jsonText writes a text as JSON does, which Python reads as well.
func jsonText(text string) string {
	b, _ := json.Marshal(text) // of a string there is no error
	return string(b)
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

// config is coverage.py's configuration for a test: the project's own, so far as
// it does not say where anything is.
func (p *pythonTool) config(s *Session, t *measured) string {
	var b strings.Builder
	b.WriteString("[run]\n")
	put := func(name string, values ...string) {
		// A list has a line for each; $NAME is a variable there.
		fmt.Fprintf(&b, "%s = %s\n", name, strings.ReplaceAll(strings.Join(values, "\n    "), "$", "$$"))
	}
	put("data_file", p.file(t))
	put("parallel", "true")
	put("include", pythonGlob(s.source)+string(filepath.Separator)+"*")
	put("omit", p.omit(s)...)
	put("disable_warnings", pythonQuiet...)
	if slices.Compare(p.version, []int{6, 4}) >= 0 {
		put("sigterm", "true")
	}
	if slices.Compare(p.version, []int{7, 10}) >= 0 && runtime.GOOS != "windows" {
		put("patch", "_exit", "execv")
	}
	run := maps.Clone(p.run)
	if run["concurrency"] == nil && runtime.GOOS != "windows" {
		// What multiprocessing forks ends by os._exit, which only this knows of.
		run["concurrency"] = []any{"thread", "multiprocessing"}
	}
	for _, name := range slices.Sorted(maps.Keys(run)) {
		switch v := run[name].(type) {
		case []any:
			if name == "omit" {
				continue
			}
			var list []string
			for _, v := range v {
				list = append(list, fmt.Sprint(v))
			}
			put(name, list...)
		default:
			put(name, fmt.Sprint(v))
		}
	}
	return b.String()
}

// omit are globs of what does not count.
func (p *pythonTool) omit(s *Session) []string {
	omit := []string{pythonGlob(s.Dir) + string(filepath.Separator) + "*"}
	for _, g := range pythonOther {
		// Someone may well work inside of such a folder.
		if !strings.Contains(s.source+string(filepath.Separator), strings.Trim(g, "*")) {
			omit = append(omit, g)
		}
	}
	return omit
}

// pythonGlob makes a path match only itself.
func pythonGlob(path string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(path)
}

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

// pythonRead is data.py's answer about tests: files are numbered, and a test is a
// list of such numbers with the lines it ran.
type pythonRead struct {
	Files      []string
	Statements [][]int
	Tests      [][]pythonRan
}

type pythonRan struct {
	file  int
	lines []int
}

func (r *pythonRan) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&r.file, &r.lines})
}

func (p *pythonTool) collect(ctx context.Context, s *Session, tests []*measured) (Profile, error) {
	cells := map[string][]string{}
	var arrived []*measured
	var files [][]string // of each that arrived
	for _, t := range tests {
		p.unmeasured(t)
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

// read reads the data of all tests into their profiles. A process reads a good
// many tests: it takes longer to start than to read one.
func (p *pythonTool) read(ctx context.Context, s *Session, tests []*measured, files [][]string) (*pythonRead, error) {
	const many = 100
	n := max(1, min(s.Jobs, len(tests)/many))
	parts := make([]pythonRead, n)
	var heads []*measured
	for i := range n {
		heads = append(heads, tests[len(tests)*i/n])
	}
	err := s.each(ctx, heads, func(ctx context.Context, t *measured) error {
		i := slices.Index(heads, t)
		from, to := len(tests)*i/n, len(tests)*(i+1)/n
		return p.ask(ctx, s, "read", map[string]any{
			"source": s.source, "sources": i == 0, "omit": p.omit(s), "quiet": pythonQuiet, "tests": files[from:to],
		}, &parts[i])
	})
	if err != nil {
		return nil, err
	}
	all := &pythonRead{}
	for i, part := range parts {
		from := len(tests) * i / n
		if len(part.Statements) != len(part.Files) || len(part.Tests) != len(tests)*(i+1)/n-from {
			return nil, errors.New("coverage.py's answer has other tests than the question")
		}
		for k, ran := range part.Tests {
			covered := Profile{}
			for _, r := range ran {
				if name := s.name(part.Files[r.file]); name != "" {
					for _, line := range r.lines {
						covered.add(name, line, 1)
					}
				}
			}
			s.arrived(tests[from+k], covered)
		}
		all.Files, all.Statements = append(all.Files, part.Files...), append(all.Statements, part.Statements...)
	}
	return all, nil
}

// publish leaves coverage.py's own data, of each cell and of all, and its reports.
func (p *pythonTool) publish(ctx context.Context, s *Session, cells map[string][]string, files []string) error {
	own, err := s.own("python")
	if err != nil {
		return err
	}
	html, err := s.own("html")
	if err != nil {
		return err
	}
	var merge [][2]any
	for _, cell := range slices.Sorted(maps.Keys(cells)) {
		merge = append(merge, [2]any{filepath.Join(own, cell, ".coverage"), cells[cell]})
	}
	err = p.ask(ctx, s, "publish", map[string]any{
		"cells": merge, "all": filepath.Join(own, ".coverage"), "files": files, "omit": p.omit(s), "quiet": pythonQuiet,
		"html": html, "xml": filepath.Join(own, "coverage.xml"), "lcov": filepath.Join(own, "lcov.info"),
	}, &struct{}{})
	if err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	return nil
}

// ask puts a question to data.py.
func (p *pythonTool) ask(ctx context.Context, s *Session, verb string, question, answer any) error {
	dir, err := os.MkdirTemp("", "dott-cover-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	asked, answered := filepath.Join(dir, "asked"), filepath.Join(dir, "answered")
	text, err := json.Marshal(question)
	if err != nil {
		return err
	}
	if err := os.WriteFile(asked, text, 0o600); err != nil {
		return err
	}
	if _, err := process.Output(ctx, s.Base, p.python, "-c", pythonData, verb, asked, answered); err != nil {
		// The command is long; what it said is what counts.
		_, said, ok := strings.Cut(err.Error(), answered+": ")
		if !ok {
			return err
		}
		return errors.New(said)
	}
	if text, err = os.ReadFile(answered); err != nil {
		return fmt.Errorf("coverage.py's answer: %w", err)
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("coverage.py's answer: %w", err)
	}
	return nil
}
