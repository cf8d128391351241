package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/pflag"
	"mvdan.cc/sh/v3/syntax"
)

// newTranscript is the verb `new`: it writes a transcript of commands and of
// what they print. The commands are the arguments behind the file's name, or
// the lines of standard input.
func newTranscript(ctx context.Context, a *app, args []string) error {
	line, err := parseVerb("new", args, func(_ group, o option) bool {
		switch o.name {
		case "timeout", "max-output", "shell", "shell-opts", "indent", "preserve-env", "tmpdir", "compat", "config":
			return true
		}
		return false
	}, func(f *pflag.FlagSet) { f.SetInterspersed(false) }) // what stands behind FILE are commands
	if err != nil {
		return err
	}
	if line.v.help {
		return written(a.stdout, writeNewHelp)
	}
	if line.flags.NArg() == 0 {
		return usagef("new: name the file to write, as in: dott new hello.t 'echo hello'")
	}
	set, err := line.settle(a.env)
	if err != nil {
		return err
	}
	path, indent := set.paths[0], set.run.format.Indent
	script := commands(set.paths[1:], indent)
	if len(set.paths) == 1 {
		data, err := io.ReadAll(a.stdin)
		if err != nil {
			return fmt.Errorf("reading the commands: %w", err)
		}
		script = cutScript(string(data), indent)
	}
	if script == "" {
		return usagef("new: no commands, neither behind the file's name nor on standard input")
	}
	set.paths, set.update.write, set.show = []string{path}, true, showing{quiet: true, color: "never"}
	silent := *a
	silent.stdout = io.Discard
	s, err := silent.begin(set)
	if err != nil {
		return err
	}
	if err := create(path, script, "to bring its output up to date: dott -u "+path); err != nil {
		return err
	}
	err = s.runTests(ctx, plan{})
	if _, ok := errors.AsType[exitStatus](err); ok {
		_, werr := fmt.Fprintf(a.stdout, "%s: written, and does not pass as it is\n", path)
		return errors.Join(werr, err)
	}
	if err != nil {
		return errors.Join(err, os.Remove(path)) // it never ran to its end
	}
	_, err = fmt.Fprintf(a.stdout, "%s: written\n", path)
	return err
}

// create writes a file that must not be there yet; hint is what to do if it is.
func create(path, text, hint string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already; %s", path, hint)
	}
	if err != nil {
		return fmt.Errorf("making a file: %w", err)
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// commands writes commands as a transcript without output. Empty ones are left
// out.
func commands(texts []string, indent int) string {
	var b strings.Builder
	blanks := strings.Repeat(" ", indent)
	for _, c := range texts {
		if c = strings.TrimLeft(strings.TrimRight(c, "\n"), " \t\n"); c == "" {
			continue
		}
		sign := "$ "
		for line := range strings.SplitSeq(c, "\n") {
			b.WriteString(blanks + sign + line + "\n")
			sign = "> "
		}
	}
	return b.String()
}

// cutScript writes a script as a transcript: its commands, which may have
// several lines, and its comments as what is written between them. What no shell
// grammar that we know can read is cut line by line.
func cutScript(script string, indent int) string {
	lines := strings.Split(strings.ReplaceAll(script, "\r\n", "\n"), "\n")
	ends, err := commandEnds(strings.Join(lines, "\n"))
	if err != nil {
		return commands(lines, indent)
	}
	var b strings.Builder
	prose := false
	for n := 0; n < len(lines); {
		end := max(ends[n], n+1)
		line := strings.TrimSpace(lines[n])
		comment, isComment := strings.CutPrefix(line, "#")
		switch {
		case line == "" || n == 0 && strings.HasPrefix(line, "#!"):
		case isComment:
			if !prose && b.Len() > 0 {
				b.WriteString("\n")
			}
			prose = true
			// Without the sign it is no directive, and without blanks no command.
			b.WriteString(strings.TrimLeft(comment, "# \t") + "\n")
		default:
			if prose {
				b.WriteString("\n")
			}
			prose = false
			b.WriteString(commands([]string{strings.Join(lines[n:end], "\n")}, indent))
		}
		n = end
	}
	return b.String()
}

// commandEnds returns, for each line where commands begin, the line behind them;
// lines are counted from 0. A here-document belongs to its command.
func commandEnds(script string) (map[int]int, error) {
	ends := map[int]int{}
	first, end := 0, 0
	for stmt, err := range syntax.NewParser(syntax.Variant(syntax.LangBash)).StmtsSeq(strings.NewReader(script)) {
		if err != nil {
			return nil, err
		}
		if n := int(stmt.Pos().Line()) - 1; n >= end {
			first = n
		}
		end = max(end, int(stmt.End().Line()))
		syntax.Walk(stmt, func(node syntax.Node) bool {
			if r, ok := node.(*syntax.Redirect); ok && r.Hdoc != nil {
				// The end of its text is the beginning of the line with its delimiter.
				end = max(end, int(r.Hdoc.End().Line()))
			}
			return true
		})
		ends[first] = end
	}
	return ends, nil
}

func writeNewHelp(w io.Writer) {
	b := bufio.NewWriter(w)
	defer b.Flush()
	fmt.Fprint(b, `Usage: dott new [OPTIONS] FILE COMMAND...
       dott new [OPTIONS] FILE <SCRIPT

Runs commands and writes a transcript of them, with what they print, to FILE,
which must not exist. Each COMMAND is one argument:

    dott new hello.t 'echo hello' 'ls *.txt | wc -l'

Without a COMMAND they are read from standard input, where they may be a script:
its comments become text between the commands. Of the options in
dott --help it takes -t, -E, --shell, --shell-opts, --indent, --max-output,
--tmpdir, --compat and --config. Lines that differ when the commands run again
are written as patterns, and named.
`)
}
