package prepare

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/schedule"
)

// TestSettings: the run's options hold, over them the overrides whose paths fit, the
// last first, and over these the file's own directives.
func TestSettings(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	lua, perl := config.Interpreter{Command: "lua"}, config.Interpreter{Command: "perl"}
	o := Options{
		Shell: "/bin/sh", ShellArgs: []string{"-u"}, Timeout: time.Minute, Retry: 1, MaxOutput: 100,
		Limits: map[string]int64{"db": 3, "net": 10},
		Config: config.Config{
			Run:    config.Run{Setup: pointer("setup.sh"), Teardown: pointer("teardown.sh")},
			Env:    config.Env{Set: map[string]string{"A": "run", "B": "run"}},
			Inline: config.Inline{Use: "lua", Named: map[string]config.Interpreter{"lua": lua, "perl": perl}},
			Override: []config.Override{
				{Paths: []string{"slow/"}, Timeout: pointer(time.Hour), Retry: pointer(3), MaxOutput: pointer(config.Amount(7)),
					Env: map[string]string{"A": "slow"}, Resources: map[string]config.Amount{"db": 2}, Inline: pointer("perl")},
				{Paths: []string{"**/b.t", "nothing"}, Timeout: pointer(time.Second), Shell: pointer("sh"), Setup: pointer(""), Teardown: pointer("slow/down.sh"),
					Env: map[string]string{"C": "b"}, Resources: map[string]config.Amount{"db": 1}, Serial: pointer(true)},
				{Paths: []string{"opts.t"}, ShellOpts: pointer("-e 'a b'"), Serial: pointer(false)},
			},
		},
	}
	p := newProject(t, map[string]string{
		"a.t": "  $ a\n", "slow/a.t": "  $ a\n", "slow/b.t": "  $ a\n", "opts.t": "  $ a\n",
		"own.t": "#timeout 3\n#shell sh -e\n#env A=own=1\n#env D=$A\n#setup slow/own.sh\n#setup " + os.DevNull + "\n#teardown slow/own.sh\n" +
			"#teardown slow/down.sh\n#serial\n#resource db=2 net\n#resource net=2\n  $ a\n",
		"setup.sh": "", "teardown.sh": "", "slow/down.sh": "", "slow/own.sh": "",
	}, o)
	at := func(name string, line int) Sourced { return Sourced{filepath.Join(p.dir, name), line} }
	base := Settings{
		Shell: "/bin/sh", ShellArgs: []string{"-u"}, Timeout: time.Minute, Retry: 1, MaxOutput: 100, Interpreter: lua,
		Env: map[string]string{"A": "run", "B": "run"}, Setup: []Sourced{at("setup.sh", 0)}, Teardown: []Sourced{at("teardown.sh", 0)},
	}
	change := func(f func(s *Settings)) Settings {
		s := base
		s.Env = maps.Clone(s.Env)
		f(&s)
		return s
	}
	for name, want := range map[string]Settings{
		"a.t": base,
		"slow/a.t": change(func(s *Settings) {
			s.Timeout, s.Retry, s.MaxOutput, s.Interpreter = time.Hour, 3, 7, perl
			s.Env["A"], s.Needs.Resources = "slow", map[string]int64{"db": 2}
		}),
		"slow/b.t": change(func(s *Settings) {
			s.Timeout, s.Retry, s.MaxOutput, s.Interpreter = time.Second, 3, 7, perl
			s.Shell, s.ShellArgs = sh, nil
			s.Env["A"], s.Env["C"] = "slow", "b"
			s.Setup, s.Teardown = nil, []Sourced{at("slow/down.sh", 0)}
			s.Needs = schedule.Needs{Resources: map[string]int64{"db": 3}, Serial: true}
		}),
		"opts.t": change(func(s *Settings) { s.ShellArgs = []string{"-e", "a b"} }),
		"own.t": change(func(s *Settings) {
			s.Timeout, s.Shell, s.ShellArgs = 3*time.Second, sh, []string{"-e"}
			s.Env["A"], s.Env["D"] = "own=1", "$A"
			s.Setup = []Sourced{at("setup.sh", 0), at("slow/own.sh", 5), {os.DevNull, 6}}
			s.Teardown = []Sourced{at("slow/down.sh", 8), at("slow/own.sh", 7), at("teardown.sh", 0)}
			s.Needs = schedule.Needs{Resources: map[string]int64{"db": 2, "net": 3}, Serial: true}
		}),
	} {
		got, err := p.prepare(t, name)
		if err != nil || len(got.Faults) > 0 {
			t.Errorf("%s: %v\n%s", name, err, faults(got.Faults))
			continue
		}
		if !reflect.DeepEqual(got.Settings, want) {
			t.Errorf("%s: %+v\nwant %+v", name, got.Settings, want)
		}
	}
	if !maps.Equal(o.Config.Env.Set, map[string]string{"A": "run", "B": "run"}) {
		t.Errorf("a test changed the configuration: %v", o.Config.Env.Set)
	}
	own, _ := p.prepare(t, "own.t")
	if got := Paths(own.Settings.Setup); !slices.Equal(got, []string{at("setup.sh", 0).Path, at("slow/own.sh", 0).Path, os.DevNull}) {
		t.Error(got)
	}
}

// TestDirectiveFaults: each directive says at its line what is wrong with it.
func TestDirectiveFaults(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"#timeout soon", `"soon" is not a duration such as 90s or 2m`},
		{"#timeout -1s", `"-1s" is not a duration such as 90s or 2m`},
		{"#timeout 0", ""},
		{"#shell ;", `#shell ;: ";" stands outside of quotes`},
		{"#shell sh | tee x", `#shell sh | tee x: "| tee x" stands outside of quotes`},
		{"#shell ''", "#shell '': it names no program"},
		{"#shell 'sh", "#shell 'sh: a quote is not closed, or there is a bracket outside quotes"},
		{"#shell nosuchshell", "shell not found: nosuchshell"},
		{"#shell sh -e", ""},
		{"#setup missing.sh", "#setup DIR/missing.sh: no such file or directory"},
		{"#setup sub", "#setup DIR/sub: is a directory"},
		{"#teardown missing.sh", "#teardown DIR/missing.sh: no such file or directory"},
		{"#teardown sub/x", ""},
		{"#resource db", ""},
		{"#resource db=4", "#resource db=4: only 3 are available, according to [resources] in dott.toml"},
		{"#resource mine", ""},
		{"#resource mine=2", "#resource mine=2: set how much there is under [resources] in dott.toml"},
		{"#resource db=many", `#resource db: "many" is not an amount such as 4 or 2GiB`},
		{"#resource db=-1", `#resource db: "-1" is not an amount such as 4 or 2GiB`},
		{"#resource db=4611686018427387904 db=4611686018427387904", "#resource db: more than anybody has"},
		{"#service web", `#service: unknown service "web"; dott.toml has no [service.web]`},
		{"#serial", ""},
		{"#env A=", ""},
		{"#max-duration soon", `"soon" is not a duration such as 90s or 2m`},
		{"#max-duration 0", "#max-duration 0: must be more than 0"},
		{"#max-duration 2s", ""},
		{"#stderr aside", "#stderr aside: write `#stderr apart`, or `#stderr together` for one stream"},
		{"#stderr apart", ""},
		{"#sandbox strikt", "#sandbox strikt: there is strict, network, processes, write, allow-write and read"},
		{"#sandbox network=none", "#sandbox network=none: must be network=private or network=shared"},
		{"#sandbox strict read=,", "#sandbox read=,: a path between two commas is missing"},
		{"#sandbox strict network=shared", ""},
	} {
		p := newProject(t, map[string]string{"a.t": "  $ a\n" + test.line + "\n", "sub/x": ""}, Options{Limits: map[string]int64{"db": 3}})
		got, err := p.prepare(t, "a.t")
		if err != nil {
			t.Errorf("%s: %v", test.line, err)
			continue
		}
		want := ""
		if test.want != "" {
			want = "2: " + strings.ReplaceAll(test.want, "DIR", p.dir) + "\n"
		}
		if told, _, _ := strings.Cut(faults(got.Faults)+"\n", "\n"); strings.TrimSpace(want) != told {
			t.Errorf("%s: %s, want %s", test.line, told, want)
		}
	}
}

// TestUnreadable: a file that is there and cannot be read is a fault as well.
func TestUnreadable(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(name, nil, 0); err != nil {
		t.Fatal(err)
	}
	err := readable("#setup", name)
	if f, oerr := os.Open(name); oerr == nil { // root can read everything
		_ = f.Close()
		if err != nil {
			t.Error(err)
		}
	} else if err == nil || err.Error() != "#setup "+name+": permission denied" {
		t.Error(err)
	}
}

func TestCovers(t *testing.T) {
	for _, test := range []struct {
		glob, path string
		want       bool
	}{
		{"a.t", "a.t", true}, {"a.t", "sub/a.t", false}, {"*.t", "a.t", true}, {"*.t", "sub/a.t", false}, {"**/*.t", "sub/a.t", true},
		{"sub", "sub/x/a.t", true}, {"sub/", "sub/a.t", true}, {"su", "sub/a.t", false}, {"*/x", "sub/x/a.t", true}, {"**", "a.t", true}, {"[", "a.t", false},
	} {
		if got := covers([]string{"nothing", test.glob}, test.path); got != test.want {
			t.Errorf("%s covers %s: %v", test.glob, test.path, got)
		}
	}
}

// TestSandbox: what the file says holds over the overrides, and that over the
// configuration; paths are those of the file, or of the configuration.
func TestSandbox(t *testing.T) {
	yes, no := true, false
	p := newProject(t, map[string]string{
		"a.t": "  $ a\n", "sub/a.t": "  $ a\n", "sub/own.t": "#sandbox strict=false write=anywhere read=data,$HOME\n#sandbox processes=private\n  $ a\n",
	}, Options{Config: config.Config{
		Sandbox:  config.Sandbox{Network: config.Private, Read: []string{"lib", "/usr"}},
		Override: []config.Override{{Paths: []string{"sub"}, Sandbox: config.Sandbox{Strict: &yes, AllowWrite: []string{"out"}}}},
	}})
	at := func(name string) string { return filepath.Join(p.dir, name) }
	for name, want := range map[string]config.Sandbox{
		"a.t":     {Network: config.Private, Read: []string{at("lib"), "/usr"}},
		"sub/a.t": {Strict: &yes, AllowWrite: []string{at("out")}, Read: []string{at("lib"), "/usr"}},
		"sub/own.t": {Strict: &no, Processes: config.Private, Write: config.Anywhere, AllowWrite: []string{at("out")},
			Read: []string{at("sub/data"), "$HOME"}},
	} {
		got, err := p.prepare(t, name)
		if err != nil || len(got.Faults) > 0 || !reflect.DeepEqual(got.Settings.Sandbox, want) {
			t.Errorf("%s: %+v, %v, want %+v", name, got.Settings.Sandbox, err, want)
		}
	}
}

// TestStreams: the last word on standard error holds.
func TestStreams(t *testing.T) {
	p := newProject(t, map[string]string{
		"a.t": "  $ a\n", "sub/a.t": "  $ a\n", "sub/own.t": "#stderr together\n#max-duration 2s\n  $ a\n", "own.t": "#stderr apart\n  $ a\n",
	}, Options{Config: config.Config{Override: []config.Override{{Paths: []string{"sub"}, Stderr: "apart"}, {Paths: []string{"**"}}}}})
	for name, apart := range map[string]bool{"a.t": false, "sub/a.t": true, "sub/own.t": false, "own.t": true} {
		got, err := p.prepare(t, name)
		if err != nil || len(got.Faults) > 0 || got.Settings.Apart != apart {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if s := got.Settings; name == "sub/own.t" && (s.MaxDuration != 2*time.Second || s.MaxLine != 2) {
			t.Errorf("%s: %v of line %d", name, s.MaxDuration, s.MaxLine)
		}
	}
}

// TestEventually: a directive is about the command below it, and is at fault where there is
// none.
func TestEventually(t *testing.T) {
	const none = "#eventually stands in front of no command; put it above the command to repeat, behind the output of the one before"
	for _, test := range []struct {
		text   string
		want   map[string]time.Duration // by the command
		faults string
	}{
		{text: "#eventually 5s\n  $ a\n  $ b\n", want: map[string]time.Duration{"a": 5 * time.Second}},
		{text: "  $ a\n  1\n#eventually 5s\ncomment\n#timeout 60s\n  $ b\n#eventually 2m\n  $ c\n", want: map[string]time.Duration{"b": 5 * time.Second, "c": 2 * time.Minute}},
		{text: "#eventually 5s\n#if no-yes\n  $ a\n#endif\n  $ b\n", want: map[string]time.Duration{"b": 5 * time.Second}},
		{text: "#if no-yes\n#eventually never\n#endif\n  $ b\n"},
		{text: "#eventually soon\n  $ a\n", faults: "1: \"soon\" is not a duration such as 90s or 2m\n"},
		{text: "#eventually 0\n  $ a\n", faults: "1: #eventually 0: write for how long the command is repeated, as in `#eventually 5s`\n"},
		{text: "  $ a\n#eventually 5s\n", faults: "2: " + none + "\n"},
		{text: "  $ a\n#eventually 5s\n  1\n  $ b\n", faults: "2: " + none + "\n"},
		{text: "#eventually 5s\n  >>> 1\n  1\n  $ a\n", faults: "1: #eventually repeats a command of the shell, and below it is inline code; write it as a command\n"},
	} {
		p := newProject(t, map[string]string{"a.t": test.text}, Options{Config: config.Config{
			Features: config.Features{Named: map[string]config.Feature{"yes": {Check: "true"}}},
		}})
		got, err := p.prepare(t, "a.t")
		if err != nil || faults(got.Faults) != test.faults {
			t.Errorf("%q: %v, %s", test.text, err, faults(got.Faults))
			continue
		}
		repeated := map[string]time.Duration{}
		for b, limit := range got.Settings.Eventually {
			repeated[got.Transcript.Lines[got.Transcript.Blocks[b].Code[0]].Text] = limit
		}
		if !maps.Equal(repeated, test.want) {
			t.Errorf("%q: %v, want %v", test.text, repeated, test.want)
		}
	}
}

// TestUnsupported: a directive that the parser knows and nobody carries out is a fault.
func TestUnsupported(t *testing.T) {
	tr := &transcript.Transcript{Directives: []transcript.Directive{{Line: 2, Name: "new", Args: "1"}}}
	if got := faults(Faults(tr, "/d/a.t", &config.Config{})); got != "3: the directive #new is not supported yet\n" {
		t.Error(got)
	}
}
