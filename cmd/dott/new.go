package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/pflag"

	"dott/matcher/transcript"
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
	script := transcript.FromCommands(set.paths[1:], indent)
	if len(set.paths) == 1 {
		data, err := io.ReadAll(a.stdin)
		if err != nil {
			return fmt.Errorf("reading the commands: %w", err)
		}
		script = transcript.FromScript(string(data), indent)
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
