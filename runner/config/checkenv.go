package config

import (
	"maps"
	"slices"
	"strings"
)

// own are variables that tell a test about itself; a configuration cannot say
// otherwise.
var own = []string{"TESTDIR", "TESTFILE", "TESTNAME", "TESTTMP", "CRAMTMP", "TESTSHELL", "TESTCASE", "TESTCELL", "CONFIGDIR"}

func checkEnv(k checker) {
	p := place{}.key("env")
	k.names(k.c.Env.Pass, p.key("pass"))
	k.names(k.c.Env.Unset, p.key("unset"))
	k.names(k.c.Env.Secret, p.key("secret"))
	k.set(k.c.Env.Set, p.key("set"))
}

// names checks a list of variables, in which a * may end a name.
func (k checker) names(list []string, p place) {
	for i, name := range list {
		at := p.item(i)
		plain := strings.TrimSuffix(name, "*")
		if !k.bad[at.id] && (name == "" || strings.ContainsAny(plain, "*=\x00")) {
			k.wrong(at, name, "must be the name of a variable; only its end may be a *")
		}
	}
}

func (k checker) set(values map[string]string, p place) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		at, value := p.key(name), values[name]
		switch {
		case !isName(name):
			k.add(at, "%s: not the name of a variable: letters, digits and _", at)
		case slices.Contains(own, name):
			k.add(at, "%s: is set by dott for each test", at)
		case strings.Contains(value, "\x00"):
			k.wrong(at, value, "no variable can have a NUL in it")
		case openBrace(value):
			k.wrong(at, value, "${ without } behind a name")
		}
	}
}

// openBrace reports whether a value has a ${ that no name and } follow.
func openBrace(value string) bool {
	for {
		_, rest, ok := strings.Cut(value, "${")
		if !ok {
			return false
		}
		name, rest, ok := strings.Cut(rest, "}")
		if !ok || !isName(name) {
			return true
		}
		value = rest
	}
}

// isName reports whether a shell takes s for the name of a variable.
func isName(s string) bool {
	for i, r := range s {
		letter := r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
