package prepare

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/matcher/feature"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/discover"
)

// configure reads a dott.toml, so that values have lines.
func configure(t *testing.T, text string) config.Config {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dott.toml")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	c, err := config.Read(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestKnown: an entry of the configuration stands for files, folders, cases and cells,
// where its condition holds.
func TestKnown(t *testing.T) {
	files := map[string]string{"a.t": "#testcases x y\n#testcases v w\n  $ a\n", "sub/b.t": "  $ a\n", "sub/deep/c.t": "  $ a\n", "sub/x.py": ""}
	for _, test := range []struct {
		tests, when string // of the entry
		test, cell  string
		want        bool
		err         string // without the folder
	}{
		{tests: `"a.t"`, test: "a.t#x#v", want: true},
		{tests: `"./a.t"`, test: "a.t#x#v"},
		{tests: `"a.t#x"`, test: "a.t#x#v", want: true},
		{tests: `"a.t#x"`, test: "a.t#y#v"},
		{tests: `"a.t#w"`, test: "a.t#y#w", want: true},
		{tests: `"a.t#x#v"`, test: "a.t#x#v", want: true},
		{tests: `"a.t#x#v"`, test: "a.t#x#w"},
		{tests: `"*.t"`, test: "a.t#x#v", want: true},
		{tests: `"*.t"`, test: "sub/b.t"},
		{tests: `"sub"`, test: "sub/b.t", want: true},
		{tests: `"sub/"`, test: "sub/deep/c.t", want: true},
		{tests: `"sub/**"`, test: "sub/x.py", want: true},
		{tests: `"nothing", "**/c.t"`, test: "sub/deep/c.t", want: true},
		{tests: `"nothing"`, test: "sub/deep/c.t"},
		{tests: `"sub/b.t[db=1]"`, test: "sub/b.t", cell: "db=1", want: true},
		{tests: `"sub/b.t[db=1]"`, test: "sub/b.t", cell: "db=2"},
		{tests: `"sub/b.t[db=1]"`, test: "sub/b.t"},
		{tests: `"sub/b.t"`, test: "sub/b.t", cell: "db=2", want: true},
		{tests: `"a.t"`, when: "yes no-no", test: "a.t#x#v", want: true},
		{tests: `"a.t"`, when: "yes no", test: "a.t#x#v"},
		{tests: `"a.t"`, when: "x", test: "a.t#x#v", want: true},
		{tests: `"a.t"`, when: "x", test: "a.t#y#v"},
		{tests: `"a.t"`, when: "what", test: "sub/b.t"},
		{tests: `"sub"`, when: "what", test: "sub/b.t", err: "dott.toml:4: [[known-failure]] when: unknown feature \"what\"; known are no, yes, "},
		{tests: `"sub"`, when: "what", test: "sub/x.py", err: "dott.toml:4: [[known-failure]] when: unknown feature \"what\"; known are no, yes, "},
	} {
		c := configure(t, "[features]\nyes = \"true\"\nno = \"false\"\n[[known-failure]]\ntests = ["+test.tests+"]\nwhen = \""+test.when+"\"\nreason = \"issue 12\"\nuntil = 2030-12-31\n")
		c.Foreign = []config.Foreign{{Files: "*.py", Command: "true"}}
		p := newProject(t, files, Options{Config: c})
		if p.tests[test.test] == nil {
			t.Fatalf("there is no test %s", test.test)
		}
		found := *p.tests[test.test]
		found.Cell = test.cell
		got, err := p.Test(t.Context(), &found)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%+v: %v", test, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%+v: %v", test, err)
			continue
		}
		k := got.Settings.Known
		if (k != nil) != test.want || k != nil && (k.Reason != "issue 12" || k.Until != "2030-12-31" || filepath.Base(k.Where) != "dott.toml:4" || k.Line != 0) {
			t.Errorf("%+v: %+v", test, k)
		}
	}
}

// TestKnownOrder: of several entries the first holds whose condition does, and over all of
// them the test's own line.
func TestKnownOrder(t *testing.T) {
	c := configure(t, `[features]
no = "false"
[[known-failure]]
tests = ["*.t"]
when = "no"
reason = "first"
[[known-failure]]
tests = ["*.t"]
reason = "second"
[[known-failure]]
tests = ["*.t"]
reason = "third"
`)
	p := newProject(t, map[string]string{"a.t": "  $ a\n", "own.t": "  $ a\n#known-failure own, issue 3\n#if no\n#known-failure other\n#endif\n"}, Options{Config: c})
	for name, want := range map[string]Known{"a.t": {Reason: "second", Where: "dott.toml:7"}, "own.t": {Reason: "own, issue 3", Line: 2}} {
		got, err := p.prepare(t, name)
		if err != nil || len(got.Faults) > 0 || got.Settings.Known == nil {
			t.Errorf("%s: %v, %+v", name, err, got)
			continue
		}
		if k := *got.Settings.Known; k.Where != "" {
			k.Where = filepath.Base(k.Where)
			if k != want {
				t.Errorf("%s: %+v, want %+v", name, k, want)
			}
		} else if k != want {
			t.Errorf("%s: %+v, want %+v", name, k, want)
		}
	}
}

// TestForgotten: an entry that stands for none of all tests is told with its line. One for
// a cell may be for another run.
func TestForgotten(t *testing.T) {
	c := configure(t, `[[known-failure]]
tests = ["gone.t", "also-gone.t"]
reason = "issue 1"
[[known-failure]]
tests = ["gone.t", "a.t"]
reason = "issue 2"
[[known-failure]]
tests = ["gone.t[db=1]"]
reason = "issue 3"
[[known-failure]]
tests = ["a.t#z"]
when = "nobody-asks"
reason = "issue 4"
`)
	p := newProject(t, map[string]string{"a.t": "#testcases x y\n"}, Options{Config: c})
	var tests []discover.Test
	for _, test := range p.tests {
		tests = append(tests, *test)
	}
	var got []string
	for _, sentence := range p.Forgotten(tests) {
		got = append(got, filepath.Base(sentence))
	}
	if told := strings.Join(got, "\n"); told != "dott.toml:1: [[known-failure]] stands for no test\ndott.toml:10: [[known-failure]] stands for no test" {
		t.Error(told)
	}
}

// TestRequire: what a run needs is asked for once in each cell, and the first that is
// missing ends it.
func TestRequire(t *testing.T) {
	o := Options{Config: config.Config{Features: config.Features{Named: map[string]config.Feature{
		"yes": {Check: noting("yes", "true")}, "no": {Check: "false"}, "old": {Version: "echo 1.2"}, "first": {Check: noting("first", `test "$CELL" != c=2`)},
	}}}}
	o.Cell = func(cell string) (around.Environ, error) {
		if cell == "broken" {
			return nil, errors.New("cannot be installed")
		}
		return func(env []string) []string { return append(env, "CELL="+cell) }, nil
	}
	for _, test := range []struct {
		terms string
		cells []string
		err   string
	}{
		{"yes no-no", []string{"", "c=1"}, ""},
		{"no", nil, ""},
		{"yes no", []string{""}, "--require no: missing feature: no"},
		{"no-yes", []string{"c=1"}, "--require no-yes: in the cell c=1: missing feature: no-yes"},
		{"old>=2", []string{""}, "--require old>=2: missing feature: old>=2 (it is 1.2)"},
		{"first", []string{"c=1", "c=2"}, "--require first: in the cell c=2: missing feature: first"},
		{"first", []string{"broken", "c=1"}, ""},
		{"yes>=1", []string{""}, "--require yes>=1: yes>=1: yes has no version to compare"},
		{"whatever", []string{""}, `--require whatever: unknown feature "whatever"; known are first, no, old, yes, `},
	} {
		p := newProject(t, map[string]string{"a.t": "", "b.t": ""}, o)
		var tests []discover.Test
		for _, cell := range test.cells {
			for _, found := range p.tests {
				found := *found
				found.Cell = cell
				tests = append(tests, found)
			}
		}
		terms, err := feature.Parse(test.terms)
		if err != nil {
			t.Fatal(err)
		}
		err = p.Require(t.Context(), terms, tests)
		if (err == nil) != (test.err == "") || err != nil && !strings.HasPrefix(err.Error(), test.err) {
			t.Errorf("%s in %q: %v", test.terms, test.cells, err)
		}
		if log := p.log(t); strings.Count(log, "yes") > len(test.cells) || strings.Count(log, "first") > len(test.cells) {
			t.Errorf("%s in %q: %s", test.terms, test.cells, log)
		}
	}
}
