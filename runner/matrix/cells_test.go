//go:build unix

package matrix

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
