package matrix

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"dott/runner/process"
)

// commands runs what the configuration says, for a matrix.
type commands struct{ m *Matrix }

// output runs a shell command that prints an answer, and returns what it wrote
// to its standard output. The error has the end of what it wrote to the other.
func (co commands) output(ctx context.Context, command string, env []string) (string, error) {
	stdout, err := os.CreateTemp("", "dott-")
	if err != nil {
		return "", err
	}
	defer discard(stdout)
	stderr, err := os.CreateTemp("", "dott-")
	if err != nil {
		return "", err
	}
	defer discard(stderr)
	err = co.shell(ctx, command, env, orElse(co.m.Limit, time.Minute), stdout, stderr)
	if err != nil {
		if said := tail(stderr, 5); said != "" {
			err = fmt.Errorf("%w:\n%s", err, said)
		}
		return "", err
	}
	if _, err := stdout.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	const most = 4 << 20 // no list of versions is as long
	text, err := io.ReadAll(io.LimitReader(stdout, most))
	return string(text), err
}

func discard(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name())
}

// errStatus is how a command failed that ran to its end.
type errStatus struct{ text string }

func (e errStatus) Error() string { return e.text }

// shell runs a command in the configuration's folder.
func (co commands) shell(ctx context.Context, command string, env []string, limit time.Duration, stdout, stderr *os.File) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it took more than %s and was ended", limit))
	defer cancel()
	r, err := co.m.Supervisor.Run(ctx, process.Command{
		Path: "/bin/sh", Args: []string{"-c", command}, Dir: co.m.Dir,
		Env: env, Output: stdout, Stderr: stderr,
	})
	switch {
	case err != nil:
		return err
	case r.Signal != "":
		return errStatus{"it was ended by a signal (" + r.Signal + ")"}
	case r.Status != 0:
		return errStatus{fmt.Sprintf("exit status %d", r.Status)}
	}
	return nil
}

func orElse(d, other time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return other
}

// tail returns the last lines of a file, indented.
func tail(f *os.File, lines int) string {
	const most = 8 << 10
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return ""
	}
	buf := make([]byte, min(size, most))
	if _, err := f.ReadAt(buf, size-int64(len(buf))); err != nil && !errors.Is(err, io.EOF) {
		return ""
	}
	text := strings.TrimRight(strings.ToValidUTF8(string(buf), "?"), "\n")
	if text == "" {
		return ""
	}
	all := strings.Split(text, "\n")
	return "  " + strings.Join(all[max(0, len(all)-lines):], "\n  ")
}

// setenv returns an environment with a variable set.
func setenv(env []string, name, value string) []string {
	env = slices.DeleteFunc(slices.Clone(env), func(kv string) bool { return strings.HasPrefix(kv, name+"=") })
	return append(env, name+"="+value)
}

func getenv(env []string, name string) string {
	for _, kv := range slices.Backward(env) {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			return v
		}
	}
	return ""
}

// progress tells of what takes long.
func (co commands) progress(format string, args ...any) {
	if co.m.Progress != nil {
		co.m.Progress(fmt.Sprintf(format, args...))
	}
}
