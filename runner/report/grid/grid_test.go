package grid

import (
	"testing"

	"dott/runner/event"
)

// TestGrid: cells stand in the order of the axes, whenever they came, and what a moving
// version stood for behind them, whether it was one thing or two.
func TestGrid(t *testing.T) {
	g := Grid{Axes: []event.Axis{{Name: "git", Versions: []string{"2.9", "2.10", "main"}}}}
	commit := "git=3f2a9c1b7d0e4c55aa0912f3d6b8e7c41f0a2b3c"
	for _, e := range []event.Event{
		{Action: event.Pass, Test: "a.t", Cell: "git=main", Resolved: commit},
		{Action: event.Fail, Test: "b.t", Cell: "git=main", Resolved: "git=beef", Allowed: true},
		{Action: event.Pass, Test: "a.t", Cell: "git=2.10"},
		{Action: event.Pass, Test: "a.t", Cell: "git=2.9"},
		{Action: event.Fail, Test: "b.t", Cell: "git=2.9", Allowed: true, Known: "issue 12"},
		{Action: event.Skip, Test: "c.t", Cell: "git=2.10"},
	} {
		g.Add(e, string(e.Action)[:1])
	}
	const want = `# 1  git=2.9   1 passed, 1 failed (known)
# 2  git=2.10  1 passed, 1 skipped
# 3  git=main  1 passed, 1 failed (allowed) (git=3f2a9c1b7d0e; git=beef)
#
#      1  2  3
# b.t  f     f
# c.t     s   
`
	if got := g.String(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if one := (&Grid{}); one.String() != "" {
		t.Error("a grid of nothing")
	}
}
