package prepare

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"dott/matcher/feature"
	"dott/runner/config"
)

// noting makes a command of the configuration that notes each time it is run.
func noting(what, command string) string { return "echo " + what + " >>\"$CONFIGDIR/log\"; " + command }

func (p *project) log(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, "log"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\n", " ")
}

func TestFeatures(t *testing.T) {
	o := Options{
		Config: config.Config{
			Features: config.Features{
				Checker: `check() { echo "asked $1" >>"$CONFIGDIR/log"; case $1 in good) ;; bad) echo "skipped: it is bad"; exit 1;; worse) exit 1;; odd) echo what; exit 7;; killed) kill -9 $$;; *) exit 2;; esac; }; check`,
				Named: map[string]config.Feature{
					"yes": {Check: noting("yes", "true")}, "no": {Check: noting("no", "false")}, "killed-check": {Check: "kill -9 $$"},
					"tool": {Version: noting("tool", "echo tool version 2.10.1")}, "gone": {Version: "echo 1.0; exit 3"},
					"mute": {Version: "true"}, "words": {Version: "echo some; echo words"}, "x": {Check: "false"}, "axis": {Check: "false"},
				},
			},
			Matrix: config.Matrix{Axes: map[string]config.Axis{"axis": {Values: []string{"3"}}}},
		},
		Axis: func(_ context.Context, cell, name string) (feature.Known, bool, error) {
			switch name {
			case "axis":
				return feature.Known{Present: true, Version: "3" + cell}, true, nil
			case "badaxis":
				return feature.Known{}, true, errors.New("probing fails")
			}
			return feature.Known{}, false, nil
		},
	}
	p := newProject(t, map[string]string{"a.t": "#testcases x y\n  $ a\n"}, o)
	here := map[string]string{"linux": "linux", "darwin": "macos", "windows": "windows"}[runtime.GOOS]
	root := "no-root"
	if os.Geteuid() == 0 {
		root = "root"
	}
	for _, test := range []struct{ terms, why, err string }{
		{"yes", "", ""},
		{"no-yes", "missing feature: no-yes", ""},
		{"no", "missing feature: no", ""},
		{"no-no", "", ""},
		{"yes no-no tool", "", ""},
		{"yes no tool", "missing feature: no", ""},
		{"tool>=2.9", "", ""},
		{"tool<2.9", "missing feature: tool<2.9 (it is 2.10.1)", ""},
		{"no-tool", "missing feature: no-tool", ""},
		{"gone", "missing feature: gone", ""},
		{"gone>=1", "missing feature: gone>=1", ""},
		{"no-gone", "", ""},
		{"mute", "", "feature mute: `true` printed no version: (nothing)"},
		{"words", "", "feature words: `echo some; echo words` printed no version: some"},
		{"killed-check", "", "feature killed-check: `kill -9 $$` was ended by a signal (killed)"},
		{"x", "", ""},
		{"y", "missing feature: y", ""},
		{"no-y x", "", ""},
		{"axis=3", "", ""},
		{"axis>3", "missing feature: axis>3 (it is 3)", ""},
		{"badaxis", "", "probing fails"},
		{here, "", ""},
		{"no-" + here, "missing feature: no-" + here, ""},
		{root, "", ""},
		{"command:sh", "", ""},
		{"command:nosuchprogram", "missing feature: command:nosuchprogram", ""},
		{"no-command:nosuchprogram", "", ""},
		{"good", "", ""},
		{"bad", "it is bad", ""},
		{"no-bad", "", ""},
		{"no-good", "missing feature: no-good", ""},
		{"worse", "missing feature: worse", ""},
		{"odd", "", "feature odd: the checker `" + o.Config.Features.Checker + "` ended with status 7, not 0, 1 or 2: what"},
		{"killed", "", "feature killed: `" + o.Config.Features.Checker + " \"$@\"` was ended by a signal (killed)"},
		{"what", "", `unknown feature "what"; known are x, y, axis, axis, gone, killed-check, mute, no, tool, words, x, yes, linux, macos, windows, root, target, command:NAME; and the checker of [features] does not know it either`},
		{"yes>=1", "", "yes>=1"},
	} {
		terms, err := feature.Parse(test.terms)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			ok, why, err := p.features.holds(t.Context(), p.tests["a.t#x"], terms)
			if ok != (test.why == "" && test.err == "") || why != test.why || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: %v, %q, %v", test.terms, ok, why, err)
			}
		}
		if ok, err := p.Holds(t.Context(), p.tests["a.t#x"], terms); ok != (test.why == "" && test.err == "") || (err == nil) != (test.err == "") {
			t.Errorf("%s: %v, %v", test.terms, ok, err)
		}
	}
	for _, asked := range []string{"yes", "no", "tool", "asked good", "asked bad", "asked odd", "asked what"} {
		if n := strings.Count(" "+p.log(t), " "+asked+" "); n != 1 {
			t.Errorf("%s was run %d times", asked, n)
		}
	}
}

// TestAskedOnce: also by many tests at the same time, but in each cell, and of a
// checker that looks at TESTDIR, for each folder.
func TestAskedOnce(t *testing.T) {
	for _, test := range []struct {
		checker string
		want    int
	}{{noting("checked", "true"), 2}, {noting("checked", "true $TESTDIR"), 4}} {
		p := newProject(t, map[string]string{"a.t": "", "b.t": "", "sub/c.t": ""}, Options{Config: config.Config{
			Features: config.Features{Checker: test.checker, Named: map[string]config.Feature{"named": {Check: noting("named", "true")}}},
		}})
		named, err := feature.Parse("named")
		if err != nil {
			t.Fatal(err)
		}
		checked, err := feature.Parse("checked command:sh")
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for _, name := range []string{"a.t", "b.t", "sub/c.t"} {
			for _, cell := range []string{"", "c=1"} {
				found := *p.tests[name]
				found.Cell = cell
				for _, terms := range [][]feature.Term{named, checked} {
					all.Go(func() {
						if ok, err := p.Holds(t.Context(), &found, terms); !ok || err != nil {
							t.Error(ok, err)
						}
					})
				}
			}
		}
		all.Wait()
		if log := p.log(t); strings.Count(log, "named") != 2 || strings.Count(log, "checked") != test.want {
			t.Errorf("%s: %s", test.checker, log)
		}
	}
}

// TestProbeEnvironment: a command of the configuration runs in its folder, and sees
// what the test will see, but for ports.
func TestProbeEnvironment(t *testing.T) {
	p := newProject(t, map[string]string{"sub/a.t": ""}, Options{Config: config.Config{
		Env:   config.Env{Set: map[string]string{"MINE": "$TESTFILE!"}},
		Files: map[string]string{"$HOME/.rc": "rc of $TESTFILE"},
	}})
	result, printed, err := p.o.command(t.Context(), p.tests["sub/a.t"], `pwd; echo $CONFIGDIR $TESTDIR $MINE ${PORT-none} ${CALLER-none}; cat ~/.rc; echo " $0 $# $1"; exit 5`, "an argument")
	want := fmt.Sprintf("%s\n%s %s a.t! none 1\nrc of a.t sh 1 an argument\n", p.dir, p.dir, filepath.Join(p.dir, "sub"))
	if err != nil || result.Status != 5 || printed != want {
		t.Errorf("%+v, %v, %q, want %q", result, err, printed, want)
	}
}

// TestProbeFails: what stands in the way of asking is an error.
func TestProbeFails(t *testing.T) {
	files := map[string]string{"a.t": ""}
	terms := func(text string) []feature.Term {
		terms, err := feature.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return terms
	}
	named := config.Config{Features: config.Features{Named: map[string]config.Feature{"slow": {Check: "sleep 1000"}, "yes": {Check: "true"}}}}

	p := newProject(t, files, Options{Config: named, Timeout: 100 * time.Millisecond})
	if _, err := p.Holds(t.Context(), p.tests["a.t"], terms("slow")); err == nil || err.Error() != "feature slow: `sleep 1000` did not end within 100ms" {
		t.Error(err)
	}
	bad := named
	bad.Files = map[string]string{"/outside": ""}
	p = newProject(t, files, Options{Config: bad})
	if _, err := p.Holds(t.Context(), p.tests["a.t"], terms("yes")); err == nil || !strings.HasPrefix(err.Error(), "feature yes: writing /outside: ") {
		t.Error(err)
	}
	p = newProject(t, files, Options{Config: named})
	p.o.Place = nowhere{p.o.Place}
	for _, name := range []string{"yes", "command:sh"} {
		if _, err := p.Holds(t.Context(), p.tests["a.t"], terms(name)); !errors.Is(err, errNowhere) {
			t.Error(err)
		}
	}
}
