//go:build unix

package matrix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// moving is an upstream whose main is what the file main says.
func moving(t *testing.T) (dir, text string) {
	dir = t.TempDir()
	write(t, filepath.Join(dir, "build"), `echo "$1" >>built; case $1 in bad*) echo "cannot compile $1"; exit 1;; esac; echo "$1" >"$2/is"`)
	write(t, filepath.Join(dir, "main"), "c0ffee1 refs/heads/main\n")
	return dir, `[matrix.tool]
values = ["1.0"]
moving = ["main"]
resolve = "echo asked {name} >>asked; cat {name}"
install = "sh build {version} {dir}"
env = { IS = "{version}", NAME = "{value}" }
`
}

// TestMoving: what moves is installed anew when it stands for something else, and
// only then.
func TestMoving(t *testing.T) {
	dir, text := moving(t)
	prepare := func() (Additions, string, error) {
		m := open(t, dir, text)
		all := cells(t, m, "tool")
		if joined(all) != "tool=1.0 tool=main" {
			t.Fatal(joined(all))
		}
		p, err := m.Prepare(t.Context(), all[1])
		return p, m.Resolved(all[1]), err
	}
	check := func(main, is, built, warning string) {
		t.Helper()
		if main == "" {
			_ = os.Remove(filepath.Join(dir, "main"))
		} else {
			write(t, filepath.Join(dir, "main"), main)
		}
		for range 2 {
			p, resolved, err := prepare()
			if err != nil || strings.Join(p.Env, " ") != "IS="+is+" NAME=main" || resolved != "tool="+is {
				t.Errorf("%q: %q, %s, %v", main, p, resolved, err)
			}
			if got := strings.Join(p.Warnings, "|"); (warning == "") != (got == "") || !strings.Contains(got, warning) {
				t.Errorf("%q: warnings %q", main, got)
			}
		}
		if got := strings.Join(strings.Fields(read(t, filepath.Join(dir, "built"))), " "); got != built {
			t.Errorf("%q: built %s, want %s", main, got, built)
		}
	}
	check("c0ffee1 refs/heads/main\n", "c0ffee1", "c0ffee1", "")
	check("c0ffee2\n", "c0ffee2", "c0ffee1 c0ffee2", "")
	check("c0ffee1\n", "c0ffee1", "c0ffee1 c0ffee2", "")
	check("", "c0ffee1", "c0ffee1 c0ffee2", "tool=main: resolve: exit status 1:\n  cat: main: No such file or directory\n  c0ffee1 is used instead, which it was on 2")
	check(" \n", "c0ffee1", "c0ffee1 c0ffee2", `printed nothing`)
	check("<html>\n", "c0ffee1", "c0ffee1 c0ffee2", `which does not begin with a version or a commit`)
	// What is new and does not build is tried again, as is everything that did not.
	check("bad1\n", "c0ffee1", "c0ffee1 c0ffee2 bad1 bad1", "tool=main: installing tool bad1: exit status 1")
	for _, next := range []string{"a1", "a2", "a3", "a4", "a5"} {
		write(t, filepath.Join(dir, "main"), next)
		if _, _, err := prepare(); err != nil {
			t.Fatal(err)
		}
	}
	m := open(t, dir, text)
	if got := len(trees(t, m)); got != keptMoves {
		t.Errorf("%d of %d installations are kept", got, 7)
	}
	if removed, err := m.Prune(t.Context()); err != nil || len(removed) != 1 || removed[0].Name != "bad1" {
		t.Errorf("pruned: %v, %v", removed, err)
	}
	if i, ok := m.Installation(cells(t, m, "tool=main")[0].Versions[0]); !ok || !i.Complete || i.Resolved != "a5" {
		t.Errorf("%+v", i)
	}
}

// TestMovingNever: what was never installed is an error of the cell.
func TestMovingNever(t *testing.T) {
	dir, text := moving(t)
	write(t, filepath.Join(dir, "main"), "bad1")
	m := open(t, dir, text)
	c := cells(t, m, "tool=main")[0]
	if _, err := m.Prepare(t.Context(), c); err == nil || !strings.Contains(err.Error(), "tool=main: installing tool bad1: exit status 1; the end of") || m.Resolved(c) != "" {
		t.Errorf("%v, %q", err, m.Resolved(c))
	}
}

// TestResolveHangs: a command that does not end is ended.
func TestResolveHangs(t *testing.T) {
	dir, text := moving(t)
	m := open(t, dir, strings.Replace(text, "cat {name}", "sleep 60", 1))
	m.Limit = 100 * time.Millisecond
	if _, err := m.Prepare(t.Context(), cells(t, m, "tool=main")[0]); err == nil || !strings.Contains(err.Error(), "it took more than 100ms and was ended") {
		t.Error(err)
	}
}

// TestFrozen: a name that no list has and that does not move is told.
func TestFrozen(t *testing.T) {
	for text, want := range map[string]string{
		"list = \"echo 1.0\"\npick = \"latest, edge, c0ffee123\"\ninstall = \"true {dir}\"":                               `tool=edge is installed once and stays as it was then; moving = ["edge"], with resolve, has it installed anew`,
		"values = [\"1.0\", \"main\", \"dash\"]\ninstall = \"true {dir}\"":                                                `tool=main is installed once and stays as it was then; moving = ["main"], with resolve, has it installed anew`,
		"values = [\"1.0\", \"main\"]":                                                                                    "",
		"values = [\"1.0\"]\nmoving = [\"main\"]\nresolve = \"echo 1\"\ninstall = \"true {dir}\"":                         "",
		"list = \"echo 1.0\"\npick = \"latest, edge\"\nmoving = [\"edge\"]\nresolve = \"echo\"\ninstall = \"true {dir}\"": "",
	} {
		m := open(t, t.TempDir(), "[matrix.tool]\n"+text+"\n")
		_, warnings, err := m.Cells(t.Context(), "all")
		if got := strings.Join(warnings, "|"); err != nil || got != want {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
}

// TestOrderOfList: commits, dates and names stand in the order of the list.
func TestOrderOfList(t *testing.T) {
	for _, test := range []struct{ text, selection, want string }{
		{"list = \"echo 9bad 1bad aaaa 0bad 3bad\"\norder = \"list\"", "t", "t=9bad t=1bad t=aaaa t=0bad t=3bad"},
		{"list = \"echo 9bad 1bad aaaa 0bad 3bad\"\norder = \"list\"\npick = \"latest 2\"", "t", "t=0bad t=3bad"},
		{"list = \"echo 9bad 1bad aaaa 0bad 3bad\"\norder = \"list\"\npick = \"latest 2\"", "t=1bad", "t=1bad"},
		{"list = \"echo 9bad 1bad aaaa 0bad 3bad\"\norder = \"list\"\npick = \"latest 2, tip, 9bad\"", "t", "t=9bad t=0bad t=3bad t=tip"},
		{"list = \"echo 9badbad1 1bad0000 aaaa1234\"\norder = \"list\"", "t>=1bad", "t=1bad0000 t=aaaa1234"},
		{"list = \"echo 9badbad1 1bad0000 aaaa1234\"\norder = \"list\"", "t>=2bad", "error: --matrix, axis t: 2bad has no place in the list of versions"},
		{"list = \"echo 9badbad1 1bad0000 aaaa1234\"", "t", `error: which reads as commits: order = "list" says`},
		{"list = \"echo 1.0 1.1 1.0\"\norder = \"list\"", "t", `error: [matrix.t] order = "list": 1.0 stands there twice, so its place is not known`},
		{"values = [\"zsh\", \"dash\", \"bash\"]\norder = \"list\"", "t>=dash", "t=dash t=bash"},
		{"values = [\"zsh\", \"dash\", \"bash\"]", "t", "t=zsh t=dash t=bash"},
		{"values = [\"zsh\", \"dash\", \"bash\"]", "t=bash,zsh", "t=zsh t=bash"},
		{"values = [\"zsh\", \"dash\", \"bash\"]", "t>=dash", "error: zsh and dash are names, which have no order"},
		{"values = [\"zsh\", \"dash\"]\nallow-failure = [\"<zsh\"]", "t", "error: [matrix.t] allow-failure: dash and zsh are names"},
		{"values = [\"zsh\", \"dash\"]\n[[matrix-exclude]]\nt = \"<zsh\"", "t", "error: [[matrix-exclude]] t: dash and zsh are names"},
	} {
		m := open(t, t.TempDir(), "[matrix.t]\n"+test.text+"\n")
		found, _, err := m.Cells(t.Context(), test.selection)
		if want, wrong := strings.CutPrefix(test.want, "error: "); wrong {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", test.text, err, want)
			}
		} else if err != nil || joined(found) != test.want {
			t.Errorf("%s: %s, %v; want %s", test.text, joined(found), err, test.want)
		}
	}
}

// TestListedFeature: what PATH has is a version where the list has what the tool says.
func TestListedFeature(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "bin", "tool"), "#!/bin/sh\necho \"tool 3.1 (`cat is`)\"\n")
	m := open(t, dir, "[matrix.tool]\nlist = \"echo c0ffee1 beef0002\"\norder = \"list\"\nprobe = \"tool\"\n")
	m.Env[0] = "PATH=" + dir + "/bin:/usr/bin:/bin"
	write(t, filepath.Join(dir, "is"), "beef00")
	if k, err := m.Feature(t.Context(), Cell{}, "tool"); err != nil || k.Version != "beef00" || k.Order == nil {
		t.Errorf("%+v, %v", k, err)
	}
	m = open(t, dir, "[matrix.tool]\nlist = \"echo c0ffee1 beef0002\"\norder = \"list\"\nprobe = \"tool\"\n")
	m.Env[0] = "PATH=" + dir + "/bin:/usr/bin:/bin"
	write(t, filepath.Join(dir, "is"), "dead00")
	if k, err := m.Feature(t.Context(), Cell{}, "tool"); err != nil || k.Version != "" || !k.Present || k.Why != `the list has none of what "tool" printed` {
		t.Errorf("%+v, %v", k, err)
	}
	p, err := m.Prepare(t.Context(), Cell{Name: "tool=c0ffee1", Versions: []Version{{Axis: "tool", Name: "c0ffee1"}}})
	if err != nil || len(p.Warnings) > 0 {
		t.Errorf("%v, %v", p, err)
	}
	write(t, filepath.Join(dir, "is"), "beef0002")
	m = open(t, dir, "[matrix.tool]\nlist = \"echo c0ffee1 beef0002\"\norder = \"list\"\nprobe = \"tool\"\n")
	m.Env[0] = "PATH=" + dir + "/bin:/usr/bin:/bin"
	p, err = m.Prepare(t.Context(), Cell{Name: "tool=c0ffee1", Versions: []Version{{Axis: "tool", Name: "c0ffee1"}}})
	if err != nil || len(p.Warnings) != 1 || p.Warnings[0] != "tool=c0ffee1: the tool itself says that it is beef0002" {
		t.Errorf("%v, %v", p, err)
	}
}
