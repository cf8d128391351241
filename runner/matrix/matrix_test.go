//go:build unix

package matrix

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dott/matcher/feature"
	"dott/runner/config"
	"dott/runner/process"
	"dott/runner/words"
)

// open returns the matrix of a configuration in a folder, with a cache in the
// same.
func open(t testing.TB, dir, text string) *Matrix {
	t.Helper()
	supervisor := process.NewSupervisor()
	t.Cleanup(supervisor.Close)
	m := &Matrix{
		Dir: dir, Cache: filepath.Join(dir, "cache dir"), Supervisor: supervisor,
		Env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir},
	}
	path := filepath.Join(t.TempDir(), "dott.toml")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	c, err := config.Read(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	m.Config = c.Matrix
	return m
}

// upstream is a fake one: a folder with a list of versions and a recipe that
// installs a script that prints its version. It counts what it does.
func upstream(t testing.TB) (dir, text string) {
	t.Helper()
	dir = t.TempDir()
	write(t, filepath.Join(dir, "published"), "v1.9.0\nv1.10.0 v2.0.0-rc1\n\n v2.0.0\n")
	write(t, filepath.Join(dir, "build"), `#!/bin/sh
echo "building $1 into $2"
echo "$1" >>built
case $1 in *-rc1) echo "no compiler for $1" >&2; exit 3;; esac
mkdir "$2/bin"
printf '#!/bin/sh\necho tool %s\n' "$1" >"$2/bin/tool"
chmod +x "$2/bin/tool"
`)
	return dir, `[matrix.tool]
list = "echo asked >>listed; cat published"
pick = "all, v2.0.0-rc1"
install = "sh build {version} {dir}"
path = "{dir}/bin"
env = { TOOL = "{dir}/bin/tool", TOOL_VERSION = "{version}" }
probe = "echo probed >>probes; tool"
`
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o777); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(data)
}

func cells(t testing.TB, m *Matrix, selection string) []Cell {
	t.Helper()
	cells, warnings, err := m.Cells(t.Context(), selection)
	if err != nil || len(warnings) > 0 {
		t.Fatalf("%s: %v, %q", selection, err, warnings)
	}
	return cells
}

func joined(cells []Cell) string {
	var names []string
	for _, c := range cells {
		n := c.Name
		if c.AllowFailure {
			n += "?"
		}
		names = append(names, n)
	}
	return strings.Join(names, " ")
}

func TestCells(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{"opt/git/2.30/bin", "opt/git/2.40/bin", "opt/git/2.9/bin", "opt/git/tip/bin", "opt/git/empty", "opt/git/a b/bin", "opt/py-3.11-x", "opt/py-3.9-x", "opt/py-3.9"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	axes := `[matrix.git]
from = ["opt/git/*/bin"]
allow-failure = ["tip", "<2.10"]
[matrix.py]
values = ["3.11", "3.9"]
[matrix.go]
list = "printf '1.22 1.23rc1\n1.21 tip'"
pick = "latest 2"
[[matrix-exclude]]
git = "<2.40"
py = "3.11"
`
	for _, test := range []struct{ config, selection, want string }{
		{axes, "git", "git=2.9? git=2.30 git=2.40 git=tip?"},
		{axes, "git>=2.30,<tip", "git=2.30 git=2.40"},
		{axes, "git=2.30,2.40", "git=2.30 git=2.40"},
		{axes, "py", "py=3.9 py=3.11"},
		{axes, "py git!=tip", "git=2.9,py=3.9? git=2.30,py=3.9 git=2.40,py=3.9 git=2.40,py=3.11"},
		{axes, "git=2.40,py=3.11", "git=2.40,py=3.11"},
		{axes, "go", "go=1.21 go=1.22"},
		{axes, "go=1.23rc1", "go=1.23rc1"}, // published, and not picked
		{axes, "all", "go=1.21,git=2.9"},   // as far as it begins
		{axes, "default", ""},
		{"[matrix.p]\nfrom = [\"opt/py-*-x\"]", "p", "p=3.9 p=3.11"},
		{"[matrix.p]\nfrom = [\"opt/py-*-x\"]\npick = \"latest 1\"", "p", "p=3.11"},
		{"[matrix.p]\nfrom = [\"~/opt/py-*-x\"]\npick = \"latest 1\"", "p", "p=3.11"},
		{"[matrix.g]\nfrom = [\"opt/git/*/bin\"]\npick = \"latest 1\"", "g", "g=2.40"},

		{axes, "gti", `error: --matrix gti: no axis "gti"; there are git, go, py`},
		{axes, "git=2.31", "error: --matrix, axis git: no version 2.31; known are 2.9, 2.30, 2.40, tip"},
		{axes, "py>=4", "error: axis py: >=4 takes none of the versions; known are 3.9, 3.11"},
		{axes, "git=2.30,py=3.11", "error: [[matrix-exclude]] leaves none of the 1 cells"},
		{"", "all", "error: no axis is configured"},
		{"[matrix.p]\nfrom = [\"no/*/bin\"]", "p", "error: [matrix.p] from: nothing matches no/*/bin"},
		{"[matrix.p]\nfrom = [\"opt/git/*/bin\"]\npick = \"main\"", "p", "error: no version main is installed"},
		{"[matrix.p]\nfrom = [\"opt/py-*-x\", \"opt/py-*\"]", "p", "error: are both version 3.9"},
		{"[matrix.p]\nlist = \"true\"", "p", "error: [matrix.p] list: the command printed no versions"},
		{"[matrix.p]\nlist = \"echo '<html>404 not found</html>'\"", "p", `error: and "<html>404" is not a version`},
		{"[matrix.p]\nlist = \"echo not found\"", "p", `error: "not found", which has no version with a number`},
		{"[matrix.p]\nlist = \"echo no network >&2; exit 4\"", "p", "error: [matrix.p] list: exit status 4:\n  no network"},
		{"[matrix.p]\nlist = \"echo 1.0\"\npick = \">=2\"", "p", "error: pick: >=2 takes none of the versions; known are 1.0"},
		{"[matrix.p]\nlist = \"echo 1.0\"\npick = \"latest, $(reboot)\"", "p", `error: pick: "$(reboot)" is not a version`},
		{"[matrix.p]\nlist = \"echo 1.0\"\npick = \"1.1\"", "p", "error: pick: no version 1.1; known are 1.0"},
	} {
		if test.want == "go=1.21,git=2.9" {
			test.want = ""
			for _, g := range []string{"2.9", "2.30", "2.40", "tip"} {
				for _, o := range []string{"1.21", "1.22"} {
					for _, p := range []string{"3.9", "3.11"} {
						if p == "3.9" || g == "2.40" || g == "tip" {
							mark := map[bool]string{true: "?"}[g == "2.9" || g == "tip"]
							test.want += fmt.Sprintf(" git=%s,go=%s,py=%s%s", g, o, p, mark)
						}
					}
				}
			}
			test.want = test.want[1:]
		}
		m := open(t, dir, test.config)
		found, _, err := m.Cells(t.Context(), test.selection)
		if want, ok := strings.CutPrefix(test.want, "error: "); ok {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", test.selection, err, want)
			}
		} else if got := joined(found); err != nil || got != test.want {
			t.Errorf("%s: %s, %v; want %s", test.selection, got, err, test.want)
		}
	}
}

// TestTooManyCells: a product that nobody meant is refused, and not made.
func TestTooManyCells(t *testing.T) {
	var b strings.Builder
	for a := range 6 {
		fmt.Fprintf(&b, "[matrix.a%d]\nlist = \"seq 50\"\n", a)
	}
	if _, _, err := open(t, t.TempDir(), b.String()).Cells(t.Context(), "all"); err == nil || !strings.Contains(err.Error(), "more than 10000 cells") {
		t.Error(err)
	}
}

// TestOffline: without network, the list of the last time is used, and what is
// installed runs.
func TestOffline(t *testing.T) {
	dir, text := upstream(t)
	m := open(t, dir, text)
	if _, err := m.Prepare(t.Context(), cells(t, m, "tool=v2.0.0")[0]); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{"published", "build"} {
		if err := os.Remove(filepath.Join(dir, f)); err != nil {
			t.Fatal(err)
		}
	}
	m = open(t, dir, text)
	all, warnings, err := m.Cells(t.Context(), "all")
	if err != nil || len(all) != 4 || len(warnings) != 1 || !strings.Contains(warnings[0], "the list of 2") || !strings.Contains(warnings[0], "cat: published") {
		t.Fatalf("%s, %q, %v", joined(all), warnings, err)
	}
	if _, err := m.Prepare(t.Context(), all[3]); err != nil {
		t.Errorf("%s is installed: %v", all[3].Name, err)
	}
	if _, err := m.Prepare(t.Context(), all[0]); err == nil {
		t.Errorf("%s is not installed", all[0].Name)
	}
	m = open(t, dir, strings.Replace(text, "cat published", "cat  published", 1))
	if _, _, err := m.Cells(t.Context(), "all"); err == nil || !strings.Contains(err.Error(), "list: exit status 1") {
		t.Errorf("the list of another command: %v", err)
	}
}

// TestPlaces: a ready cell is variables and folders, by each kind of axis.
func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	for _, v := range []string{"1.0", "2.0"} {
		write(t, filepath.Join(dir, "opt", v, "bin", "a"), "#!/bin/sh\necho a "+v+".7\n")
	}
	m := open(t, dir, `[matrix.a]
from = ["opt/*/bin"]
env = { A = "{value}/a of {version} in {dir} ${dir} {{dir}}" }
probe = "a"
[matrix.b]
from = ["opt/*/bin/a"]
path = "{dir}/.."
[matrix.c]
values = ["2.0"]
path = "opt/{version}/bin"
env = { C = "{value}" }
[matrix.d]
values = ["3.0"]
path = "opt/{version}/bin"
`)
	p, err := m.Prepare(t.Context(), cells(t, m, "a=1.0 b=2.0 c")[0])
	if err != nil {
		t.Fatal(err)
	}
	one, two := filepath.Join(dir, "opt/1.0/bin"), filepath.Join(dir, "opt/2.0")
	want := Additions{
		Path: []string{one, two, filepath.Join(two, "bin")},
		Env:  []string{"A=" + one + "/a of 1.0 in " + one + " ${dir} {{dir}}", "C=2.0"},
	}
	if fmt.Sprintf("%q", p) != fmt.Sprintf("%q", want) {
		t.Errorf("%q, want %q", p, want)
	}
	env := p.Environ([]string{"PATH=/bin", "C=x", "X=y"})
	if got := strings.Join(env, "|"); got != "X=y|A="+one+"/a of 1.0 in "+one+" ${dir} {{dir}}|C=2.0|PATH="+strings.Join(want.Path, ":")+":/bin" {
		t.Error(got)
	}
	if _, err := m.Prepare(t.Context(), cells(t, m, "d")[0]); err == nil || !strings.Contains(err.Error(), "d=3.0: there is no folder "+dir+"/opt/3.0/bin for PATH") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestProbe: each place is asked once, in all runs, until it changes.
func TestProbe(t *testing.T) {
	dir := t.TempDir()
	tool := filepath.Join(dir, "opt/1.2/tool")
	write(t, tool, "#!/bin/sh\necho asked >>asked\necho tool 1.2.3\n")
	config := "[matrix.tool]\nfrom = [\"opt/*\"]\nprobe = \"tool\"\n"
	prepare := func() (Additions, error) {
		m := open(t, dir, config)
		m.Env[0] = "PATH=/usr/bin:/bin"
		return m.Prepare(t.Context(), cells(t, m, "all")[0])
	}
	for range 3 {
		if p, err := prepare(); err != nil || len(p.Warnings) > 0 {
			t.Fatalf("%v, %v", p, err)
		}
	}
	if got := read(t, filepath.Join(dir, "asked")); got != "asked\n" {
		t.Errorf("asked: %q", got)
	}
	for text, want := range map[string]string{
		"echo tool 1.3.0":      "tool=1.2: the tool itself says that it is 1.3.0",
		"echo tool 1.2-rc1":    "tool=1.2: the tool itself says that it is 1.2-rc1",
		"exit 3":               `error: tool=1.2: probing it with "tool": exit status 3`,
		"echo gone >&2; false": "error: exit status 1:\n  gone",
		"echo hello":           `error: it printed "hello world", which has no version`,
		"kill -9 $$":           "error: exit status 137",
	} {
		if err := os.Remove(tool); err != nil { // the folder has another time
			t.Fatal(err)
		}
		write(t, tool, "#!/bin/sh\n"+strings.Replace(text, "hello", "hello world", 1)+"\n")
		p, err := prepare()
		if wrong, ok := strings.CutPrefix(want, "error: "); ok {
			if err == nil || !strings.Contains(err.Error(), wrong) {
				t.Errorf("%s: %v, want %s", text, err, wrong)
			}
		} else if err != nil || strings.Join(p.Warnings, "|") != want {
			t.Errorf("%s: %q, %v; want %s", text, p.Warnings, err, want)
		}
	}
}

// TestFeature: an axis is a feature, in its cells and by what PATH has.
func TestFeature(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "bin", "plain"), "#!/bin/sh\n")
	write(t, filepath.Join(dir, "bin", "tool"), "#!/bin/sh\necho asked >>asked\necho tool 1.2.3\n")
	write(t, filepath.Join(dir, "bin", "mute"), "#!/bin/sh\necho hello world\n")
	m := open(t, dir, `[matrix.tool]
values = ["1.0"]
probe = "tool"
[matrix.plain]
values = ["1"]
[matrix.absent]
values = ["1"]
[matrix.gone]
values = ["1"]
probe = "gone --version"
[matrix.mute]
values = ["1"]
probe = "mute"
[matrix.own]
values = ["1"]
probe = "echo {version}"
`)
	m.Env[0] = "PATH=" + dir + "/bin:/usr/bin:/bin"
	for axis, want := range map[string]string{
		"tool": "{true 1.2.3} <nil>", "plain": "{true } <nil>", "absent": "{false } <nil>", "gone": "{false } <nil>",
		"own": "{false } <nil>", "mute": `{false } [matrix.mute] probing what PATH has with "mute": it printed "hello world", which has no version`,
	} {
		for range 2 {
			k, err := m.Feature(t.Context(), Cell{}, axis)
			if got := fmt.Sprint(k, err); got != want && fmt.Sprint(k)+" "+fmt.Sprint(err) != want {
				t.Errorf("%s: %s, want %s", axis, got, want)
			}
		}
	}
	if got := read(t, filepath.Join(dir, "asked")); got != "asked\n" {
		t.Errorf("asked: %q", got)
	}
	k, err := m.Feature(t.Context(), cells(t, m, "tool")[0], "tool")
	if err != nil || k.Version != "1.0" || !k.Present {
		t.Errorf("in the cell: %v, %v", k, err)
	}
}

func TestJSON(t *testing.T) {
	m := open(t, t.TempDir(), "[matrix.git]\nvalues = [\"2.30\", \"2.40\"]\n[matrix.node-js]\nvalues = [\"20\"]\n")
	var b strings.Builder
	for _, err := range []error{
		WriteGitHub(&b, cells(t, m, "all")), WriteGitLab(&b, cells(t, m, "all")),
		WriteGitHub(&b, cells(t, m, "default")), WriteGitLab(&b, cells(t, m, "default")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := `{"include":[{"cell":"git=2.30,node-js=20","git":"2.30","node-js":"20"},{"cell":"git=2.40,node-js=20","git":"2.40","node-js":"20"}]}
[{"CELL":["git=2.30,node-js=20"],"GIT":["2.30"],"NODE_JS":["20"]},{"CELL":["git=2.40,node-js=20"],"GIT":["2.40"],"NODE_JS":["20"]}]
{"include":[{"cell":"default"}]}
[{"CELL":["default"]}]
`
	if b.String() != want {
		t.Errorf("%s", b.String())
	}
}

// BenchmarkCells: the cells of a run, where everything is known.
func BenchmarkCells(b *testing.B) {
	m := open(b, b.TempDir(), "[matrix.a]\nlist = \"seq 10\"\n[matrix.b]\nlist = \"seq 5\"\n[[matrix-exclude]]\na = \"<3\"\nb = \">3\"\n")
	cells(b, m, "all")
	for b.Loop() {
		if _, _, err := m.Cells(context.Background(), "all"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPrepare: a cell that is installed, the first time in a run.
func BenchmarkPrepare(b *testing.B) {
	dir, text := upstream(b)
	m := open(b, dir, text)
	c := cells(b, m, "tool=v2.0.0")[0]
	if _, err := m.Prepare(b.Context(), c); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		fresh := &Matrix{Config: m.Config, Dir: m.Dir, Cache: m.Cache, Env: m.Env, Supervisor: m.Supervisor}
		if _, err := fresh.Prepare(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzReadList: what is read can be put into shell commands and paths, and is in
// order.
func FuzzReadList(f *testing.F) {
	for _, s := range []string{"1.0 1.1\n2.0-rc1", "v1 tip", "<html>", "-rf /", "a b", "..", "$(id)", "1\x002"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		versions, err := readList(s)
		if (err == nil) != (len(versions) > 0) || !slices.IsSortedFunc(versions, feature.Compare) {
			t.Errorf("%q: %q, %v", s, versions, err)
		}
		for _, v := range versions {
			if words.Quote(v) != v && words.Quote(v) != "'"+v+"'" || filepath.Base(v) != v || v[0] == '-' || v[0] == '.' || !strings.Contains(s, v) {
				t.Errorf("%q: %q", s, v)
			}
		}
	})
}
