package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rows are the packages in an order: each may import only
// what stands above it. Those on one line do not know of each other.
var rows = [][]string{
	{"dott/matcher/feature", "dott/runner/words", "dott/runner/atomicfile", "dott/runner/tooltest"},
	{"dott/runner/process"},
	{"dott/matcher"},
	{"dott/matcher/transcript"},
	{"dott/runner/event"},
	{"dott/runner/config"},
	{"dott/runner/discover"},
	{"dott/runner/schedule"},
	{"dott/runner/state"},
	{"dott/runner/sandbox"},
	{"dott/runner/matrix", "dott/runner/coverage", "dott/runner/service"},
	{"dott/runner/project"},
	{"dott/runner/report"},
	{"dott/runner/review", "dott/runner/watch"},
	{"dott/runner"},
	{"dott/cmd/dott"},
}

// TestImports holds the packages to that order, on every system we build for;
// matcher/... to being pure; and os/exec to the one package that ends what it
// starts.
func TestImports(t *testing.T) {
	row := map[string]int{}
	for i, packages := range rows {
		for _, p := range packages {
			row[p] = i
		}
	}
	for _, system := range []string{"linux", "darwin", "windows"} {
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "dott/...")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		ours := 0
		for line := range strings.Lines(string(out)) {
			fields := strings.Fields(line)
			from, imports := fields[0], fields[1:]
			if !strings.HasPrefix(from, "dott/") || strings.HasPrefix(from, "dott/examples/") {
				continue
			}
			ours++
			at, ok := row[from]
			if !ok {
				t.Errorf("%s has no row in the table", from)
				continue
			}
			for _, to := range imports {
				if above, ok := row[to]; ok && above >= at {
					t.Errorf("%s: %s imports %s, which does not stand above it", system, from, to)
				}
				if to == "os/exec" && from != "dott/runner/process" && from != "dott/runner/tooltest" {
					t.Errorf("%s: %s imports os/exec", system, from)
				}
				pure := from == "dott/matcher" || strings.HasPrefix(from, "dott/matcher/")
				if pure && (slices.Contains([]string{"os", "os/exec", "os/signal", "net", "syscall"}, to) || strings.HasPrefix(to, "net/") || strings.HasPrefix(to, "dott/runner")) {
					t.Errorf("%s: %s imports %s", system, from, to)
				}
			}
		}
		if ours < 5 {
			t.Errorf("%s: go list knows %d packages of ours:\n%s", system, ours, out)
		}
	}
}
