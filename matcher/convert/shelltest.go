package convert

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Shelltest converts a file of shelltestrunner, in any of its three formats.
func Shelltest(text string) Result {
	w := &writer{}
	w.directive("#stderr apart")
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	f := shelltestFormat(lines)
	s := &shelltest{writer: w, format: f}
	for _, line := range lines {
		s.line(line)
	}
	s.end()
	return w.result()
}

// shelltestFormat tells which of the formats a file has.
func shelltestFormat(lines []string) int {
	old := false
	for _, l := range lines {
		switch {
		case strings.HasPrefix(l, "$$$"):
			return 2
		case strings.HasPrefix(l, "$ ") && !old:
			return 3
		case strings.HasPrefix(l, ">>>"):
			old = true
		}
	}
	return 1
}

// A shelltest is a test while its lines are read.
type shelltest struct {
	*writer
	format   int
	part     string // what the lines belong to: in, out, err; "" is nothing
	shared   string // the input of the tests that follow, in formats 2 and 3
	hasInput bool
	input    string
	command  string
	out, err *string // nil is that nothing was said
	status   string
	matchOut string // an expression, with its slashes
	matchErr string
}

var (
	shelltestMark = map[int]*regexp.Regexp{
		1: regexp.MustCompile(`^(<<<|>>>=|>>>2|>>>)(.*)$`),
		2: regexp.MustCompile(`^(<<<|<|>>>=|>>>2|>>>|\$\$\$)(.*)$`),
		3: regexp.MustCompile(`^(<|>=|>2|>|\$)(.*)$`),
	}
	shelltestSigns = map[string]string{"<<<": "<", ">>>=": "=", ">=": "=", ">>>2": "2", ">2": "2", ">>>": ">", "$$$": "$"}
)

func (s *shelltest) line(line string) {
	if m := shelltestMark[s.format].FindStringSubmatch(line); m != nil && (s.format != 3 || m[1] != "$" || strings.HasPrefix(m[2], " ")) {
		sign := m[1]
		if short, ok := shelltestSigns[sign]; ok {
			sign = short
		}
		s.mark(sign, strings.TrimSpace(m[2]))
		return
	}
	text := line + "\n"
	comment := strings.HasPrefix(line, "#")
	switch {
	case comment && s.command == "" && s.part != "in" || comment && s.part == "done":
		s.end()
		s.text(line)
	case s.part == "in" && s.format == 1:
		s.input += text
	case s.part == "in":
		s.shared += text
	case s.part == "out" && s.out != nil && s.matchOut == "":
		*s.out += text
	case s.part == "err" && s.err != nil && s.matchErr == "":
		*s.err += text
	case strings.TrimSpace(line) == "":
	case s.format == 1 && (s.command == "" || s.part == "done"):
		s.end()
		s.command = line
	case s.format == 1:
		s.command += "\n" + line
	case s.format != 1 && s.part == "": // the first input needs no mark
		s.shared, s.part, s.hasInput = text, "in", true
	default:
		s.leave(line)
	}
}

// mark begins a part.
func (s *shelltest) mark(sign, rest string) {
	none := ""
	switch sign {
	case "<":
		if s.format != 1 {
			s.end()
			s.shared = ""
		}
		s.part, s.hasInput = "in", true
	case "$":
		s.end()
		s.command, s.part = rest, "out"
		s.out = &none
	case ">":
		s.part, s.out = "out", &none
		s.matchOut = expected(rest, &none)
	case "2":
		s.part, s.err = "err", &none
		s.matchErr = expected(rest, &none)
	case "=":
		s.status, s.part = rest, "done"
		if rest == "" {
			s.status = "any"
		}
	}
}

// expected returns the expression that what is printed must match, if one is behind the
// sign; any other text is its first line.
func expected(rest string, text *string) (match string) {
	switch {
	case strings.HasPrefix(strings.TrimPrefix(rest, "!"), "/"):
		return rest
	case rest != "":
		*text = rest + "\n"
	}
	return ""
}

// changes finds commands that may change the shell.
var changes = regexp.MustCompile(`\b(exit|cd|exec|set|export|unset|return|trap|alias)\b|(^|[;&|(\s])\w+=`)

// end writes the test that was read.
func (s *shelltest) end() {
	if s.command == "" {
		s.part = ""
		return
	}
	input := s.input
	if s.format != 1 {
		input = s.shared
	}
	command := s.command
	// Each command has a shell of its own there.
	if changes.MatchString(command) || s.hasInput && strings.ContainsAny(command, ";|&#\n") {
		command = "( " + command + "\n)"
	}
	if s.hasInput {
		end := "END"
		for strings.Contains(input, end+"\n") {
			end += "_"
		}
		if input == "" {
			command += " </dev/null"
		} else {
			command += " <<'" + end + "'\n" + input + end
		}
	}
	s.writer.command(command)
	s.stream(s.out, s.matchOut, "")
	s.stream(s.err, s.matchErr, " (err)")
	switch n, err := strconv.Atoi(s.status); {
	case s.status == "":
		if s.format == 1 {
			s.expect(`\[[0-9]+\] (re) (?)`)
		}
	case err == nil:
		s.ends(n)
	case s.status == "any":
		s.expect(`\[[0-9]+\] (re) (?)`)
	case s.status == "!0" || s.status == "! 0":
		s.expect(failed)
	default:
		s.leave("the exit status " + s.status)
	}
	*s = shelltest{writer: s.writer, format: s.format, shared: s.shared, hasInput: s.hasInput && s.format != 1}
}

// stream writes what is expected of a stream.
func (s *shelltest) stream(text *string, match, mark string) {
	switch re, _ := expression(match); {
	case match != "" && re == "":
		s.leave("the expression " + match)
		s.expect(surely(mark))
	case match != "":
		s.holding(re, mark)
	case text != nil:
		body := *text
		if s.part != "done" { // what stands at its end belongs to the next test
			for _, line := range slices.Backward(strings.Split(body, "\n")) {
				if line != "" && !strings.HasPrefix(line, "#") {
					break
				}
				body = strings.TrimSuffix(strings.TrimSuffix(body, line), "\n")
			}
			if body != "" {
				body += "\n"
			}
		}
		s.lines(body, mark)
	case s.format == 1:
		s.expect(surely(mark))
	}
}

// expression is what stands between slashes.
func expression(match string) (re string, ok bool) {
	match = strings.TrimSpace(match)
	if len(match) < 2 || match[0] != '/' || match[len(match)-1] != '/' {
		return "", false
	}
	re = strings.ReplaceAll(match[1:len(match)-1], `\/`, "/")
	_, err := regexp.Compile(re)
	if err != nil {
		return "", false
	}
	return re, true
}
