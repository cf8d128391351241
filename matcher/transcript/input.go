package transcript

import (
	"slices"
	"strings"
)

// What is typed into a command stands directly below it, in files that ask for a
// terminal: `< text`, or keys alone, as in `<^C>`. In all other files such lines are
// output, as of a diff.

// asksForTerminal reports whether a line of a file is the directive #tty, under whatever
// #if. What may stand in front of it are signs of lists and quotes.
func asksForTerminal(data, before string) bool {
	if !strings.Contains(data, "#tty") {
		return false
	}
	for line := range strings.Lines(data) {
		word, args, _ := strings.Cut(strings.TrimLeft(strings.TrimRight(line, "\r\n"), before), " ")
		if word == "#tty" && terminalShape(args) {
			return true
		}
	}
	return false
}

// terminalShape reports whether words are such as #tty may have.
func terminalShape(args string) bool { return len(strings.Fields(args)) <= 2 }

// isCodeOrInput reports whether a line of a kind may have input directly below it.
func isCodeOrInput(above Kind) bool {
	return above == Command || above == Continuation || above == Input
}

// isTyped reports whether a line, without its indent, is typed where there is a terminal.
func isTyped(body string) bool {
	if body == "<" || strings.HasPrefix(body, "< ") {
		return true
	}
	// Keys alone: each is in brackets, with a name of one word.
	for rest := body; ; {
		if rest == "" {
			return body != ""
		}
		end := strings.IndexByte(rest, '>')
		if rest[0] != '<' || end < 0 || !IsKey(rest[1:end]) {
			return false
		}
		rest = rest[end+1:]
	}
}

// keys are the names of those that are no characters.
var keys = strings.Fields("Enter Tab Esc Space Backspace Up Down Left Right Home End PageUp PageDown Insert Delete" +
	" F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 lt")

// IsKey reports whether a name in brackets is that of a key: ^C is one with Ctrl, and lt
// is the bracket itself.
func IsKey(name string) bool {
	if len(name) == 2 && name[0] == '^' {
		return '@' <= name[1] && name[1] <= '_' || 'a' <= name[1] && name[1] <= 'z'
	}
	return slices.Contains(keys, name)
}
