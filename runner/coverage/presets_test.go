package coverage

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dott/runner/config"
)

// TestToolNames holds the tools to the names that a configuration may say.
func TestToolNames(t *testing.T) {
	var names []string
	for name := range tools {
		names = append(names, name)
	}
	known := config.CoverageTools()
	slices.Sort(names)
	slices.Sort(known)
	if diff := cmp.Diff(known, names); diff != "" {
		t.Error(diff)
	}
}

func TestAddGcov(t *testing.T) {
	p := Profile{}
	name := func(path string) string {
		rel, ok := strings.CutPrefix(path, "/w/")
		if !ok {
			return ""
		}
		return rel
	}
	err := addGcov(p, strings.NewReader(
		`{"current_working_directory": "/w/build", "files": [`+
			`{"file": "../a.c", "lines": [{"line_number": 1, "count": 2, "function_name": "f"}, {"line_number": 1, "count": 1}, {"line_number": 3, "count": 0}]},`+
			`{"file": "/usr/include/x.h", "lines": [{"line_number": 1, "count": 2}]}]}`+"\n"+
			`{"current_working_directory": "/w/build", "files": [{"file": "../a.c", "lines": [{"line_number": 3, "count": 1e6}]}]}`), name)
	if diff := cmp.Diff(Profile{"a.c": {1: 3, 3: 1000000}}, p); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if err := addGcov(p, strings.NewReader(`{"files": 1}`), name); err == nil {
		t.Error("what is none of gcov's was taken for it")
	}
}

// TestGcovPair takes heads of files as compilers on machines of either order of
// bytes write them.
func TestGcovPair(t *testing.T) {
	dir := t.TempDir()
	file := func(name, head string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(head), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		data, notes string
		version     int
		fault       string
	}{
		{"adcg*22Bstam", "oncg*22Bstam", 12, ""},
		{"gcdaB41*stam", "gcnoB41*stam", 14, ""},
		{"adcg*39Astam", "oncg*39Astam", 9, ""},
		{"adcg*22Bstam", "oncg*22Bother", 0, "another compilation"},
		{"adcg*22Bstam", "oncg*13Bstam", 0, "another compilation"},
		{"adcg*804stam", "oncg*804stam", 0, "as clang"},
		{"adcg", "oncg*22Bstam", 0, "EOF"},
	} {
		version, err := gcovPair(file("x.gcda", c.data), file("x.gcno", c.notes))
		if version != c.version || (err != nil) != (c.fault != "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%q and %q: %d, %v", c.data, c.notes, version, err)
		}
	}
}

// TestPythonConfig has what coverage.py would take for something else in names.
func TestPythonConfig(t *testing.T) {
	p := &pythonTool{version: []int{6, 5, 0}, run: map[string]any{"branch": true, "omit": []any{"x"}, "plugins": []any{"a", "b"}}}
	s := &Session{Options: Options{Dir: "/w/[c]*"}, source: "/w/$HOME"}
	got := p.config(s, &measured{dir: "/w/t$x"})
	for _, want := range []string{
		"data_file = /w/t$$x/data\n", "parallel = true\n", "include = /w/$$HOME/*\n", "omit = /w/[[]c][*]/*\n    */site-packages/*\n",
		"sigterm = true\n", "branch = true\n", "plugins = a\n    b\n", "concurrency = thread\n    multiprocessing\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for _, not := range []string{"patch", "omit = x"} {
		if strings.Contains(got, not) {
			t.Errorf("%q is in\n%s", not, got)
		}
	}
	var r pythonRan
	if err := json.Unmarshal([]byte(`[3,[1,2]]`), &r); err != nil || r.file != 3 || len(r.lines) != 2 {
		t.Errorf("%v, %v", r, err)
	}
}
