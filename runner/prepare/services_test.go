package prepare

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dott/matcher/feature"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/process"
)

const gigabyte = 1 << 30

// services has one of each kind: one of a test, one that it depends on, one that a worker
// has, and two of the whole run, of which one is reset.
func services() map[string]config.Service {
	memory := func(n config.Amount) *config.Amount { n *= gigabyte; return &n }
	return map[string]config.Service{
		"web":   {Depends: []string{"db"}, CPUs: pointer(0.5)},
		"db":    {Memory: memory(2), CPUs: pointer(1.5)},
		"queue": {Share: config.ShareWorker, Memory: memory(1)},
		"cache": {Share: config.ShareRun, Memory: memory(4), CPUs: pointer(2.0)},
		"clean": {Share: config.ShareRun, Reset: "reset"},
	}
}

// TestServices: a test has the services that it, its folder and the configuration ask for,
// each once, and needs for them what they need with what they depend on.
func TestServices(t *testing.T) {
	c := config.Config{
		Service: services(), Resources: map[string]config.Amount{"memory": 100 * gigabyte, "cpus": 100},
		Override: []config.Override{{Paths: []string{"sub"}, Service: []string{"queue"}}},
		Foreign:  []config.Foreign{{Files: "*.py", Command: "true"}},
	}
	files := map[string]string{
		"a.t": "  $ a\n", "db.t": "#service db\n  $ a\n", "web.t": "#service web db\n#service web\n  $ a\n", "sub/a.t": "  $ a\n", "sub/own.t": "#service db queue\n#resource memory=1GiB\n  $ a\n",
		"cache.t": "#service cache\n  $ a\n", "clean.t": "#service clean\n  $ a\n", "sub/x.py": "", "skip.t": "#service db\n#require windows\n  $ a\n",
	}
	for _, test := range []struct {
		name     string
		all      []string // that the configuration asks for
		services string
		needs    map[string]int64
	}{
		{name: "a.t"},
		{name: "a.t", all: []string{"db"}, services: "db", needs: map[string]int64{"memory": 2 * gigabyte, "cpus": 2}},
		{name: "db.t", all: []string{"db"}, services: "db", needs: map[string]int64{"memory": 2 * gigabyte, "cpus": 2}},
		{name: "web.t", services: "web db", needs: map[string]int64{"memory": 2 * gigabyte, "cpus": 3}},
		{name: "web.t", all: []string{"queue"}, services: "queue web db", needs: map[string]int64{"memory": 3 * gigabyte, "cpus": 3}},
		{name: "sub/a.t", services: "queue", needs: map[string]int64{"memory": gigabyte}},
		{name: "sub/own.t", services: "queue db", needs: map[string]int64{"memory": 4 * gigabyte, "cpus": 2}},
		{name: "sub/x.py", all: []string{"db"}, services: "db queue", needs: map[string]int64{"memory": 3 * gigabyte, "cpus": 2}},
		{name: "cache.t", services: "cache"}, // it is taken off the limits
		{name: "clean.t", services: "clean", needs: map[string]int64{"service clean": 1}},
		{name: "skip.t"},
	} {
		if runtime.GOOS == "windows" && test.name == "skip.t" {
			continue
		}
		o := Options{Config: c, Limits: Limits(&c)}
		o.Config.Run.Service = test.all
		p := newProject(t, files, o)
		got, err := p.prepare(t, test.name)
		if err != nil || len(got.Faults) > 0 {
			t.Errorf("%+v: %v, %v", test, err, got)
			continue
		}
		if s := got.Settings; strings.Join(s.Services, " ") != test.services || !maps.Equal(s.Needs.Resources, test.needs) {
			t.Errorf("%s with %q: services %q, needs %v", test.name, test.all, s.Services, s.Needs.Resources)
		}
	}
}

// TestServiceFaults: what is wrong with a service that a test asks for is said at its line.
func TestServiceFaults(t *testing.T) {
	for _, test := range []struct {
		name, text string
		resources  map[string]config.Amount
		all        []string
		want       string
		other      string // the error of the test that is no transcript
	}{
		{name: "unknown", text: "  $ a\n#service db dbs\n", want: `2: #service: unknown service "dbs"; did you mean "db"?`},
		{name: "a limit", text: "  $ a\n#service db\n", resources: map[string]config.Amount{"memory": 5 * gigabyte, "cpus": 100},
			want: "2: the test and its services need memory=2147483648: only 1073741824 are available, according to [resources] in dott.toml"},
		{name: "the machine's", resources: map[string]config.Amount{"cpus": 100}, text: "#service db\n#resource memory=999TiB\n",
			want: "1: the test and its services need memory=1098414263631872: only MACHINE are available"},
		{name: "of all", text: "#serial\n  $ a\n", all: []string{"db"}, resources: map[string]config.Amount{"memory": 5 * gigabyte, "cpus": 100},
			want:  "1: the test and its services need memory=2147483648: only 1073741824 are available, according to [resources] in dott.toml",
			other: "the test and its services need memory=2147483648: only 1073741824 are available, according to [resources] in dott.toml"},
		{name: "nothing to do with them", text: "#service queue\n#resource licence=2\n",
			want: "1: the test and its services need licence=2: set how much there is under [resources] in dott.toml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := config.Config{Service: services(), Resources: test.resources, Foreign: []config.Foreign{{Files: "*.py", Command: "true"}}}
			c.Run.Service = test.all
			limits := Limits(&c)
			p := newProject(t, map[string]string{"a.t": test.text, "x.py": ""}, Options{Config: c, Limits: limits})
			got, err := p.prepare(t, "a.t")
			if err != nil {
				t.Fatal(err)
			}
			told, _, _ := strings.Cut(faults(got.Faults), "\n")
			if want := strings.ReplaceAll(test.want, "MACHINE", strconv.FormatInt(limits["memory"], 10)); told != want {
				t.Errorf("%s\nwant %s", told, want)
			}
			if got.Settings.Services != nil || got.Runs() {
				t.Errorf("it would get %+v", got.Settings)
			}
			if _, err = p.prepare(t, "x.py"); (err == nil) != (test.other == "") || err != nil && err.Error() != test.other {
				t.Errorf("%v, want %s", err, test.other)
			}
		})
	}
}

// TestLimits: there is what the configuration says, or else what the machine has, without
// what services of the whole run take.
func TestLimits(t *testing.T) {
	machine, processors := process.MachineMemory(), int64(runtime.NumCPU())
	for _, test := range []struct {
		name      string
		services  []string
		resources map[string]config.Amount
		want      map[string]int64
	}{
		{"nothing", nil, nil, map[string]int64{}},
		{"resources", nil, map[string]config.Amount{"db": 2, "memory": 7}, map[string]int64{"db": 2, "memory": 7}},
		{"services that need nothing", []string{"clean"}, nil, map[string]int64{}},
		{"processors", []string{"web"}, nil, map[string]int64{"cpus": processors}},
		{"both", []string{"db"}, nil, map[string]int64{"memory": machine, "cpus": processors}},
		{"both, said", []string{"db"}, map[string]config.Amount{"memory": 7, "cpus": 3}, map[string]int64{"memory": 7, "cpus": 3}},
		{"of the run", []string{"cache"}, map[string]config.Amount{"memory": 5 * gigabyte, "cpus": 3}, map[string]int64{"memory": gigabyte, "cpus": 1}},
		{"of the run, all", []string{"cache", "queue"}, map[string]config.Amount{"memory": gigabyte, "cpus": 1}, map[string]int64{"memory": 0, "cpus": 0}},
	} {
		c := config.Config{Resources: test.resources, Service: map[string]config.Service{}}
		for _, name := range test.services {
			c.Service[name] = services()[name]
		}
		if got := Limits(&c); !maps.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// TestEnv: the environment of a cell's tests is found out once, without what tells a test
// about itself.
func TestEnv(t *testing.T) {
	asked := 0
	o := Options{
		Config: config.Config{Env: config.Env{Set: map[string]string{
			"A": "of $CALLER", "FOR_ONE": "$TESTTMP/x", "FOR_ONE_TOO": "in ${HOME}", "TMP": "/everybody's",
		}}},
		Cell: func(cell string) (around.Environ, error) {
			if asked++; cell == "broken" {
				return nil, errors.New("cannot be installed")
			}
			return func(env []string) []string { return append(env, "CELL="+cell) }, nil
		},
	}
	p := newProject(t, map[string]string{"a.t": "", "b.t": ""}, o)
	for _, name := range []string{"a.t", "b.t"} {
		for _, cell := range []string{"", "c=1"} {
			found := *p.tests[name]
			found.Cell = cell
			env, err := p.Env(t.Context(), &found)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"CALLER=1", "A=of 1", "LANG=C", "TMP=/everybody's", "TESTCELL=" + cell, "CONFIGDIR=" + p.dir, "CELL=" + cell} {
				if !slices.Contains(env, want) {
					t.Errorf("%s in %q: no %s in %q", name, cell, want, env)
				}
			}
			for _, kv := range env {
				name, _, _ := strings.Cut(kv, "=")
				if strings.HasPrefix(name, "FOR_ONE") || name != "TMP" && slices.Contains(ofOneTest, name) {
					t.Errorf("%s is of one test", kv)
				}
			}
		}
	}
	if asked != 2 {
		t.Errorf("asked %d times for two cells", asked)
	}
	if set := o.Config.Env.Set; len(set) != 4 {
		t.Errorf("the configuration was changed: %v", set)
	}

	found := *p.tests["a.t"]
	found.Cell = "broken"
	if _, err := p.Env(t.Context(), &found); err == nil || err.Error() != "cannot be installed" {
		t.Error(err)
	}
	p.o.Place = nowhere{p.o.Place}
	found.Cell = "another"
	if _, err := p.Env(t.Context(), &found); !errors.Is(err, errNowhere) {
		t.Error(err)
	}
}

// TestServiceFeatures: a layer knows whether services are there; where the configuration
// has none, the answer says so.
func TestServiceFeatures(t *testing.T) {
	broken := errors.New("docker does not answer")
	layer := func(ctx context.Context, f around.Feature) (around.Answer, bool) {
		env, err := f.Env(ctx)
		if err != nil || !slices.Contains(env, "CALLER=1") {
			return around.Answer{Err: errors.New("no environment")}, true
		}
		switch f.Name {
		case "service:db":
			return around.Answer{Present: f.Cell == ""}, true
		case "service:web":
			return around.Answer{Why: "no image for it"}, true
		case "service:odd":
			return around.Answer{Err: broken}, true
		}
		return around.Answer{}, false
	}
	for _, test := range []struct {
		term, cell string
		layer      bool
		why        string
		err        string
	}{
		{term: "service:db", layer: true},
		{term: "service:db", cell: "c=1", layer: true, why: "missing feature: service:db"},
		{term: "no-service:db", cell: "c=1", layer: true},
		{term: "service:web", layer: true, why: "no image for it"},
		{term: "no-service:web", layer: true},
		{term: "service:odd", layer: true, err: "docker does not answer"},
		{term: "short", layer: true, why: "missing feature: short"},
		{term: "service:db", why: "missing feature: service:db (there is no dott.toml with a [service.NAME])"},
		{term: "no-service:db"},
		{term: "command:sh", cell: "broken", err: "cannot be installed"},
	} {
		o := Options{Cell: func(cell string) (around.Environ, error) {
			if cell == "broken" {
				return nil, errors.New("cannot be installed")
			}
			return func(env []string) []string { return env }, nil
		}}
		if test.layer {
			o.Feature = layer
		}
		p := newProject(t, map[string]string{"a.t": ""}, o)
		terms, err := feature.Parse(test.term)
		if err != nil {
			t.Fatal(err)
		}
		found := *p.tests["a.t"]
		found.Cell = test.cell
		ok, why, err := p.features.holds(t.Context(), &found, terms)
		if ok != (test.why == "" && test.err == "") || why != test.why || (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
			t.Errorf("%+v: %v, %q, %v", test, ok, why, err)
		}
	}
}
