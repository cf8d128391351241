package convert

import (
	"regexp"
	"slices"
	"strings"
)

// Testscript converts a script of Go's testscript, with the files behind it.
func Testscript(text string) Result {
	w := &writer{}
	w.directive("#stderr apart")
	script, files := archive(strings.ReplaceAll(text, "\r\n", "\n"))
	for _, f := range files {
		end := "END"
		for strings.Contains(f.text, end+"\n") {
			end += "_"
		}
		command := "cat >" + shellWord(f.name) + " <<'" + end + "'\n" + f.text + end
		if dir, _, ok := cutLast(f.name, "/"); ok {
			command = "mkdir -p " + shellWord(dir) + "; " + command
		}
		w.command(command)
	}
	s := &testscript{writer: w, files: map[string]string{}}
	for _, f := range files {
		s.files[f.name] = f.text
	}
	for line := range strings.Lines(script) {
		s.line(strings.TrimRight(line, "\n"))
	}
	s.flush()
	return w.result()
}

type archived struct{ name, text string }

var fileMark = regexp.MustCompile(`^-- (.+) --$`)

// archive cuts a txtar archive.
func archive(text string) (script string, files []archived) {
	for line := range strings.Lines(text) {
		m := fileMark.FindStringSubmatch(strings.TrimRight(line, "\n"))
		switch {
		case m != nil:
			files = append(files, archived{name: strings.TrimSpace(m[1])})
		case len(files) == 0:
			script += line
		default:
			f := &files[len(files)-1]
			f.text += strings.TrimSuffix(line, "\n") + "\n"
		}
	}
	return script, files
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// A testscript is a script while its lines are read.
type testscript struct {
	*writer
	files   map[string]string
	command string // that was run last, and has not been written
	fails   string // "": it succeeds; "!", "?"
	input   string
	out     *string
	err     *string
	outRe   string
	errRe   string
	silent  [2]bool // nothing comes out
}

// expects are commands about what the last command printed.
func (s *testscript) expects(negated bool, args []string) bool {
	if s.command == "" {
		return false
	}
	switch {
	case len(args) == 2 && args[0] == "stdout" && !negated && s.outRe == "" && goes(args[1]):
		s.outRe = args[1]
	case len(args) == 2 && args[0] == "stderr" && !negated && s.errRe == "" && goes(args[1]):
		s.errRe = args[1]
	case len(args) == 2 && args[0] == "stdout" && negated && args[1] == ".":
		s.silent[0] = true
	case len(args) == 2 && args[0] == "stderr" && negated && args[1] == ".":
		s.silent[1] = true
	case len(args) == 3 && args[0] == "cmp" && !negated && (args[1] == "stdout" || args[1] == "stderr"):
		text, known := s.files[args[2]]
		if !known {
			return false
		}
		if args[1] == "stdout" {
			s.out = &text
		} else {
			s.err = &text
		}
	default:
		return false
	}
	return true
}

var setsVariable = regexp.MustCompile(`^[A-Za-z_]\w*=`)

func goes(re string) bool {
	re, _ = cutBreak(strings.TrimPrefix(re, `\n`))
	if strings.Contains(re, `\n`) { // a pattern is about one line
		return false
	}
	_, err := regexp.Compile(re)
	return err == nil && !strings.ContainsAny(re, "$\n") || err == nil && strings.HasSuffix(re, "$") && strings.Count(re, "$") == 1
}

// simple are commands that a shell has by the same name, with the same arguments.
var simple = []string{"cd", "mkdir", "rm", "chmod", "mv"}

func (s *testscript) line(line string) {
	trimmed := strings.TrimSpace(line)
	if trimmed == "" {
		return
	}
	if strings.HasPrefix(trimmed, "#") {
		s.flush()
		s.text(trimmed)
		return
	}
	args, quoted := scriptWords(trimmed)
	sign := ""
	if len(args) == 0 || strings.Count(trimmed, "'")%2 != 0 {
		s.flush()
		s.leave(trimmed)
		return
	}
	if len(args) > 1 && (args[0] == "!" || args[0] == "?") {
		sign, args, quoted = args[0], args[1:], quoted[1:]
	}
	if len(args) > 0 && strings.HasPrefix(args[0], "[") {
		s.flush()
		s.leave(trimmed)
		return
	}
	if s.expects(sign == "!", args) {
		return
	}
	switch name := args[0]; {
	case slices.Contains([]string{"stdout", "stderr"}, name):
		s.leave(trimmed + " (of the command below)")
	case name == "stdin" && len(args) == 2 && args[1] != "stdout" && args[1] != "stderr":
		s.flush()
		s.input = quoted[1]
	case name == "exec" && len(args) > 1 && args[len(args)-1] != "&":
		s.flush()
		s.command, s.fails = strings.Join(quoted[1:], " "), sign
	case slices.Contains(simple, name) && sign == "":
		s.flush()
		if name == "rm" || name == "mkdir" {
			quoted[0] += map[string]string{"rm": " -rf", "mkdir": " -p"}[name]
		}
		s.writer.command(strings.Join(quoted, " "))
	case name == "cp" && sign == "" && len(args) > 2 && args[1] != "stdout" && args[1] != "stderr":
		s.flush()
		s.writer.command(strings.Join(quoted, " "))
	case name == "env" && sign == "" && len(args) == 2 && setsVariable.MatchString(args[1]):
		s.flush()
		key, value, _ := strings.Cut(args[1], "=")
		s.writer.command("export " + key + "=" + scriptWord(value))
	case name == "exists" && len(args) > 1 && args[1] != "-readonly":
		s.flush()
		for _, q := range quoted[1:] {
			if sign == "!" {
				q = "! -e " + q
			} else {
				q = "-e " + q
			}
			s.writer.command("[ " + q + " ]")
		}
	case name == "grep" && len(args) == 3 && goes(args[1]):
		s.flush()
		not := ""
		if sign == "!" {
			not = "! "
		}
		s.writer.command(not + "grep -qP -e " + shellWord(args[1]) + " " + quoted[2])
	case name == "cmp" && sign == "" && len(args) == 3 && args[1] != "stdout" && args[1] != "stderr":
		s.flush()
		s.writer.command("cmp " + quoted[1] + " " + quoted[2])
	default:
		s.flush()
		s.leave(trimmed)
	}
}

// flush writes the last command and what is expected of it.
func (s *testscript) flush() {
	if s.command == "" {
		return
	}
	command := s.command
	if s.input != "" {
		command += " <" + s.input
	}
	s.writer.command(command)
	s.stream(s.out, s.outRe, s.silent[0], "")
	s.stream(s.err, s.errRe, s.silent[1], " (err)")
	switch s.fails {
	case "!":
		s.expect(failed)
	case "?":
		s.expect(`\[[0-9]+\] (re) (?)`)
	}
	*s = testscript{writer: s.writer, files: s.files}
}

func (s *testscript) stream(text *string, re string, silent bool, mark string) {
	switch {
	case text != nil:
		s.lines(*text, mark)
	case silent:
	case re != "":
		s.holding(strings.TrimPrefix(re, "(?m)"), mark)
	default:
		s.expect(surely(mark))
	}
}

// scriptWords cuts a line into words, as testscript does, and returns them also as a
// shell has to see them: ” stands for ' inside of quotes, and variables outside of
// them are never split.
func scriptWords(line string) (words, quoted []string) {
	var word, shell strings.Builder
	in, any := false, false
	end := func() {
		if any {
			words, quoted = append(words, word.String()), append(quoted, shell.String())
		}
		word.Reset()
		shell.Reset()
		any = false
	}
	start := 0
	plain := func(to int) {
		if to > start {
			shell.WriteString(scriptWord(line[start:to]))
			word.WriteString(line[start:to])
			any = true
		}
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case in && c == '\'' && i+1 < len(line) && line[i+1] == '\'':
			word.WriteString(line[start:i] + "'")
			shell.WriteString(shellWord(line[start:i] + "'"))
			i++
			start = i + 1
		case in && c == '\'':
			word.WriteString(line[start:i])
			shell.WriteString(shellWord(line[start:i]))
			in, any, start = false, true, i+1
		case in:
		case c == '\'':
			plain(i)
			in, start = true, i+1
		case c == ' ' || c == '\t':
			plain(i)
			end()
			start = i + 1
		case c == '#' && i == start && !any:
			return words, quoted
		}
	}
	plain(len(line))
	end()
	return words, quoted
}

var safeWord = regexp.MustCompile(`^[A-Za-z0-9_./:=@%+,-]+$`)

// shellWord is a text as one word of a shell.
func shellWord(text string) string {
	if safeWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// scriptWord is a text as one word of a shell, in which variables are filled in.
func scriptWord(text string) string {
	if safeWord.MatchString(text) {
		return text
	}
	text = strings.ReplaceAll(text, "${/}", "/")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "$WORK", "$TESTTMP"), "${WORK}", "$TESTTMP")
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`").Replace(text) + `"`
}
