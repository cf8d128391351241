package process

import (
	"context"
	"io"
	"os/exec"
	"path/filepath"
)

// Find returns the absolute path of a program, given as a path or as a name on
// PATH.
func Find(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// Foreground runs a program that talks to the person at the terminal, an editor
// say, and waits for it.
func Foreground(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, stderr
	return cmd.Run()
}
