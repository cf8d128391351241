package place

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"dott/runner/environment"
)

// fixed are the variables that every test sees with the same value.
var fixed = [][2]string{
	{"LANG", "C"}, {"LC_ALL", "C"}, {"LANGUAGE", "C"}, {"TZ", "GMT"}, {"COLUMNS", "80"}, {"TERM", "dumb"},
	{"CDPATH", ""}, {"GREP_OPTIONS", ""},
}

// cleared are the variables that a test must not inherit; a star at the end
// stands for any rest.
var cleared = []string{
	"XDG_*", "PAGER", "MANPAGER", "GIT_PAGER", "EDITOR", "VISUAL", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR",
	"FCEDIT", "HGEDITOR", "SVN_EDITOR", "LESS", "LINES", "LC_*", "OLDPWD",
}

// always are the system's few, which a test has whatever else it is given.
var always = map[string][]string{
	"windows": {"PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERNAME", "PROCESSOR_ARCHITECTURE", "NUMBER_OF_PROCESSORS"},
	"":        {"PATH", "USER", "LOGNAME", "SHELL"},
}

func alwaysThere() []string {
	if names, ok := always[runtime.GOOS]; ok {
		return names
	}
	return always[""]
}

// Directories are where a test is.
type Directories struct {
	Test    string // of the test's file
	Work    string // TESTTMP
	Root    string // CRAMTMP
	Home    string
	Tmp     string
	Project string // of the configuration; "" when there is none
}

// Fixed returns the variables that every test has with the same value.
func Fixed() [][2]string { return slices.Clone(fixed) }

// Described returns the variables that tell a test about itself.
func Described(t Test, d Directories, ports [][2]string) [][2]string {
	base := filepath.Base(t.Path)
	name := base
	if len(t.Cases) > 0 {
		name += "#" + strings.Join(t.Cases, "#")
	}
	own := [][2]string{
		{"TESTDIR", d.Test}, {"TESTFILE", base}, {"TESTNAME", name},
		{"TESTTMP", d.Work}, {"CRAMTMP", d.Root}, {"TMPDIR", d.Tmp}, {"TEMP", d.Tmp}, {"TMP", d.Tmp},
		{"TESTSHELL", t.Shell}, {"TESTCASE", strings.Join(t.Cases, "#")}, {"TESTCELL", t.Cell}, {"PWD", d.Work},
	}
	if d.Project != "" {
		own = append(own, [2]string{"CONFIGDIR", d.Project})
	}
	return append(own, ports...)
}

// environ returns the environment of a test in this sandbox.
func (s *sandbox) environ() []string {
	o := &s.place.o
	t := &s.test
	var own [][2]string
	if !o.Preserve {
		for _, v := range append(Fixed(), [2]string{"HOME", s.home}) {
			if !slices.Contains(o.Pass, v[0]) {
				own = append(own, v)
			}
		}
	}
	own = append(own, Described(*t, Directories{
		Test: filepath.Dir(t.Path), Work: s.work, Root: s.root, Home: s.home, Tmp: s.tmp, Project: o.Project,
	}, s.variables)...)
	names := make(map[string]bool, len(own))
	for _, v := range own {
		names[v[0]] = true
	}
	env := make([]string, 0, len(s.place.inherited)+len(own)+len(t.Set))
	for _, v := range s.place.inherited {
		if !names[v[0]] {
			env = append(env, v[1])
		}
	}
	for _, v := range own {
		if !matchesAny(o.Unset, v[0]) {
			env = append(env, v[0]+"="+v[1])
		}
	}
	if len(t.Set) > 0 {
		env = environment.With(env, t.Set)
	}
	return env
}

// inherited returns what tests get of the caller's environment, but for what they have
// of their own: names, and what stands in the environment.
func (o *Options) inherited() [][2]string {
	var all [][2]string
	for _, kv := range o.Env {
		name, _, _ := strings.Cut(kv, "=")
		if !matchesAny(o.Unset, name) && o.inherits(name) {
			all = append(all, [2]string{name, kv})
		}
	}
	return all
}

// inherits reports whether a test gets a variable of the caller.
func (o *Options) inherits(name string) bool {
	switch {
	case slices.Contains(o.Pass, name):
		return true
	case o.Pass != nil && !matchesAny(o.Pass, name) && !slices.Contains(alwaysThere(), name):
		return false
	}
	return o.Preserve || !matchesAny(cleared, name)
}

// matchesAny reports whether one of the patterns is the name, or a star at its
// end stands for the rest of the name.
func matchesAny(patterns []string, name string) bool {
	for _, c := range patterns {
		if prefix, ok := strings.CutSuffix(c, "*"); c == name || ok && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// described are the variables that tell a test where it is.
var described = []string{
	"TESTDIR", "TESTFILE", "TESTNAME", "TESTTMP", "CRAMTMP", "TMPDIR", "HOME", "TESTSHELL", "TESTCASE", "TESTCELL", "CONFIGDIR",
}

// Expand returns what puts values for variables in a text: for those that tell a test
// where it is, ports, and those that the test sets, and for no others.
func Expand(t Test, ports [][2]string, env []string) func(text string) string {
	value := func(name string) (string, bool) {
		_, own := t.Set[name]
		if !own && !slices.Contains(described, name) && !slices.ContainsFunc(ports, func(v [2]string) bool { return v[0] == name }) {
			return "", false
		}
		return environment.Lookup(env, name)
	}
	return func(text string) string { return environment.Expand(text, value) }
}

// Put writes files into the sandbox: contents by path. In both, $NAME is a
// variable that tells the test where it is, a port, or one that the test sets; any
// other is left to whoever reads the file. Relative paths begin at TESTTMP. A path
// that leads out of CRAMTMP is an error.
func (s *sandbox) Put(files map[string]string, env []string) error {
	expand := Expand(s.test, s.variables, env)
	for name, text := range files {
		path := expand(name)
		if !filepath.IsAbs(path) {
			path = filepath.Join(s.work, path)
		}
		rel, err := filepath.Rel(s.root, path)
		if err != nil || !filepath.IsLocal(rel) || rel == "." {
			return &os.PathError{Op: "writing", Path: name, Err: ErrOutside}
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(expand(text)), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// ErrOutside is the error of a file that is to be written where the test is not.
var ErrOutside = errors.New("it is outside of the test's directories, $CRAMTMP; begin it with $HOME, $TESTTMP or $CRAMTMP")
