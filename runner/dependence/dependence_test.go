package dependence

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dott/runner/verdicts"
)

// TestFind: each path is of the kind that it is, and what every machine has is of none.
func TestFind(t *testing.T) {
	base := t.TempDir()
	project := filepath.Join(base, "home/project")
	for _, file := range []string{"held", "made", "ignored/a", "ignored/deep/b", "folder/held"} {
		path := filepath.Join(project, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(base, "outside")
	if err := os.WriteFile(outside, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	o := Options{
		Project: project, Home: filepath.Join(base, "home"), Temp: []string{"/tmp/x"}, Known: []string{filepath.Join(base, "home/.cache/dott")},
		Own: map[string]bool{"made": true, "ignored/": true}, Held: true,
	}
	for _, test := range []struct {
		path, how  string
		kind, show string
	}{
		{"held", "read", "", ""},
		{"made", "read", "unheld", "made"},
		{"made", "written", "unheld", "made"},
		{"gone", "absent", "", ""},
		{"ignored/a", "read", "unheld", "ignored/"},
		{"ignored/deep/b", "read", "unheld", "ignored/"},
		{"ignored", "looked at", "", ""},
		{"folder", "read", "", ""},
		{"folder/held", "read", "", ""},
		{filepath.Join(base, "home/.netrc"), "absent", "home", "~/.netrc"},
		{filepath.Join(base, "home"), "looked at", "", ""},
		{filepath.Join(base, "home/.cache/dott/x"), "read", "", ""},
		{"/etc/localtime", "read", "zone", "/etc/localtime"},
		{"/usr/bin/env", "executed", "", ""},
		{"/proc/self/maps", "read", "", ""},
		{"/tmp/x/y", "read", "", ""},
		{outside, "read", "outside", outside},
		{base, "looked at", "", ""},
		{base, "read", "outside", base},
		{"/", "looked at", "", ""},
	} {
		found := Find(o, []verdicts.Deps{{Test: "a.t", Outside: []verdicts.Dep{{Path: test.path, How: []string{test.how}}}}})
		switch {
		case test.kind == "" && len(found) == 0:
		case len(found) == 1 && found[0].Kind == test.kind && found[0].Path == test.show && found[0].Remedy != "":
		default:
			t.Errorf("%s (%s): %+v, want %q", test.path, test.how, found, test.kind)
		}
	}
	o.Held = false
	if found := Find(o, []verdicts.Deps{{Project: []verdicts.Dep{{Path: "made", How: []string{"read"}}}}}); len(found) > 0 {
		t.Errorf("without a repository: %+v", found)
	}
}

// TestWrite: what several tests depend on stands once, and many files in a folder are shown
// as that.
func TestWrite(t *testing.T) {
	read := func(path string) verdicts.Dep { return verdicts.Dep{Path: path, How: []string{"read"}} }
	var deps []verdicts.Deps
	for _, test := range []string{"d.t", "a.t", "b.t", "c.t"} {
		d := verdicts.Deps{Test: test, Network: []verdicts.Dep{{Path: "192.0.2.1:80", How: []string{"connected to"}}}}
		for _, file := range []string{"x", "y", "z", "deep/x"} {
			d.Outside = append(d.Outside, read("/home/me/.config/"+file))
		}
		d.Outside = append(d.Outside, read("/home/me/.netrc"))
		deps = append(deps, d)
	}
	var text strings.Builder
	Write(&text, Find(Options{Project: "/p", Home: "/home/me", Zone: true}, deps))
	want := `
Your home:
  ~/.config/: 4 files (read): a.t, b.t, c.t and 1 more
  ~/.netrc (read): a.t, b.t, c.t and 1 more
  what helps: write what they need into their own $HOME, with [files] in dott.toml or in the test

The time zone of this machine:
  $TZ (passed on): a.t, b.t, c.t and 1 more
  what helps: set TZ in the test or in [env] set, and do not pass it on

The network, or servers of this machine:
  192.0.2.1:80 (connected to): a.t, b.t, c.t and 1 more
  what helps: start what they need as a [service], or refuse it with [sandbox] network = "private"
`
	if text.String() != want {
		t.Errorf("%s", text.String())
	}
	if got := union([]string{"a", "c"}, []string{"b", "c"}); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("%q", got)
	}
}
