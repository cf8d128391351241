package prepare

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/place"
	"dott/runner/process"
)

// A project is a folder with tests, and what prepares them.
type project struct {
	dir   string
	tests map[string]*discover.Test
	*Preparer
}

// newProject writes files into a new folder and finds the tests among them.
func newProject(t *testing.T, files map[string]string, o Options) *project {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	found, _, err := discover.Tests(t.Context(), discover.Options{Paths: []string{dir}, Format: o.Format, Foreign: o.Config.Foreign})
	if err != nil {
		t.Fatal(err)
	}
	p := &project{dir: dir, tests: map[string]*discover.Test{}}
	for i := range found {
		name, err := filepath.Rel(dir, found[i].Name)
		if err != nil {
			t.Fatal(err)
		}
		p.tests[name] = &found[i]
	}
	if o.Shell == "" {
		o.Shell = "/bin/sh"
	}
	o.Config.Path, o.Config.Dir = filepath.Join(dir, "dott.toml"), dir
	supervisor := process.NewSupervisor()
	t.Cleanup(supervisor.Close)
	tmp := t.TempDir()
	local, err := place.NewLocal(place.Options{
		TmpDir: tmp, Shell: o.Shell, Env: []string{"PATH=" + os.Getenv("PATH"), "CALLER=1"}, Project: dir, Supervisor: supervisor, Ports: 3,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := local.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
			t.Errorf("%v is left (%v)", left, err)
		}
	})
	o.Place = local
	p.Preparer = New(o)
	return p
}

// prepare prepares the test of that name.
func (p *project) prepare(t *testing.T, name string) (*Test, error) {
	t.Helper()
	found := p.tests[name]
	if found == nil {
		t.Fatalf("there is no test %s", name)
	}
	return p.Test(t.Context(), found)
}

// faults writes what is wrong with a file, a line for each.
func faults(all []transcript.Fault) string {
	var b strings.Builder
	for _, f := range all {
		b.WriteString(string(rune('1'+f.Line)) + ": " + f.Reason + "\n")
	}
	return b.String()
}

func TestTest(t *testing.T) {
	p := newProject(t, map[string]string{
		"fine.t":    "#if yes\n  $ a\n#else\n  $ b\n#endif\n",
		"empty.t":   "",
		"skip.t":    "#require no\n  $ a\n#timeout soon\n",
		"off.t":     "#if no\n#timeout soon\n#setup missing.sh\n#endif\n  $ a\n",
		"broken.t":  "#if\n  $ a\n#timeout soon\n",
		"faults.t":  "  $ a\n#timeout soon\n#shell nosuchshell\n#serial\n",
		"unknown.t": "#if what\n  $ a\n#endif\n#if whatelse\n#endif\n#require no\n",
		"a.py":      "",
	}, Options{Config: config.Config{
		Features: config.Features{Named: map[string]config.Feature{"yes": {Check: "true"}, "no": {Check: "false"}}},
		Foreign:  []config.Foreign{{Files: "*.py", Command: "true"}},
	}})
	known := `; known are no, yes, linux, macos, windows, root, target, command:NAME; [features] in dott.toml can name more`
	for name, want := range map[string]struct {
		runs   bool
		skip   string
		faults string
	}{
		"fine.t":    {true, "", ""},
		"empty.t":   {false, "", ""},
		"skip.t":    {false, "missing feature: no", ""},
		"off.t":     {true, "", ""},
		"broken.t":  {false, "", "1: #if: no feature is named\n1: #if without #endif\n3: \"soon\" is not a duration such as 90s or 2m\n"},
		"faults.t":  {false, "", "2: \"soon\" is not a duration such as 90s or 2m\n3: shell not found: nosuchshell\n"},
		"unknown.t": {false, "", `1: unknown feature "what"` + known + "\n"},
		"a.py":      {true, "", ""},
	} {
		got, err := p.prepare(t, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Runs() != want.runs || got.Skip != want.skip || faults(got.Faults) != want.faults {
			t.Errorf("%s: runs %v, skip %q, faults\n%s", name, got.Runs(), got.Skip, faults(got.Faults))
		}
		if (got.Transcript == nil) != (name == "a.py") || len(got.Faults) > 0 && got.Settings.Needs.Serial {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got, _ := p.prepare(t, "fine.t"); got.Transcript.Lines[1].Kind != transcript.Command || got.Transcript.Lines[3].Kind != transcript.Off {
		t.Errorf("%+v", got.Transcript.Lines)
	}
}

// TestTestFails: what is no fault of the file is an error.
func TestTestFails(t *testing.T) {
	none := errors.New("no such cell")
	missing, dir := "missing.sh", "sub"
	files := map[string]string{"a.t": "  $ a\n", "a.py": "", "sub/x": "", "skip.t": "#require no\n", "empty.t": ""}
	base := config.Config{
		Foreign:  []config.Foreign{{Files: "*.py", Command: "true"}},
		Features: config.Features{Named: map[string]config.Feature{"no": {Check: "false"}}},
	}
	for name, test := range map[string]struct {
		change func(o *Options)
		err    string
		also   []string // tests besides a.t that have the error; DIR is the folder
	}{
		"cell":          {func(o *Options) { o.Cell = func(string) (around.Environ, error) { return nil, none } }, "no such cell", []string{"a.py", "skip.t", "empty.t"}},
		"setup":         {func(o *Options) { o.Config.Run.Setup = &missing }, "sourcing DIR/missing.sh: no such file or directory", []string{"a.py"}},
		"teardown":      {func(o *Options) { o.Config.Run.Teardown = &dir }, "sourcing DIR/sub: is a directory", []string{"a.py"}},
		"inline":        {func(o *Options) { o.Config.Inline.Use = "lua" }, `[inline] has no interpreter "lua"`, []string{"a.py", "skip.t", "empty.t"}},
		"shell":         {func(o *Options) { o.Config.Override = override(config.Override{Shell: pointer("nosuchshell")}) }, "shell not found: nosuchshell", []string{"a.py", "skip.t", "empty.t"}},
		"shell options": {func(o *Options) { o.Config.Override = override(config.Override{ShellOpts: pointer("-e; x")}) }, `shell-opts "-e; x": "; x" stands outside of quotes`, []string{"a.py", "skip.t", "empty.t"}},
		"resources": {func(o *Options) {
			o.Config.Override = override(config.Override{Resources: map[string]config.Amount{"db": 2}})
		}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Config: base}
			test.change(&o)
			p := newProject(t, files, o)
			for _, other := range []string{"a.t", "a.py", "skip.t", "empty.t"} {
				_, err := p.prepare(t, other)
				want := strings.ReplaceAll(test.err, "DIR", p.dir)
				if name == "resources" && other == "a.py" {
					want = "#resource db=2: set how much there is under [resources] in dott.toml"
				} else if other != "a.t" && !slices.Contains(test.also, other) {
					want = ""
				}
				if (err == nil) != (want == "") || err != nil && err.Error() != want {
					t.Errorf("%s: %v, want %s", other, err, want)
				}
			}
		})
	}
	p := newProject(t, files, Options{Config: base})
	if err := os.Remove(filepath.Join(p.dir, "a.t")); err != nil {
		t.Fatal(err)
	}
	if _, err := p.prepare(t, "a.t"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func override(o config.Override) []config.Override {
	o.Paths = []string{"**"}
	return []config.Override{o}
}

func pointer[T any](v T) *T { return &v }

// TestTestCancelled: a run that ends while something is asked for a test is no
// fault of the test.
func TestTestCancelled(t *testing.T) {
	p := newProject(t, map[string]string{"a.t": "#require slow\n  $ a\n"}, Options{Config: config.Config{
		Features: config.Features{Named: map[string]config.Feature{"slow": {Check: "touch asked; sleep 1000"}}},
	}})
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		for ctx.Err() == nil {
			if _, err := os.Stat(filepath.Join(p.dir, "asked")); err == nil {
				cancel(why)
			}
		}
	}()
	if _, err := p.Test(ctx, p.tests["a.t"]); !errors.Is(err, why) {
		t.Error(err)
	}
}

// TestCell: what a cell adds is given on, and its probes have it.
func TestCell(t *testing.T) {
	p := newProject(t, map[string]string{"a.t": "#require mine\n  $ a\n"}, Options{
		Config: config.Config{Features: config.Features{Named: map[string]config.Feature{"mine": {Check: `test "$MINE" = cell`}}}},
		Cell: func(cell string) (around.Environ, error) {
			return func(env []string) []string { return append(env, "MINE=cell"+cell) }, nil
		},
	})
	got, err := p.prepare(t, "a.t")
	if err != nil || got.Skip != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	if env := got.Environ(nil); len(env) != 1 || env[0] != "MINE=cell" {
		t.Error(env)
	}
	other := *p.tests["a.t"]
	other.Cell = "2"
	if got, err := p.Test(t.Context(), &other); err != nil || got.Skip != "missing feature: mine" {
		t.Errorf("%+v, %v", got, err)
	}
}
