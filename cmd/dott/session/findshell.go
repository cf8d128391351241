package session

import (
	"path/filepath"
	"runtime"
	"strings"

	"dott/runner/process"
)

// shellNamed returns the path of a shell and the arguments that make that program
// one. On Unix it is process.Find. On Windows there is no /bin/sh: the shell of that name on
// PATH is taken, or Git's, or busybox.
func shellNamed(name string, getenv func(string) string) (path string, args []string, err error) {
	path, err = process.Find(name)
	if err == nil || runtime.GOOS != "windows" {
		return path, nil, err
	}
	for _, c := range windowsShells(name, getenv) {
		if path, cerr := process.Find(c.path); cerr == nil {
			return path, c.args, nil
		}
	}
	return "", nil, err
}

// A candidate is a program that may be the shell.
type candidate struct {
	path string
	args []string
}

// windowsShells returns where a shell may be that Unix has at a path: on PATH by its
// name, beside Git, and in busybox, which has sh alone.
func windowsShells(name string, getenv func(string) string) []candidate {
	if !strings.HasPrefix(name, "/") {
		return nil
	}
	base := name[strings.LastIndex(name, "/")+1:]
	all := []candidate{{path: base}}
	for _, variable := range []string{"ProgramFiles", "ProgramW6432", "LOCALAPPDATA"} {
		root := getenv(variable)
		if root == "" {
			continue
		}
		if variable == "LOCALAPPDATA" { // Git for one user
			root = filepath.Join(root, "Programs")
		}
		all = append(all, candidate{path: filepath.Join(root, "Git", "bin", base+".exe")}, candidate{path: filepath.Join(root, "Git", "usr", "bin", base+".exe")})
	}
	if base == "sh" {
		all = append(all, candidate{path: "busybox", args: []string{"sh"}})
	}
	return all
}
