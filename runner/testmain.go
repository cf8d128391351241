package runner

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/process"
)

// Main is the body of a TestMain. It makes commands of functions of the test's
// package: in a transcript, `tool` calls commands["tool"], in a process of its own,
// which finds its arguments in os.Args and returns its exit status. So a transcript
// runs what was just compiled, and nothing has to be built or installed.
//
//	func TestMain(m *testing.M) {
//		runner.Main(m, map[string]func() int{"tool": run})
//	}
//
// It also declares the flag -update, unless the program has it; see [Test]. Under
// `go test -cover`, what the commands run is part of the coverage, but not what
// runs in a process that is killed. Main does not return. M is *testing.M.
func Main(m interface{ Run() int }, commands map[string]func() int) {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	if run := commands[name]; run != nil {
		os.Exit(run()) // which writes its coverage, if it has any
	}
	os.Exit(tests(m, commands))
}

// tests runs the package's tests, with the commands first on PATH.
func tests(m interface{ Run() int }, commands map[string]func() int) (status int) {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "write what transcripts print into their files")
	}
	dir, err := os.MkdirTemp("", "dott-commands-")
	if err == nil {
		// Package testing ends the process by itself where a test panics or takes too long.
		s := process.NewSupervisor()
		defer s.Close()
		s.RemoveOnDeath(dir)
		defer func() {
			if err := os.RemoveAll(dir); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return
			}
			s.Forget(dir)
		}()
		err = link(dir, commands)
	}
	if err == nil {
		err = cover(dir)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "the commands of the test: %v\n", err)
		return 2
	}
	return m.Run()
}

// link puts the commands into a folder that is first on PATH.
func link(dir string, commands map[string]func() int) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	bin := filepath.Join(dir, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		return err
	}
	for name := range commands {
		if filepath.Base(name) != name {
			return fmt.Errorf("%q is not the name of a command", name)
		}
		path := filepath.Join(bin, name)
		if filepath.Ext(program) == ".exe" {
			path += ".exe"
		}
		if err := os.Symlink(program, path); err != nil {
			if err := os.Link(program, path); err != nil {
				return err
			}
		}
	}
	return os.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// gocoverdir begins the argument by which `go test -cover` says where coverage goes.
const gocoverdir = "-test.gocoverdir="

// cover has the commands write their coverage where package testing reads it: the
// tests' own data and theirs become one profile.
func cover(dir string) error {
	begins := func(prefix string) int {
		return slices.IndexFunc(os.Args, func(a string) bool { return strings.HasPrefix(a, prefix) })
	}
	data := filepath.Join(dir, "coverage")
	if i := begins(gocoverdir); i > 0 {
		data = strings.TrimPrefix(os.Args[i], gocoverdir)
	} else if begins("-test.coverprofile=") > 0 {
		os.Args = slices.Insert(os.Args, 1, gocoverdir+data)
	} else {
		return nil
	}
	return errors.Join(os.MkdirAll(data, 0o755), os.Setenv("GOCOVERDIR", data))
}
