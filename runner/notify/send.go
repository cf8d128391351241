package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"dott/runner/process"
)

// run hands a message to the command.
func (n *Notifier) run(ctx context.Context, m *Message) (err error) {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	in, err := scratch(append(data, '\n'))
	if err != nil {
		return err
	}
	defer discard(in)
	out, err := scratch(nil)
	if err != nil {
		return err
	}
	defer discard(out)
	ctx, cancel := context.WithTimeoutCause(ctx, n.o.Limit, fmt.Errorf("the command took more than %s and was ended", n.o.Limit))
	defer cancel()
	r, err := n.o.Supervisor.Run(ctx, process.Command{
		Path: "/bin/sh", Args: []string{"-c", n.o.Command}, Dir: n.o.Dir, Env: slices.Concat(n.o.Env, variables(m)), Stdin: in, Output: out,
	})
	switch {
	case err != nil:
		return err
	case r.Signal != "":
		err = fmt.Errorf("the command was ended by a signal (%s)", r.Signal)
	case r.Status != 0:
		err = fmt.Errorf("the command ended with status %d", r.Status)
	}
	if said := end(out); err != nil && said != "" {
		return fmt.Errorf("%w:\n%s", err, said)
	}
	return err
}

// variables are those of the message in the command's environment.
func variables(m *Message) (env []string) {
	var tests strings.Builder
	for _, c := range m.Tests {
		if c.Test != "" {
			tests.WriteString(c.Address + "\n")
		}
	}
	values := map[string]string{
		"DOTT_NOTIFY_ID": m.ID, "DOTT_NOTIFY_ATTEMPT": strconv.Itoa(m.Attempt), "DOTT_NOTIFY_PROJECT": m.Project, "DOTT_NOTIFY_HOST": m.Host,
		"DOTT_NOTIFY_VERDICT": m.Verdict, "DOTT_NOTIFY_SUBJECT": m.Subject, "DOTT_NOTIFY_TEXT": m.Text,
		"DOTT_NOTIFY_TESTS": strings.TrimSuffix(cutText(tests.String(), textLimit), "\n"), "DOTT_NOTIFY_FAILED": strconv.Itoa(m.Failed),
	}
	for name, v := range values {
		env = append(env, name+"="+strings.ReplaceAll(v, "\x00", "?"))
	}
	return env
}

// scratch returns a file that has a text, at its beginning.
func scratch(data []byte) (*os.File, error) {
	f, err := os.CreateTemp("", "dott-notify-")
	if err != nil {
		return nil, err
	}
	if runtime.GOOS != "windows" {
		_ = os.Remove(f.Name()) // without a name it cannot stay behind
	}
	_, err = f.Write(data)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		discard(f)
		return nil, err
	}
	return f, nil
}

func discard(f *os.File) {
	_ = f.Close()
	if runtime.GOOS == "windows" {
		_ = os.Remove(f.Name())
	}
}

// end returns the last lines of what the command printed.
func end(f *os.File) string {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return ""
	}
	text := make([]byte, min(size, 2<<10))
	if _, err := f.ReadAt(text, size-int64(len(text))); err != nil && !errors.Is(err, io.EOF) {
		return ""
	}
	lines := strings.Split(strings.TrimRight(strings.ToValidUTF8(string(text), "?"), "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}
