package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/matcher/transcript"
	"dott/runner/words"
)

// newTranscript is the verb `new`: it writes a transcript of commands and of
// what they print. The commands are the arguments behind the file's name, or
// the lines of standard input.
func newTranscript(ctx context.Context, a *app.App, args []string) error {
	line, err := options.ParseVerb("new", args, func(_ options.Group, o options.Option) bool {
		switch o.Name {
		case "timeout", "max-output", "shell", "shell-opts", "indent", "preserve-env", "tmpdir", "compat", "config":
			return true
		}
		return false
	}, func(f *pflag.FlagSet) { f.SetInterspersed(false) }) // what stands behind FILE are commands
	if err != nil {
		return err
	}
	if line.Values.Help {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, newHelp) })
	}
	if line.Flags.NArg() == 0 {
		return options.Errorf("new: name the file to write, as in: dott new hello.t 'echo hello'")
	}
	set, err := line.Settle(a.Env)
	if err != nil {
		return err
	}
	path, indent := set.Paths[0], set.Run.Format.Indent
	if filepath.Ext(path) != ".t" {
		return options.Errorf("new: %s: the name of a test ends in .t, as in: dott new hello.t 'echo hello'", path)
	}
	script := transcript.FromCommands(set.Paths[1:], indent)
	if len(set.Paths) == 1 {
		data, err := io.ReadAll(a.Stdin)
		if err != nil {
			return fmt.Errorf("reading the commands: %w", err)
		}
		script = transcript.FromScript(string(data), indent)
	}
	if script == "" {
		return options.Errorf("new: no commands: give them after the file name or on standard input")
	}
	set.Paths, set.Update, set.Show = []string{path}, options.Updating{Write: true}, options.Showing{Quiet: true, Color: "never"}
	silent := *a
	silent.Stdout = io.Discard
	s, err := session.Begin(&silent, set)
	if err != nil {
		return err
	}
	if err := create(path, script, "to bring its output up to date: dott -u "+path); err != nil {
		return err
	}
	err = s.RunTests(ctx, session.Plan{})
	if _, ok := errors.AsType[app.ExitStatus](err); ok {
		_, werr := fmt.Fprintf(a.Stdout, "%s: written, but does not pass as it stands\n", path)
		return errors.Join(werr, err)
	}
	if err != nil {
		return errors.Join(err, os.Remove(path)) // it never ran to its end
	}
	_, err = fmt.Fprintf(a.Stdout, "%s: written\n", path)
	return err
}

// create writes a file that must not be there yet; hint is what to do if it is.
func create(path, text, hint string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already; %s", path, hint)
	}
	if dir := filepath.Dir(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: there is no folder %s; make it first, as in: mkdir -p %s", path, dir, words.Quote(dir))
	}
	if err != nil {
		return fmt.Errorf("making a file: %w", err)
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
