package transcript

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"dott/matcher"
)

// What looks like a command and is none is a mistake that nobody notices: it does
// not run. A comment that does so is warned about when the file is read. An
// expected line may well look so and be right, as the output of a program that
// prints scripts; it is a suspect, and named only where it matches nothing. It is not
// deleted then: the lines around it change as they would, and the test goes on
// failing until a person has seen it.

// suspectOutput returns why an expected line may be meant for a command, or "".
func (f Format) suspectOutput(text string, indent int) string {
	if text == "" || text[0] != ' ' && text[0] != '$' {
		return "" // as most are
	}
	command := strings.TrimLeft(text, " ")
	switch {
	case len(command) < len(text) && isCommand(command):
		return fmt.Sprintf("this looks like a command and is expected output, as its indent is %d spaces and not %d", indent+len(text)-len(command), indent)
	case bareCommand().MatchString(text):
		if p := matcher.Parse(text); !p.Literally() {
			return ""
		}
		return "this looks like a command and is expected output, as there is no space after the $"
	}
	return ""
}

// isCommand reports whether a text begins as a command does.
func isCommand(text string) bool {
	rest, ok := strings.CutPrefix(text, "$ ")
	return ok && strings.TrimSpace(rest) != ""
}

// bareCommand finds a command's name right behind the sign. Names in capitals are
// variables in output, such as $TESTTMP.
var bareCommand = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\$(?:[a-z][a-z0-9_-]*(?:$| [^=])|\.{0,2}/[a-z])`) })

// suspect notes why an expected line may be meant for something else.
func suspect(t *Transcript, line int, reason string) {
	if t.suspects == nil {
		t.suspects = map[int]string{}
	}
	t.suspects[line] = reason
}

// byteOrderMark is what some editors put in front of a file in UTF-8.
const byteOrderMark = "\ufeff"

// suspectComment returns why a comment may be meant for a command, or "".
func (f Format) suspectComment(text string) string {
	if !strings.Contains(text, "$ ") {
		return ""
	}
	rest, marked := strings.CutPrefix(text, byteOrderMark)
	command := strings.TrimLeft(rest, " ")
	switch {
	case marked && isCommand(command):
		return "this line begins with a byte-order mark, so it is a comment and is not run; save the file without the mark"
	case strings.HasPrefix(text, "\t$ "):
		return fmt.Sprintf("this line begins with a tab, so it is a comment and is not run; indent commands by %d spaces", len(f.Prefix()))
	case isCommand(command):
		return fmt.Sprintf("this looks like a command and is a comment, which is not run; indent commands by %d spaces", len(f.Prefix()))
	}
	return ""
}

// warnSuspects warns about what looks like code and is none, wherever that can be
// known before anything is run.
func warnSuspects(t *Transcript) {
	for _, n := range t.Blocks[0].Output {
		if reason := t.suspects[n]; reason != "" {
			warn(t, n, reason) // there is no command whose output it could be
		}
	}
	for _, b := range t.Blocks[1:] {
		warnBetween(t, b)
	}
}

// warnBetween warns about what stands between the lines of one command.
func warnBetween(t *Transcript, b Block) {
	var open []string // the ends of here-documents
	split := false    // it is said that the command is in two parts
	for i, n := range b.Code {
		if i > 0 {
			for k := b.Code[i-1] + 1; k < n; k++ {
				l := &t.Lines[k]
				switch {
				case len(open) > 0 && l.Kind == Comment && l.Text == "":
					warn(t, k, "this empty line is not part of the here-document around it; a line of that begins with the sign of a continuation and a blank, which editors strip")
				case len(open) > 0 && l.Kind == Output && l.Text == ">":
					reason := "this is expected output, and no empty line of the here-document around it, as no blank stands behind the >"
					suspect(t, k, reason)
					warn(t, k, reason)
					split = true
				case l.Kind == Output && !split:
					warn(t, n, fmt.Sprintf("this continues the command of line %d, from below its expected output", b.Code[0]+1))
					split = true
				}
			}
		}
		text := t.Lines[n].Text
		if len(open) > 0 && strings.TrimLeft(text, "\t") == open[0] {
			open = open[1:]
		} else if len(open) == 0 {
			open = hereDocuments(text)
		}
	}
}

// hereDocument finds where one begins, and <<<, which is none.
var hereDocument = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<<<|<<-?\s*(?:'([^']+)'|"([^"]+)"|\\?([\w.-]+))`) })

// hereDocuments returns the words that end the here-documents of a line of shell.
func hereDocuments(text string) (ends []string) {
	if !strings.Contains(text, "<<") {
		return nil
	}
	for _, m := range hereDocument().FindAllStringSubmatch(text, -1) {
		if end := m[1] + m[2] + m[3]; end != "" {
			ends = append(ends, end)
		}
	}
	return ends
}
