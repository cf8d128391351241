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
func newTranscript(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string) error {
	o := &options{}
	all, groups := newFlags(o)
	flags := pflag.NewFlagSet("dott new", pflag.ContinueOnError)
	flags.SetInterspersed(false) // what stands behind FILE are commands
	flags.SetOutput(io.Discard)
	flags.BoolVarP(&o.help, "help", "h", false, "")
	for _, g := range groups {
		if g.title == "Run" {
			flags.AddFlagSet(g.flags)
		}
	}
	if err := flags.Parse(args); err != nil {
		return usagef("new: %s%s", err, suggestion(all, args, err))
	}
	if o.help {
		return written(stdout, writeNewHelp)
	}
	if flags.NArg() == 0 {
		return usagef("new: name the file to write, as in: dott new hello.t 'echo hello'")
	}
	path, commands := flags.Arg(0), flags.Args()[1:]
	if len(commands) == 0 {
		data, err := io.ReadAll(stdin)
		if err != nil {
			return fmt.Errorf("reading the commands: %w", err)
		}
		if commands = cutCommands(string(data)); len(commands) == 0 {
			return usagef("new: no commands, neither behind the file's name nor on standard input")
		}
	}
	o.again = againCommand(groups)
	o.update, o.quiet, o.color = true, true, "never"
	ro, err := runnerOptions(o, env, []string{path}, stdout, stderr)
	if err != nil {
		return err
	}
	if err := create(path, transcriptOf(commands, int(o.indent))); err != nil {
		return err
	}
	if err := runTests(ctx, o, ro, env, stdin, io.Discard, stderr); err != nil {
		if _, ok := errors.AsType[exitStatus](err); !ok {
			return errors.Join(err, os.Remove(path)) // it never ran to its end
		}
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s: written\n", path)
	return err
}

// create writes a file that must not be there yet.
func create(path, text string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already; to bring its output up to date: dott -u %s", path, path)
	}
	if err != nil {
		return fmt.Errorf("writing a transcript: %w", err)
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// transcriptOf writes commands as a transcript without output.
func transcriptOf(commands []string, indent int) string {
	var b strings.Builder
	blanks := strings.Repeat(" ", indent)
	for _, c := range commands {
		sign := "$ "
		for line := range strings.SplitSeq(strings.TrimRight(c, "\n"), "\n") {
			b.WriteString(blanks + sign + line + "\n")
			sign = "> "
		}
	}
	return b.String()
}

// cutCommands cuts a script into its commands, which may have several lines.
// What no shell grammar that we know can read is cut line by line.
func cutCommands(script string) []string {
	lines := strings.Split(script, "\n")
	var starts []int
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash))
	for stmt, err := range parser.StmtsSeq(strings.NewReader(script)) {
		if err != nil {
			starts = nil
			break
		}
		if n := int(stmt.Pos().Line()) - 1; len(starts) == 0 || starts[len(starts)-1] != n {
			starts = append(starts, n)
		}
	}
	if starts == nil {
		for n := range lines {
			starts = append(starts, n)
		}
	}
	var commands []string
	for i, start := range starts {
		end := len(lines)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		if c := strings.TrimSpace(strings.Join(lines[start:end], "\n")); c != "" {
			commands = append(commands, c)
		}
	}
	return commands
}

func writeNewHelp(w io.Writer) {
	b := bufio.NewWriter(w)
	defer b.Flush()
	fmt.Fprint(b, `Usage: dott new [OPTIONS] FILE COMMAND...
       dott new [OPTIONS] FILE <SCRIPT

Runs commands and writes a transcript of them, with what they print, to FILE,
which must not exist. Each COMMAND is one argument:

    dott new hello.t 'echo hello' 'ls *.txt | wc -l'

Without a COMMAND they are read from standard input. The options are those of
the group "Run" in dott --help. Lines that differ when the commands run again
are written as globs, and named.
`)
}
