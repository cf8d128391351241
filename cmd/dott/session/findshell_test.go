package session

import (
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

func TestWindowsShells(t *testing.T) {
	env := map[string]string{"ProgramFiles": filepath.Join("C:", "Programs"), "LOCALAPPDATA": filepath.Join("C:", "me")}
	var got []string
	for _, c := range windowsShells("/bin/sh", func(name string) string { return env[name] }) {
		got = append(got, c.path)
	}
	want := []string{
		"sh",
		filepath.Join("C:", "Programs", "Git", "bin", "sh.exe"), filepath.Join("C:", "Programs", "Git", "usr", "bin", "sh.exe"),
		filepath.Join("C:", "me", "Programs", "Git", "bin", "sh.exe"), filepath.Join("C:", "me", "Programs", "Git", "usr", "bin", "sh.exe"),
		"busybox",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if got := windowsShells("bash", func(string) string { return "" }); got != nil {
		t.Errorf("a name is looked for on PATH alone, not %v", got)
	}
}

func TestShellNamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("which shells there are is the machine's business")
	}
	path, args, err := shellNamed("sh", func(string) string { return "" })
	if err != nil || !filepath.IsAbs(path) || args != nil {
		t.Errorf("%q %q %v", path, args, err)
	}
	if _, _, err := shellNamed("/no/such/sh", func(string) string { return "" }); err == nil {
		t.Error("found a shell that is not there")
	}
}
