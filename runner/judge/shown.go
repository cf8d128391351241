package judge

import (
	"strings"

	"dott/matcher/expression"
)

// A Name is a text that is another in each run, and the variable that is shown for
// it: the path of the sandbox, a port.
type Name struct {
	Text, Variable string
	Number         bool // a digit before it makes it part of another number
}

// Shown returns how a line of output is shown: with variables for names, and with
// the substitutions of the configuration. It is made for one output, which text
// is: most texts hold nothing that most patterns match. A text longer than limit
// is not searched.
func Shown(text string, limit int, names []Name, substitutions []*expression.Substitution) func(line string) string {
	var used []Name
	for _, n := range names {
		if len(text) > limit || strings.Contains(text, n.Text) {
			used = append(used, n)
		}
	}
	named := func(line string) string {
		for _, n := range used {
			line = replace(line, n)
		}
		return line
	}
	active := substitutions
	if len(substitutions) > 0 && len(text) <= limit {
		// A pattern may be for what those before it make, so what they make is what it
		// is tried on.
		active = nil
		text = named(text)
		for _, s := range substitutions {
			if s.Found(text) {
				active = append(active, s)
				text = eachLine(text, s.Replace)
			}
		}
	}
	if len(active) == 0 {
		return named
	}
	return func(line string) string {
		line = named(line)
		for _, s := range active {
			line = s.Replace(line)
		}
		return line
	}
}

// Folder returns what shows a folder in lines of output as a variable, where it is a
// whole path or the beginning of one.
func Folder(dir, variable string) func(line string) string {
	return func(line string) string {
		var b strings.Builder
		done, at := 0, 0 // bytes that are in b, and that were looked at
		for {
			i := strings.Index(line[at:], dir)
			if i < 0 {
				return b.String() + line[done:]
			}
			start, end := at+i, at+i+len(dir)
			at = end
			if start > 0 && (isPath(line[start-1]) || line[start-1] == '/') || end < len(line) && isPath(line[end]) {
				continue
			}
			b.WriteString(line[done:start] + variable)
			done = end
		}
	}
}

// isPath reports whether a byte is part of a name in a path.
func isPath(c byte) bool { return isWord(c) || c == '-' || c == '.' || c >= 0x80 }

// eachLine applies change to each line of a text, without its newline.
func eachLine(text string, change func(string) string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		bare, ended := strings.CutSuffix(line, "\n")
		b.WriteString(change(bare))
		if ended {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// replace puts the variable for the text where it is not part of a longer name or number.
func replace(line string, r Name) string {
	var b strings.Builder
	done, at := 0, 0 // bytes that are in b, and that were looked at
	for {
		i := strings.Index(line[at:], r.Text)
		if i < 0 {
			break
		}
		start, end := at+i, at+i+len(r.Text)
		at = end
		longer := end < len(line) && isWord(line[end]) || r.Number && start > 0 && '0' <= line[start-1] && line[start-1] <= '9'
		if !longer {
			b.WriteString(line[done:start] + r.Variable)
			done = end
		}
	}
	if done == 0 {
		return line
	}
	return b.String() + line[done:]
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
