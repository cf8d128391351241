package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/mattn/go-shellwords"
	"golang.org/x/term"

	"dott/runner/process"
	"dott/runner/report"
	"dott/runner/review"
)

// prompt asks about changes: by single keys where a person sits at a terminal,
// by lines from anywhere else.
func prompt(ctx context.Context, plain *report.Plain, env []string, stdin io.Reader, stdout, stderr io.Writer) *review.Prompt {
	p := &review.Prompt{Out: stdout, Begin: plain.Break, Key: review.Lines(stdin, stdout)}
	if plain.Color {
		p.Color = report.Colors
	}
	if f, ok := stdin.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		p.Key = keys(ctx, f, stdout)
	}
	p.Edit = func(text string) (string, error) { return edit(ctx, env, text, stdin, stdout, stderr) }
	return p
}

// keys returns a function that reads one key from a terminal and echoes it.
// Ctrl-C and Ctrl-D end the answers.
func keys(ctx context.Context, terminal *os.File, stdout io.Writer) func() (string, error) {
	return func() (string, error) {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		old, err := term.MakeRaw(int(terminal.Fd()))
		if err != nil {
			return "", fmt.Errorf("reading a key: %w", err)
		}
		defer func() { _ = term.Restore(int(terminal.Fd()), old) }()
		key := make([]byte, 16) // an arrow key is several bytes
		n, err := terminal.Read(key)
		if err != nil {
			return "", err
		}
		const ctrlC, ctrlD = 3, 4
		switch {
		case key[0] == ctrlC || key[0] == ctrlD:
			return "", io.EOF
		case key[0] < ' ' || n > 1:
			return "?", nil
		}
		_, err = fmt.Fprintf(stdout, "%c\r\n", key[0])
		return string(key[:1]), err
	}
}

// edit lets the person edit a text in $VISUAL or $EDITOR.
func edit(ctx context.Context, env []string, text string, stdin io.Reader, stdout, stderr io.Writer) (edited string, err error) {
	editor := getenv(env, "VISUAL")
	if editor == "" {
		editor = getenv(env, "EDITOR")
	}
	if editor == "" {
		return "", errors.New("neither VISUAL nor EDITOR is set")
	}
	words, err := shellwords.Parse(editor)
	if err != nil || len(words) == 0 {
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
	if err := process.Foreground(ctx, stdin, stdout, stderr, words[0], append(words[1:], f.Name())...); err != nil {
		return "", fmt.Errorf("%s: %w", editor, err)
	}
	data, err := os.ReadFile(f.Name())
	return string(data), err
}
