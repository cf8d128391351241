package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/mattn/go-isatty"

	"dott/runner/accept"
	"dott/runner/process"
	"dott/runner/report"
	"dott/runner/review/change"
	"dott/runner/review/keys"
	"dott/runner/review/prompt"
	"dott/runner/words"
)

// prompt asks about changes: by single keys where a person sits at a terminal,
// by lines from anywhere else.
func (a *app) prompt(ctx context.Context, color bool, makeRoom func(), stdout io.Writer) *prompt.Prompt {
	lines := prompt.Lines(a.stdin, stdout)
	p := &prompt.Prompt{Out: stdout, Begin: makeRoom, Key: func(question string) (string, error) {
		return keys.Await(ctx, func() (string, error) { return lines(question) })
	}}
	if color {
		p.Color = report.Colors
	}
	if f, ok := a.stdin.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		p.Key = keys.Reader(ctx, f, stdout, interrupted{syscall.SIGINT})
	} else {
		p.Accept = func(about change.Change, line int) string {
			if about.Together != nil {
				return accept.Command(about.Event.FileName(), line) // in all cases and cells
			}
			return accept.Command(about.Event.Address(), line)
		}
		p.Listing = silent(a.stdin)
	}
	p.Edit = func(text string) (string, error) { return a.edit(ctx, text, stdout) }
	return p
}

// silent reports whether there is nothing to read.
func silent(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && (info.Mode()&os.ModeCharDevice != 0 || info.Mode().IsRegular() && info.Size() == 0)
}

// edit lets the person edit a text in $VISUAL or $EDITOR.
func (a *app) edit(ctx context.Context, text string, stdout io.Writer) (edited string, err error) {
	editor := a.getenv("VISUAL")
	if editor == "" {
		editor = a.getenv("EDITOR")
	}
	if editor == "" {
		return "", errors.New("neither VISUAL nor EDITOR is set")
	}
	command, err := words.Program(editor)
	if err != nil {
		return "", fmt.Errorf("the editor %q is not a command: %w", editor, err)
	}
	f, err := os.CreateTemp("", "dott-*.t")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	if err := process.Foreground(ctx, a.stdin, stdout, a.stderr, command[0], append(command[1:], f.Name())...); err != nil {
		return "", fmt.Errorf("%s: %w", editor, err)
	}
	data, err := os.ReadFile(f.Name())
	return string(data), err
}
