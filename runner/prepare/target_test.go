package prepare

import (
	"context"
	"strings"
	"sync"
	"testing"

	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/place"
)

// elsewhere stands for places that are not this machine, and notes for where each of its
// sandboxes was opened.
type elsewhere struct {
	place.Place
	mu     sync.Mutex
	opened []string
}

func (e *elsewhere) Open(ctx context.Context, t place.Test) (place.Sandbox, error) {
	e.mu.Lock()
	e.opened = append(e.opened, t.Target)
	e.mu.Unlock()
	return e.Place.Open(ctx, t)
}

// targets has two, and overrides that send tests there.
func targets() config.Config {
	return config.Config{
		Target: map[string]config.Target{"web": {Command: "sh"}, "db": {Command: "sh"}},
		Override: []config.Override{
			{Paths: []string{"web/"}, Target: pointer("web")},
			{Paths: []string{"**/back.t"}, Target: pointer(config.Here)},
			{Paths: []string{"**"}},
		},
		Foreign: []config.Foreign{{Files: "*.py", Command: "true"}},
	}
}

// TestTarget: the test's own line holds over the override, and that over what is said for
// all; a cell holds over both, or the test is none of it.
func TestTarget(t *testing.T) {
	const own = "#target db\n  $ a\n"
	files := map[string]string{
		"a.t": "  $ a\n", "own.t": own, "web/a.t": "  $ a\n", "web/back.t": "  $ a\n", "web/own.t": own, "web/x.py": "",
		"here.t": "#target local\n  $ a\n", "two.t": "#target web\n#target db\n  $ a\n",
		"case.t": "#testcases x y\n#if x\n#target web\n#else\n#target db\n#endif\n#if no-y\n#if x\n#endif\n#endif\n#require local-has\n  $ a\n",
		"one.t":  "#testcases x y\n#if x\n#target web\n#endif\n  $ a\n",
	}
	for _, test := range []struct{ name, all, cell, want, skip string }{
		{name: "a.t"},
		{name: "a.t", all: "web", want: "web"},
		{name: "a.t", all: config.Here},
		{name: "a.t", cell: "db", want: "db"},
		{name: "a.t", all: "web", cell: "db", want: "db"},
		{name: "a.t", all: "web", cell: config.Here},
		{name: "own.t", want: "db"},
		{name: "own.t", all: "web", want: "db"},
		{name: "own.t", cell: "db", want: "db"},
		{name: "own.t", cell: "web", skip: "#target is db"},
		{name: "own.t", cell: config.Here, skip: "#target is db"},
		{name: "here.t", all: "web"},
		{name: "here.t", cell: "web", skip: "#target is local"},
		{name: "two.t", want: "db"},
		{name: "case.t#x", want: "web"},
		{name: "case.t#y", want: "db"},
		{name: "case.t#x", cell: "db", skip: "#target is web"},
		{name: "one.t#x", all: "db", want: "web"},
		{name: "one.t#y", all: "db", want: "db"},
		{name: "web/a.t", want: "web"},
		{name: "web/a.t", all: "db", want: "web"},
		{name: "web/a.t", cell: "db", skip: "[[override]] target is web"},
		{name: "web/back.t", all: "db"},
		{name: "web/own.t", want: "db"},
		{name: "web/x.py", want: "web"},
		{name: "web/x.py", cell: "db", skip: "[[override]] target is web"},
	} {
		o := Options{Config: targets(), Target: test.all, CellTarget: func(string) string { return test.cell }}
		o.Config.Features.Named = map[string]config.Feature{"local-has": {Check: "true"}}
		p := newProject(t, files, o)
		got, err := p.prepare(t, test.name)
		if err != nil || len(got.Faults) > 0 {
			t.Errorf("%+v: %v, %v", test, err, got)
			continue
		}
		if at := p.tests[test.name].Target; at != test.want || got.Skip != test.skip {
			t.Errorf("%+v: on %q, skip %q", test, at, got.Skip)
		}
	}
}

// TestTargetFaults: what cannot be on a target is said at the line that asks for it, or for
// what only this machine has; where no line does, it is an error.
func TestTargetFaults(t *testing.T) {
	strict := true
	for _, test := range []struct {
		name   string
		text   string // of a.t
		change func(o *Options)
		want   string // the fault, with its line
		other  string // the error of the test that is no transcript
	}{
		{"a target", "#target web\n  $ a\n", nil, "", ""},
		{"unknown", "  $ a\n#target x9\n", nil, `2: #target: unknown target "x9"; there are db, web`, ""},
		{"none configured", "#target web\n", func(o *Options) { o.Config.Target = nil }, `1: #target: unknown target "web"; dott.toml has no [target.web]`, ""},
		{"an override's", "  $ a\n", func(o *Options) { o.Config.Override = override(config.Override{Target: pointer("x9")}) },
			`1: [[override]] target: unknown target "x9"; there are db, web`, `[[override]] target: unknown target "x9"; there are db, web`},
		{"of all", "  $ a\n", func(o *Options) { o.Target = "x9" }, `1: unknown target "x9"; there are db, web`, `unknown target "x9"; there are db, web`},
		{"by a feature", "#if linux\n#serial\n#else\n#target web\n#endif\n", nil,
			"4: #target inside of #if linux: features are those of the target, so only cases (#testcases) can choose one; move it out of #if", ""},
		{"by a feature further out", "#if no-root\n#if linux\n#endif\n#target web\n#endif\n", nil,
			"4: #target inside of #if no-root: features are those of the target, so only cases (#testcases) can choose one; move it out of #if", ""},
		{"behind an #if", "#if no-linux\n#endif\n#target web\n", nil, "", ""},
		{"an open #if", "#if linux\n#target web\n", nil, "1: #if without #endif", ""},
		{"a service", "  $ a\n#service db\n", func(o *Options) { o.Target = "web" },
			"2: service db runs on this machine, and the test on target web; run the test here (#target local), or use what runs there", ""},
		{"a service of all", "  $ a\n", func(o *Options) { o.Target, o.Config.Run.Service = "web", []string{"db"} },
			"1: service db runs on this machine, and the test on target web; run the test here (#target local), or use what runs there",
			"service db runs on this machine, and the test on target web; run the test here (#target local), or use what runs there"},
		{"a terminal", "#target web\n  $ a\n#tty\n", nil,
			"3: #tty: there is a terminal for tests on this machine alone, and the test runs on target web; run it here (#target local)", ""},
		{"a sandbox", "  $ a\n", func(o *Options) { o.Target, o.Config.Sandbox.Strict = "web", &strict },
			"1: [sandbox] limits tests on this machine alone, and the test runs on target web; run it here (#target local), or lift its limits with [[override]]",
			"[sandbox] limits tests on this machine alone, and the test runs on target web; run it here (#target local), or lift its limits with [[override]]"},
		{"all of it here", "#target local\n#service db\n#tty\n  $ a\n", nil, "", ""},
		{"a shell of the target", "#target web\n#shell nosuchshell\n  $ a\n", nil, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := Options{Config: targets()}
			o.Config.Override = nil
			o.Config.Service = map[string]config.Service{"db": {Command: "db"}}
			if test.change != nil {
				test.change(&o)
			}
			p := newProject(t, map[string]string{"a.t": test.text, "x.py": ""}, o)
			got, err := p.prepare(t, "a.t")
			if err != nil {
				t.Fatal(err)
			}
			if told, _, _ := strings.Cut(faults(got.Faults), "\n"); told != test.want {
				t.Errorf("%s\nwant %s", told, test.want)
			}
			_, err = p.prepare(t, "x.py")
			if (err == nil) != (test.other == "") || err != nil && err.Error() != test.other {
				t.Errorf("%v, want %s", err, test.other)
			}
		})
	}
}

// TestTargetFeatures: features are those of the target, and asked for once on each.
func TestTargetFeatures(t *testing.T) {
	o := Options{Config: targets()}
	o.Config.Override = nil
	o.Config.Axes = map[string]config.Axis{"host": {Targets: []string{"web", "db"}}}
	o.Config.Features.Named = map[string]config.Feature{"mine": {Check: noting("mine", "true")}}
	p := newProject(t, map[string]string{"a.t": ""}, o)
	away := &elsewhere{Place: p.o.Place}
	p.o.Place = away
	p.o.CellTarget = func(cell string) string { _, at, _ := strings.Cut(cell, "="); return at }
	for _, test := range []struct {
		target, terms string
		want          bool
	}{
		{"", "target", false}, {"web", "target", true}, {"web", "target=web", true}, {"web", "target=db", false}, {"", "target=local", false},
		{"", "host", false}, {"cell", "host=local host!=web", true}, {"cell", "target", false}, {"db", "host=db", true}, {"web", "no-host=db", true},
		{"web", "mine command:sh", true}, {"", "mine command:sh", true}, {"db", "mine", true}, {"web", "no-command:nosuchprogram", true},
		{"web", "windows", false},
	} {
		terms, err := feature.Parse(test.terms)
		if err != nil {
			t.Errorf("%s: %v", test.terms, err)
			continue
		}
		found := *p.tests["a.t"]
		if found.Target = test.target; test.target == "cell" {
			found.Target, found.Cell = "", "host=local"
		}
		for range 2 {
			if ok, err := p.Holds(t.Context(), &found, terms); ok != test.want || err != nil {
				t.Errorf("%q on %q: %v, %v", test.terms, test.target, ok, err)
			}
		}
	}
	if n := strings.Count(p.log(t), "mine"); n != 3 {
		t.Errorf("mine was asked for %d times on two targets and here", n)
	}

	// The stand-in is this machine: what is said of the system by asking there is what
	// is known of it here.
	for _, name := range []string{"linux", "macos", "root"} {
		found := *p.tests["a.t"]
		here, err := p.Holds(t.Context(), &found, []feature.Term{{Name: name}})
		if err != nil {
			t.Error(err)
		}
		away.opened = nil
		found.Target = "db"
		there, err := p.Holds(t.Context(), &found, []feature.Term{{Name: name}})
		if there != here || err != nil || len(away.opened) != 1 || away.opened[0] != "db" {
			t.Errorf("%s: %v, there %v, %v; asked on %q", name, here, there, err, away.opened)
		}
	}
}

// TestFaults: what is wrong with a file is found without running anything.
func TestFaults(t *testing.T) {
	c := targets()
	c.Service = map[string]config.Service{"db": {Command: "db"}}
	tr := transcript.Format{}.Parse("#testcases x y\n#if x\n#target web\n#endif\n#target wbe\n#service bd\n#timeout soon\n#if what\n#target db\n#endif\n  $ a\n")
	want := `9: #target inside of #if what: features are those of the target, so only cases (#testcases) can choose one; move it out of #if
5: #target: unknown target "wbe"; there are db, web
6: #service: unknown service "bd"; there are db
7: "soon" is not a duration such as 90s or 2m
`
	if got := faults(Faults(tr, "/d/a.t", &c)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := Faults(transcript.Format{}.Parse("  $ a\n"), "/d/a.t", &c); len(got) > 0 {
		t.Error(got)
	}
}
