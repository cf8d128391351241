// Package environment looks up, sets and expands variables in a list of NAME=VALUE.
package environment

import "strings"

// Lookup returns the value of a variable in an environment, the last one where
// there are several.
func Lookup(env []string, name string) (string, bool) {
	for i := len(env) - 1; i >= 0; i-- {
		if n, v, ok := strings.Cut(env[i], "="); ok && n == name {
			return v, true
		}
	}
	return "", false
}

// With returns an environment with more variables. Their values may name each
// other and those that are there, as $NAME or ${NAME}; a variable in its own value
// is the one that it replaces, and one that nobody has is empty, as in a shell.
func With(env []string, values map[string]string) []string {
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
			v, _ := value(n)
			return v, true
		}), true
	}
	for name := range values {
		v, _ := value(name)
		kept = append(kept, name+"="+v)
	}
	return kept
}

// Expand replaces $NAME and ${NAME} in a text by the values of the variables
// that are known, and leaves the rest as it is.
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
		if IsName(name) {
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

// IsName reports whether a text can be the name of a variable in a shell.
func IsName(s string) bool {
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
