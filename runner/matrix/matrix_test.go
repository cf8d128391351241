//go:build unix

package matrix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/config"
	"dott/runner/process"
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
