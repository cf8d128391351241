package target

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"dott/runner/words"
)

// facts are what is known of a target.
type facts struct {
	tmp    string            // where directories are made
	badTmp string            // TMPDIR, where that is no directory
	env    map[string]string // PATH and the user
	has    map[string]string // programs, and where they are
	uname  string
	sh     string // what sh is there, such as dash
}

// userVariables are those that a test has of the target's own environment.
var userVariables = []string{"PATH", "USER", "LOGNAME", "SHELL"}

// note takes one of them down.
func (f *facts) note(text string) {
	name, value, _ := strings.Cut(text, " ")
	switch name {
	case "tmp":
		f.tmp = value
	case "bad-tmp":
		f.badTmp = value
	case "has":
		program, path, _ := strings.Cut(value, " ")
		f.has[program] = path
	case "uname":
		f.uname = value
	case "sh":
		if f.sh = "sh"; value != "" {
			f.sh = path.Base(value)
		}
	default:
		if f.env == nil {
			f.env = map[string]string{}
		}
		f.env[name] = value
	}
}

// missing is the error for what no test can do without.
func (f *facts) missing() error {
	switch {
	case f.badTmp != "":
		return fmt.Errorf("there is no directory %s there for temporary files: make it, or set TMPDIR there to another", f.badTmp)
	case !path.IsAbs(f.tmp):
		return fmt.Errorf("the directory for temporary files there is %q, which is no absolute path", f.tmp)
	}
	for _, program := range []string{"mkdir", "rm"} {
		if f.has[program] == "" {
			return fmt.Errorf("there is no %s there, which every test needs", program)
		}
	}
	return nil
}

// group is what begins a command in a process group of its own; "" is that there is
// nothing for that.
func (f *facts) group() string {
	for _, w := range ways {
		if path := f.has[w[0]]; path != "" {
			return words.Quote(path) + w[1] + " "
		}
	}
	return ""
}

// Lacks are what is missing on a target that some tests may need, in sentences.
func (f *facts) lacks() (all []string) {
	for _, l := range [][2]string{
		{"tar", "tar is missing: nothing can be copied there"},
		{"mkfifo", "mkfifo is missing: #stderr apart and #eventually do not work"},
		{"cat", "cat is missing: #stderr apart and scripts of more than 100 KB do not work"},
		{"sleep", "sleep is missing: what a test leaves behind gets no time to end by itself"},
	} {
		if f.has[l[0]] == "" {
			all = append(all, l[1])
		}
	}
	if f.group() == "" {
		all = append(all, "setsid and perl are missing: what a test starts in the background may outlive it")
	}
	slices.Sort(all)
	return all
}
