//go:build unix

package matrix

import (
	"strings"
	"testing"
)

// TestBetween: a search goes through all that the list has between two versions.
func TestBetween(t *testing.T) {
	const text = `[matrix.t]
list = "echo 1.0 1.1 1.2-rc1 1.2 1.3 1.4"
pick = "latest 3, !=1.3"
[matrix.c]
list = "echo c4 c9 c1 c7"
order = "list"
[matrix.u]
values = ["x", "y"]
[[matrix-exclude]]
t = "1.1"
`
	for _, test := range []struct{ axis, selection, want, older string }{
		{"t", "t", "t=1.2-rc1 t=1.2 t=1.3 t=1.4", "1.0 1.1"},
		{"t", "t=1.4", "t=1.0 t=1.2-rc1 t=1.2 t=1.3 t=1.4", ""},
		{"t", "t=1.0,1.2", "t=1.0 t=1.2-rc1 t=1.2", ""},
		{"t", "t u=y", "t=1.2-rc1,u=y t=1.2,u=y t=1.3,u=y t=1.4,u=y", "1.0 1.1"},
		{"c", "c=c9,c7", "c=c9 c=c1 c=c7", "c4"},
		{"c", "c=c1", "c=c4 c=c9 c=c1", ""},
		{"t", "t u", "error: leaves several cells of one version", ""},
		{"t", "u", "error: leaves several cells of one version", ""},
		{"t", "t=9", "error: no version 9", ""},
	} {
		m := open(t, t.TempDir(), strings.Replace(text, "latest 3, !=1.3", "1.2-rc1, 1.2, 1.4", 1))
		b, _, err := m.Between(t.Context(), test.axis, test.selection)
		if want, wrong := strings.CutPrefix(test.want, "error: "); wrong {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", test.selection, err, want)
			}
			continue
		}
		var older []string
		for _, v := range b.Older {
			older = append(older, v.Name)
		}
		if got := joined(b.Cells); err != nil || got != test.want || strings.Join(older, " ") != test.older {
			t.Errorf("%s: %s, older %q, %v; want %s, older %s", test.selection, got, older, err, test.want, test.older)
		}
	}
}

// TestNamedAndGrid: cells by their names, and all along their axes.
func TestNamedAndGrid(t *testing.T) {
	m := open(t, t.TempDir(), "[matrix.t]\nvalues = [\"1.9\", \"1.10\"]\n[matrix.u]\nvalues = [\"y\", \"x\"]\n")
	var gone []string
	found := m.Named(t.Context(), []string{"u=x,t=1.9", "", "t=2.0"}, func(name string, _ error) { gone = append(gone, name) })
	if joined(found) != "t=1.9,u=x " || strings.Join(gone, " ") != "t=2.0" {
		t.Errorf("%q, gone %q", joined(found), gone)
	}
	g, err := m.Grid(t.Context(), found[:1])
	if err != nil || len(g.Cells) != 4 || strings.Join(g.Axes[0].Values, " ") != "1.9 1.10" || strings.Join(g.Axes[1].Values, " ") != "y x" || g.Cells["t=1.10,u=x"][0] != 1 {
		t.Errorf("%+v, %v", g, err)
	}
	if _, err := m.Grid(t.Context(), found); err == nil {
		t.Error("the default cell and another have one grid")
	}
	if o := m.Orders(t.Context(), found); strings.Join(o["u"], " ") != "y x" || len(o) != 2 {
		t.Errorf("%v", o)
	}
}
