// Package convert writes tests of other formats as transcripts: bats, shelltestrunner's
// and Go's testscript. What cannot be said in a transcript, or was not understood, stands
// there as text that begins with [Left], so that nothing is lost without a word.
package convert

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dott/matcher"
)

// Left begins a line of text about something that was not translated.
const Left = "Not translated: "

// A Result is a transcript, and how much of the test it is.
type Result struct {
	Text string
	Left int // how many pieces stand there as text
	Done int // and how many were translated
}

// Formats are what can be converted, by name.
var Formats = map[string]func(text string) Result{"bats": Bats, "shelltest": Shelltest, "testscript": Testscript}

// A writer writes a transcript.
type writer struct {
	strings.Builder
	prose bool // the last line was text
	left  int
	done  int
}

func (w *writer) result() Result { return Result{Text: w.String(), Left: w.left, Done: w.done} }

// text writes text, apart from commands.
func (w *writer) text(lines string) {
	if lines = strings.TrimSpace(lines); strings.Trim(lines, "# \t") == "" {
		return
	}
	if !w.prose && w.Len() > 0 {
		w.WriteByte('\n')
	}
	for line := range strings.SplitSeq(lines, "\n") {
		// Without blanks and signs it is no command and no directive.
		w.WriteString(strings.TrimLeft(line, "# \t") + "\n")
	}
	w.prose = true
}

// leave writes what was not translated, as text.
func (w *writer) leave(what string) {
	w.left++
	first := true
	for line := range strings.SplitSeq(strings.TrimSpace(what), "\n") {
		if first {
			line = Left + line
		} else {
			line = "| " + line
		}
		w.text(line)
		first = false
	}
}

// directive writes a directive, at the beginning of the file.
func (w *writer) directive(line string) {
	w.WriteString(line + "\n")
	w.prose = true
}

// command writes a command, of as many lines as it has.
func (w *writer) command(text string) {
	if w.prose {
		w.WriteByte('\n')
	}
	w.prose = false
	w.done++
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		sign := "  $ "
		if i > 0 {
			sign = "  > "
		}
		w.WriteString(sign + line + "\n")
	}
}

// expect writes an expected line as it is.
func (w *writer) expect(line string) { w.WriteString("  " + line + "\n") }

// anything is any output at all, also none.
const anything, anyError = "* (glob*)", "* (err) (glob*)"

// failed is any status but 0.
const failed = `\[[1-9][0-9]*\] (re)`

// literal is an expected line for a line of output, which may end in mark.
func literal(line, mark string) string {
	unseen := func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
	command := strings.HasPrefix(line, "$ ") || strings.HasPrefix(line, "> ") || strings.HasPrefix(line, ">>> ") || strings.HasPrefix(line, "... ")
	switch {
	case command || mark == "" && status.MatchString(line):
		return fmt.Sprintf(`\x%02x`, line[0]) + matcher.Escape(line[1:]) + mark + " (esc)"
	case strings.ContainsFunc(line, unseen):
		return matcher.Escape(line) + mark + " (esc)"
	}
	return line + mark
}

var status = regexp.MustCompile(`^\[[0-9]+\]$`)

// lines are expected lines for a text that the output is.
func (w *writer) lines(text, mark string) {
	if text == "" {
		return
	}
	body, whole := strings.CutSuffix(text, "\n")
	all := strings.Split(body, "\n")
	for i, line := range all {
		if i == len(all)-1 && !whole {
			mark += " (no-eol)"
		}
		w.expect(literal(line, mark))
	}
}

// holding is what expects a line that an expression matches somewhere, among others.
func (w *writer) holding(re, mark string) {
	before, after := ".*", ".*"
	// A line break at an end is the end of a line.
	if rest, ok := strings.CutPrefix(re, `\n`); ok {
		re, before = rest, ""
	}
	if rest, ok := cutBreak(re); ok {
		re, after = rest, ""
	}
	if strings.HasPrefix(re, "^") {
		re, before = re[1:], ""
	}
	if strings.HasSuffix(re, "$") && !strings.HasSuffix(re, `\$`) {
		re, after = re[:len(re)-1], ""
	}
	if strings.Contains(re, "|") {
		re = "(?:" + re + ")"
	}
	w.expect(surely(mark))
	w.expect(before + re + after + mark + " (re)")
	w.expect(surely(mark))
}

// surely is any output of one stream.
func surely(mark string) string {
	if mark == "" {
		return anything
	}
	return anyError
}

// ends writes an exit status.
func (w *writer) ends(status int) {
	if status != 0 {
		w.expect("[" + strconv.Itoa(status) + "]")
	}
}

// globbed is a text in a glob.
func globbed(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`).Replace(text)
}

// cutBreak takes the line break off the end of an expression, where it is none that is
// escaped.
func cutBreak(re string) (string, bool) {
	rest, ok := strings.CutSuffix(re, `\n`)
	if n := len(rest) - len(strings.TrimRight(rest, `\`)); !ok || n%2 == 1 {
		return re, false
	}
	return rest, true
}
