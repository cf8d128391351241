// Package editor lets a person edit a text in the editor of their choice.
package editor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"dott/runner/process"
	"dott/runner/words"
)

// Edit returns a text as the person leaves it in $VISUAL or $EDITOR.
func Edit(ctx context.Context, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer, text string) (edited string, err error) {
	editor := getenv("VISUAL")
	if editor == "" {
		editor = getenv("EDITOR")
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
	if err := process.Foreground(ctx, stdin, stdout, stderr, command[0], append(command[1:], f.Name())...); err != nil {
		return "", fmt.Errorf("%s: %w", editor, err)
	}
	data, err := os.ReadFile(f.Name())
	return string(data), err
}
