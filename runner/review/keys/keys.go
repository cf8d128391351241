// Package keys reads single keys from a terminal, and waits for answers in a way that the
// end of a run interrupts.
package keys

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"
)

// Reader returns a function that reads one key from a terminal and echoes it.
// Ctrl-D ends the answers, Ctrl-C the run, with the error stop. The terminal is raw only while a key
// is awaited, so whatever happens at other times it is as we found it.
func Reader(ctx context.Context, terminal *os.File, stdout io.Writer, stop error) func(question string) (string, error) {
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
			return "", stop
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
		key, err := Await(ctx, read)
		if err := errors.Join(err, term.Restore(int(terminal.Fd()), old)); err != nil {
			return "", err
		}
		_, err = fmt.Fprintln(stdout, key)
		return key, err
	}
}

const ctrlC, ctrlD, escape = 3, 4, 27

// Await waits for an answer, or for a signal that ends the run: reading alone
// would go on.
func Await(ctx context.Context, read func() (string, error)) (string, error) {
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
