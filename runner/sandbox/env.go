package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A Test is what the environment of a test tells about it.
type Test struct {
	Path     string      // of the file, absolute
	Case     []string    // its cases
	Cell     string      // of the matrix
	Shell    string      // TESTSHELL
	Preserve bool        // keep the caller's environment (-E)
	Caller   []string    // the caller's environment
	Ports    [][2]string // names of variables and the ports leased under them
	Project  string      // CONFIGDIR, the folder of the configuration; "" when there is none
	// Pass, Set and Unset are those of the configuration's [env]; see config.Env.
	Pass  []string
	Set   map[string]string
	Unset []string
}

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

// Env returns the environment of a test in this sandbox.
func (s *Sandbox) Env(t Test) []string {
	base := filepath.Base(t.Path)
	name := base
	if len(t.Case) > 0 {
		name += "#" + strings.Join(t.Case, "#")
	}
	var own [][2]string
	if !t.Preserve {
		for _, v := range append(slices.Clone(fixed), [2]string{"HOME", s.Home}) {
			if !slices.Contains(t.Pass, v[0]) {
				own = append(own, v)
			}
		}
	}
	own = append(own, [][2]string{
		{"TESTDIR", filepath.Dir(t.Path)}, {"TESTFILE", base}, {"TESTNAME", name},
		{"TESTTMP", s.Work}, {"CRAMTMP", s.Root}, {"TMPDIR", s.Tmp}, {"TEMP", s.Tmp}, {"TMP", s.Tmp},
		{"TESTSHELL", t.Shell}, {"TESTCASE", strings.Join(t.Case, "#")}, {"TESTCELL", t.Cell}, {"PWD", s.Work},
	}...)
	if t.Project != "" {
		own = append(own, [2]string{"CONFIGDIR", t.Project})
	}
	own = append(own, t.Ports...)
	names := make(map[string]bool, len(own))
	for _, v := range own {
		names[v[0]] = true
	}
	env := make([]string, 0, len(t.Caller)+len(own)+len(t.Set))
	for _, kv := range t.Caller {
		name, _, _ := strings.Cut(kv, "=")
		if !names[name] && !matchesAny(t.Unset, name) && t.inherits(name) {
			env = append(env, kv)
		}
	}
	for _, v := range own {
		if !matchesAny(t.Unset, v[0]) {
			env = append(env, v[0]+"="+v[1])
		}
	}
	if len(t.Set) > 0 {
		env = Set(env, t.Set)
	}
	return env
}

// inherits reports whether a test gets a variable of the caller.
func (t *Test) inherits(name string) bool {
	switch {
	case slices.Contains(t.Pass, name):
		return true
	case t.Pass != nil && !matchesAny(t.Pass, name) && !slices.Contains(alwaysThere(), name):
		return false
	}
	return t.Preserve || !matchesAny(cleared, name)
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

// Set adds variables to an environment. Their values may name each other and
// those that are there; a variable in its own value is the one that it replaces.
func Set(env []string, values map[string]string) []string {
	kept := make([]string, 0, len(env)+len(values))
	known := make(map[string]string, len(env))
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		known[name] = value
		if _, ok := values[name]; !ok {
			kept = append(kept, kv)
		}
	}
	open := map[string]bool{}
	var value func(name string) (string, bool)
	value = func(name string) (string, bool) {
		template, ok := values[name]
		if !ok || open[name] {
			v, ok := known[name]
			return v, ok
		}
		open[name] = true
		defer delete(open, name)
		return Expand(template, func(n string) (string, bool) {
			v, _ := value(n) // a variable that nobody has is empty, as in a shell
			return v, true
		}), true
	}
	for name := range values {
		v, _ := value(name)
		kept = append(kept, name+"="+v)
	}
	return kept
}

// Expand replaces $NAME and ${NAME} in a text by the values of the variables that
// are known, and leaves the rest as it is.
func Expand(text string, value func(name string) (string, bool)) string {
	if !strings.Contains(text, "$") {
		return text
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '$')
		if i < 0 || i+1 == len(text) {
			break
		}
		name, rest := text[i+1:], ""
		if inner, ok := strings.CutPrefix(name, "{"); ok {
			name, rest, ok = strings.Cut(inner, "}")
			if !ok {
				break
			}
		} else {
			n := 0
			for n < len(name) && isWord(name[n]) {
				n++
			}
			name, rest = name[:n], name[n:]
		}
		v, ok := "", false
		if isName(name) {
			v, ok = value(name)
		}
		if ok {
			b.WriteString(text[:i] + v)
			text = rest
		} else {
			b.WriteString(text[:i+1])
			text = text[i+1:]
		}
	}
	return b.String() + text
}

func isName(s string) bool {
	if s == "" || '0' <= s[0] && s[0] <= '9' {
		return false
	}
	for i := range len(s) {
		if !isWord(s[i]) {
			return false
		}
	}
	return true
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// described are the variables that tell a test where it is.
var described = []string{
	"TESTDIR", "TESTFILE", "TESTNAME", "TESTTMP", "CRAMTMP", "TMPDIR", "HOME", "TESTSHELL", "TESTCASE", "TESTCELL", "CONFIGDIR",
}

func (t *Test) hasPort(name string) bool {
	return slices.ContainsFunc(t.Ports, func(p [2]string) bool { return p[0] == name })
}

// Lookup returns the value of a variable in an environment.
func Lookup(env []string, name string) (string, bool) {
	for i := len(env) - 1; i >= 0; i-- {
		if n, v, ok := strings.Cut(env[i], "="); ok && n == name {
			return v, true
		}
	}
	return "", false
}

// Write writes files into the sandbox: contents by path. In both, $NAME is a
// variable of FORMAT's table or one that t sets; any other is left to whoever
// reads the file. Relative paths begin at TESTTMP. A path that leads out of
// CRAMTMP is an error.
func (s *Sandbox) Write(files map[string]string, env []string, t *Test) error {
	value := func(name string) (string, bool) {
		if _, ok := t.Set[name]; !ok && !slices.Contains(described, name) && !t.hasPort(name) {
			return "", false
		}
		return Lookup(env, name)
	}
	for name, text := range files {
		path := Expand(name, value)
		if !filepath.IsAbs(path) {
			path = filepath.Join(s.Work, path)
		}
		rel, err := filepath.Rel(s.Root, path)
		if err != nil || !filepath.IsLocal(rel) || rel == "." {
			return &os.PathError{Op: "writing", Path: name, Err: errOutside}
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(Expand(text, value)), 0o666); err != nil {
			return err
		}
	}
	return nil
}

var errOutside = errors.New("it is outside of the test's directories, $CRAMTMP; begin it with $HOME, $TESTTMP or $CRAMTMP")
