package runner

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/event"
	"dott/runner/sandbox"
)

// A source is a file that several tests are made of: it is read and parsed when
// the first of them begins, and forgotten when the last has ended.
type source struct {
	cases [][]string // all runs that its #testcases lines make of it

	mu     sync.Mutex
	users  int // tests that have not ended
	parsed *transcript.Transcript
}

// expand makes tests of files: one of each, or one for each of its cases that
// was asked for, and these in every cell.
func expand(o *Options, files []testFile) ([]chosenTest, error) {
	all := readCases(o, files)
	cells := cellsOf(o.Cells)
	tests := make([]chosenTest, 0, len(files)*len(cells))
	for i, f := range files {
		runs := all[i]
		if f.only != nil {
			var err error
			if runs, err = asked(f, runs); err != nil {
				return nil, err
			}
		} else if runs == nil {
			runs = [][]string{nil}
		}
		var s *source
		if len(runs)*len(cells) > 1 || all[i] != nil {
			s = &source{cases: all[i]}
		}
		for _, cases := range runs {
			t := chosenTest{testFile: f, cases: cases, source: s}
			if cases != nil {
				t.name += "#" + strings.Join(cases, "#")
			}
			for _, c := range cells {
				t.cell = c
				tests = append(tests, t)
			}
		}
	}
	return tests, nil
}

// asked returns those runs of a file that were asked for.
func asked(f testFile, all [][]string) (runs [][]string, err error) {
	wanted := slices.Clone(f.only)
	for _, cases := range all {
		if slices.ContainsFunc(f.only, func(only string) bool { return hasAll(cases, only) }) {
			runs = append(runs, cases)
		}
		wanted = slices.DeleteFunc(wanted, func(w string) bool { return hasAll(cases, w) })
	}
	if len(wanted) > 0 {
		return nil, unknownCase(f.name, wanted[0], all)
	}
	return runs, nil
}

// hasAll reports whether a run has all the cases of a name such as a#x.
func hasAll(cases []string, name string) bool {
	for c := range strings.SplitSeq(name, "#") {
		if !slices.Contains(cases, c) {
			return false
		}
	}
	return true
}

func unknownCase(file, name string, cases [][]string) error {
	if len(cases) == 0 {
		return fmt.Errorf("%s has no cases, so there is no %s#%s", file, file, name)
	}
	var names []string
	for _, c := range cases {
		names = append(names, strings.Join(c, "#"))
	}
	return fmt.Errorf("%s has no case %q; its cases are %s", file, name, strings.Join(names, ", "))
}

// readCases looks for #testcases in files: for most, that is not to be found and
// nothing more is done with them now.
func readCases(o *Options, files []testFile) [][][]string {
	cases := make([][][]string, len(files))
	if o.Format.Plain {
		return cases
	}
	const share = 64 // files that one goroutine reads at a time
	var workers sync.WaitGroup
	next := make(chan int)
	read := func(start int) {
		for i := start; i < min(start+share, len(files)); i++ {
			if files[i].foreign != nil {
				continue
			}
			// One that cannot be read is that test's error later on.
			data, err := readFile(files[i].path)
			if err == nil && bytes.Contains(data, []byte("#testcases")) {
				if t := transcript.For(files[i].path, o.Format).Parse(string(data)); len(t.Faults) == 0 {
					cases[i] = t.Cases()
				}
			}
		}
	}
	if len(files) <= share {
		read(0)
		return cases
	}
	for range max(1, o.Jobs) {
		workers.Go(func() {
			for start := range next {
				read(start)
			}
		})
	}
	for start := 0; start < len(files); start += share {
		next <- start
	}
	close(next)
	workers.Wait()
	return cases
}

// parse returns the file's transcript.
func (j *job) parse(f transcript.Format) (*transcript.Transcript, error) {
	read := func() (*transcript.Transcript, error) {
		data, err := readFile(j.path)
		if err != nil {
			return nil, err
		}
		return transcript.For(j.path, f).Parse(string(data)), nil
	}
	s := j.source
	if s == nil {
		return read()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.parsed == nil {
		s.parsed, err = read()
	}
	return s.parsed, err
}

// use notes that the job will need its source.
func (j *job) use() {
	if s := j.source; s != nil {
		s.mu.Lock()
		s.users++
		s.mu.Unlock()
	}
}

// forget ends the job's use of its source.
func (j *job) forget() {
	j.loaded = nil
	s := j.source
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users--; s.users == 0 {
		s.parsed = nil
	}
}

// load reads and parses the job's file, and finds out what it asks for.
func (j *job) load(ctx context.Context, r *run) error {
	l := &loaded{}
	j.loaded = l
	if err := j.cell.fault(); err != nil {
		return err
	}
	var err error
	if l.settings, err = r.settings(j.path); err != nil {
		return err
	}
	if j.foreign != nil {
		return nil
	}
	t, err := j.parse(r.Format)
	if err != nil {
		return err
	}
	l.faults = slices.Clone(t.Faults)
	fault := func(line int, err error) {
		l.faults = append(l.faults, transcript.Fault{Line: line, Reason: err.Error()})
	}
	l.transcript = t
	if len(l.faults) == 0 {
		l.transcript = t.Choose(func(d transcript.Directive) bool {
			if l.skip != "" || len(l.faults) > 0 {
				return false
			}
			ok, why, err := r.features.holds(ctx, j, d.Terms)
			if err != nil {
				fault(d.Line, err)
			} else if !ok && d.Name == "require" {
				l.skip = why
			}
			return ok
		})
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if l.skip != "" {
		return nil
	}
	l.faults = append(l.faults, l.settings.direct(l.transcript, j.path)...)
	if why := r.pool.impossible(l.settings.resources); why != "" {
		line := 0
		for _, d := range l.transcript.Directives {
			if d.Name == "resource" {
				line = d.Line
				break
			}
		}
		fault(line, fmt.Errorf("%s", why))
	}
	if len(l.faults) > 0 {
		l.settings = settings{} // it will not run
	}
	return nil
}

func (j *job) retry() int {
	if j.loaded == nil {
		return 0
	}
	return j.loaded.settings.retry
}

// hasCase reports whether a case is the job's; ok is false if it is no case of
// the file's.
func (j *job) hasCase(name string) (present, ok bool) {
	if j.source == nil {
		return false, false
	}
	return slices.Contains(j.cases, name), slices.Contains(j.allCases(), name)
}

// allCases returns the names of all the cases of the file.
func (j *job) allCases() []string {
	if j.source == nil {
		return nil
	}
	var names []string
	for _, cases := range j.source.cases {
		for _, name := range cases {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// about returns what the environment tells the job's test.
func (j *job) about(r *run, ports [][2]string) sandbox.Test {
	t := sandbox.Test{
		Path: j.path, Case: j.cases, Shell: r.Shell, Preserve: r.PreserveEnv, Caller: r.Env, Ports: ports,
		Project: r.Config.Dir, Cell: j.cellName(), Pass: r.Config.Env.Pass, Set: r.Config.Env.Set, Unset: r.Config.Env.Unset,
	}
	if j.loaded != nil && j.loaded.settings.shell != "" {
		t.Shell, t.Set = j.loaded.settings.shell, j.loaded.settings.env
	}
	return t
}

// environ is the environment of the job's test in a sandbox.
func (j *job) environ(box *sandbox.Sandbox, about sandbox.Test) []string {
	env := box.Env(about)
	if j.cell != nil {
		env = j.cell.place.Environ(env)
	}
	if len(j.coverEnv) > 0 {
		env = sandbox.Set(env, j.coverEnv)
	}
	return env
}

// off returns the ranges of lines that #if left out.
func off(t *transcript.Transcript) []event.Range {
	var ranges []event.Range
	for n, l := range t.Lines {
		if l.Kind != transcript.Off {
			continue
		}
		if last := len(ranges) - 1; last >= 0 && ranges[last].End == n {
			ranges[last].End++
		} else {
			ranges = append(ranges, event.Range{Start: n, End: n + 1})
		}
	}
	return ranges
}

func limits(resources map[string]config.Amount) map[string]int64 {
	l := make(map[string]int64, len(resources))
	for name, n := range resources {
		l[name] = int64(n)
	}
	return l
}
