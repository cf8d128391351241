package terminal

import (
	"strings"

	"dott/matcher/transcript"
)

// sequences are what xterm sends for its keys.
var sequences = map[string]string{
	"Enter": "\r", "Tab": "\t", "Esc": "\x1b", "Space": " ", "Backspace": "\x7f",
	"Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D", "Home": "\x1b[H", "End": "\x1b[F",
	"Insert": "\x1b[2~", "Delete": "\x1b[3~", "PageUp": "\x1b[5~", "PageDown": "\x1b[6~",
	"F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS", "F5": "\x1b[15~", "F6": "\x1b[17~",
	"F7": "\x1b[18~", "F8": "\x1b[19~", "F9": "\x1b[20~", "F10": "\x1b[21~", "F11": "\x1b[23~", "F12": "\x1b[24~",
	"lt": "<",
}

// Keys returns the bytes that are typed for a line of input: its text, in which `<Up>`
// is a key, and Enter at the end, unless the line ends in a key. What is in brackets and
// no key is text. With application set, a program has asked for the other sequences of
// the cursor's keys.
func Keys(line string, application bool) string {
	var b strings.Builder
	key := false // at the end
	for rest := line; rest != ""; {
		end := strings.IndexByte(rest, '>')
		if rest[0] == '<' && end > 0 && transcript.IsKey(rest[1:end]) {
			name := rest[1:end]
			b.WriteString(sequence(name, application))
			rest, key = rest[end+1:], name != "lt"
			continue
		}
		b.WriteByte(rest[0])
		rest, key = rest[1:], false
	}
	if !key {
		b.WriteByte('\r')
	}
	return b.String()
}

func sequence(name string, application bool) string {
	if name[0] == '^' {
		return string(name[1] & 0x1f)
	}
	s := sequences[name]
	if cursor, ok := strings.CutPrefix(s, "\x1b["); ok && len(cursor) == 1 && application {
		return "\x1bO" + cursor
	}
	return s
}

// Interrupts reports whether a line begins with a key that interrupts a command, which
// need not wait for it.
func Interrupts(line string) bool {
	return strings.HasPrefix(line, "<^C>") || strings.HasPrefix(line, "<^c>") || strings.HasPrefix(line, `<^\>`)
}
