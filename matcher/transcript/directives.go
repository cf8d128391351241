package transcript

import (
	"fmt"
	"strings"

	"dott/matcher/feature"
)

// A Directive is a line such as `#require git`.
type Directive struct {
	Line  int    // index of its line
	Name  string // without the sign
	Args  string // without blanks around it
	Terms []feature.Term
}

// direct reads line n of the file as a directive, and reports whether it is one.
func direct(t *Transcript, n int, text string) bool {
	word, ok := strings.CutPrefix(text, "#")
	if !ok || t.format.Plain {
		return false
	}
	name, args, _ := strings.Cut(word, " ")
	d := Directive{Line: n, Name: name, Args: strings.TrimSpace(args)}
	fault := func(format string, a ...any) { fault(t, n, fmt.Sprintf(format, a...)) }
	words := len(strings.Fields(d.Args))
	shaped := true
	switch name {
	case "if", "require":
		// Mercurial's runner hands the rest of the line to a shell, for which a # begins
		// a comment.
		args, _, _ := strings.Cut(" "+d.Args, " #")
		terms, err := feature.Parse(args)
		if err != nil {
			hint := ""
			if words > 1 && strings.Contains(err.Error(), "is not a feature name") {
				hint = "; if this is a comment, write # " + name
			}
			fault("#%s: %v%s", name, err, hint)
		}
		d.Terms = terms
	case "testcases":
		if reason := badCases(t, strings.Fields(d.Args)); reason != "" {
			fault("#testcases %s", reason)
		}
	case "else", "endif":
	case "timeout", "max-duration", "setup", "teardown", "stderr", "eventually", "target":
		shaped = words == 1
	case "shell", "service", "resource", "known-failure", "sandbox":
		shaped = words > 0
	case "env":
		before, _, ok := strings.Cut(d.Args, "=")
		shaped = ok && before != "" && !strings.ContainsAny(before, " \t")
		if shaped && !isVariable(before) {
			fault("#env: %q is not the name of a variable: use letters, digits and _, and no digit first", before)
		}
	case "serial":
		shaped = words == 0
	case "tty":
		shaped = terminalShape(d.Args)
	default:
		if meant := misspelt(name); meant != "" {
			warn(t, n, fmt.Sprintf("this is a comment; if a directive is meant, it is called #%s", meant))
		}
		return false
	}
	if !shaped {
		// Under cram and Mercurial it is a comment, and may be meant as one.
		warn(t, n, fmt.Sprintf("this reads as a comment, not as the directive #%s, whose form is `%s`", name, forms[name]))
		return false
	}
	t.Directives = append(t.Directives, d)
	return true
}

// isVariable reports whether a shell can have a variable of that name.
func isVariable(name string) bool {
	return strings.Trim(name, "_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && (name[0] < '0' || name[0] > '9')
}

func fault(t *Transcript, line int, reason string) {
	t.Faults = append(t.Faults, Fault{line, reason})
}

func warn(t *Transcript, line int, reason string) {
	t.Warnings = append(t.Warnings, Fault{line, reason})
}

var forms = map[string]string{
	"timeout":    "#timeout 30s",
	"setup":      "#setup FILE",
	"teardown":   "#teardown FILE",
	"shell":      "#shell bash",
	"service":    "#service NAME",
	"resource":   "#resource NAME",
	"env":        "#env NAME=value",
	"tty":        "#tty 100x30",
	"serial":     "#serial",
	"stderr":     "#stderr apart",
	"target":     "#target NAME",
	"eventually": "#eventually 5s",
	"sandbox":    "#sandbox network=private write=sandbox",

	"known-failure": "#known-failure REASON",
	"max-duration":  "#max-duration 2s",
}

// misspelt returns the directive that a word differs from by one letter, or by two
// in the wrong order; "" if there is none. It is a comment all the same: cram's
// files may have any word there.
func misspelt(word string) string {
	if word == "elif" || word == "elseif" {
		return "else"
	}
	for _, name := range []string{"else", "endif", "env", "eventually", "known-failure", "max-duration", "require", "resource", "sandbox", "serial", "service", "setup", "shell", "stderr", "target", "teardown", "testcases", "timeout"} {
		a, b := word, name
		for a != "" && b != "" && a[0] == b[0] {
			a, b = a[1:], b[1:]
		}
		for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
			a, b = a[:len(a)-1], b[:len(b)-1]
		}
		swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
		if len(name) > 3 && len(a) <= 1 && len(b) <= 1 || swapped {
			return name
		}
	}
	return ""
}

// checkNesting finds #else and #endif without #if, and #if without #endif.
func checkNesting(t *Transcript) {
	type open struct {
		line    int
		hasElse bool
	}
	var stack []open
	fault := func(line int, reason string) { t.Faults = append(t.Faults, Fault{line, reason}) }
	for _, d := range t.Directives {
		switch d.Name {
		case "if":
			if len(stack) > 0 && t.format.FlatIf {
				fault(d.Line, "#if inside #if: Mercurial's test runner cannot do that")
			}
			stack = append(stack, open{line: d.Line})
		case "else":
			switch {
			case len(stack) == 0:
				fault(d.Line, "#else without #if")
			case stack[len(stack)-1].hasElse:
				fault(d.Line, "a second #else for the same #if")
			default:
				stack[len(stack)-1].hasElse = true
			}
		case "endif":
			if len(stack) == 0 {
				fault(d.Line, "#endif without #if")
			} else {
				stack = stack[:len(stack)-1]
			}
		}
	}
	for _, o := range stack {
		fault(o.line, "#if without #endif")
	}
}
