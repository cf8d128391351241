package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"unicode/utf8"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"dott/runner/process"
	"dott/runner/report"
	"dott/runner/review"
	"dott/runner/words"
)

// prompt asks about changes: by single keys where a person sits at a terminal,
// by lines from anywhere else.
func (a *app) prompt(ctx context.Context, color bool, makeRoom func(), stdout io.Writer) *review.Prompt {
	lines := review.Lines(a.stdin, stdout)
	p := &review.Prompt{Out: stdout, Begin: makeRoom, Key: func(question string) (string, error) {
		return await(ctx, func() (string, error) { return lines(question) })
	}}
	if color {
		p.Color = report.Colors
	}
	if f, ok := a.stdin.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		p.Key = keys(ctx, f, stdout)
	}
	p.Edit = func(text string) (string, error) { return a.edit(ctx, text, stdout) }
	return p
}

// keys returns a function that reads one key from a terminal and echoes it.
// Ctrl-D ends the answers, Ctrl-C the run. The terminal is raw only while a key
// is awaited, so whatever happens at other times it is as we found it.
func keys(ctx context.Context, terminal *os.File, stdout io.Writer) func(question string) (string, error) {
	var typed []byte // ahead of the question
	read := func() (string, error) {
		for len(typed) == 0 {
			buf := make([]byte, 64)
			n, err := terminal.Read(buf)
			if err != nil {
				return "", err
			}
			// An arrow key is several bytes, and no answer.
			if buf[0] >= utf8.RuneSelf || buf[0] == escape {
				return "?", nil
			}
			typed = buf[:n]
		}
		key := typed[0]
		typed = typed[1:]
		switch {
		case key == ctrlC:
			return "", interrupted{syscall.SIGINT}
		case key == ctrlD:
			return "", io.EOF
		case key < ' ' || key > '~':
			return "?", nil
		}
		return string(key), nil
	}
	return func(question string) (string, error) {
		// Raw before the question is seen: a quick Ctrl-D would else be the end of a
		// line to the terminal, and nothing to us.
		old, err := term.MakeRaw(int(terminal.Fd()))
		if err != nil {
			return "", fmt.Errorf("reading a key: %w", err)
		}
		_, _ = io.WriteString(stdout, question)
		key, err := await(ctx, read)
		if err := errors.Join(err, term.Restore(int(terminal.Fd()), old)); err != nil {
			return "", err
		}
		_, err = fmt.Fprintln(stdout, key)
		return key, err
	}
}

const ctrlC, ctrlD, escape = 3, 4, 27

// await waits for an answer, or for a signal that ends the run: reading alone
// would go on.
func await(ctx context.Context, read func() (string, error)) (string, error) {
	type result struct {
		answer string
		err    error
	}
	done := make(chan result, 1)
	go func() {
		answer, err := read()
		done <- result{answer, err}
	}()
	select {
	case r := <-done:
		return r.answer, r.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
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
