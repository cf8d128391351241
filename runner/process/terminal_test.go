//go:build unix

package process

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
)

// runTerminal runs a script at a terminal, and types a line each time it waits.
func runTerminal(t *testing.T, script string, typed ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	term := &Terminal{Columns: 70, Rows: 20, Soon: true}
	term.Waits = func(w Waiting) error {
		if !w.Reads && (runtime.GOOS == "linux" || w.For < 100e6) {
			return nil
		}
		if len(typed) == 0 {
			return errWaits
		}
		term.Type(typed[0])
		typed = typed[1:]
		return nil
	}
	_, err := newSupervisor(t).Run(t.Context(), Command{Path: "/bin/sh", Args: []string{"-c", script}, Env: os.Environ(), Output: &out, Terminal: term})
	return strings.ReplaceAll(out.String(), "\r\n", "\n"), err
}

var errWaits = errors.New("it waits for more")

func TestTerminal(t *testing.T) {
	for _, test := range []struct {
		script string
		typed  []string
		want   string
		err    error
	}{
		{"test -t 0 && test -t 1 && test -t 2 && stty size", nil, "20 70\n", nil},
		{"echo a >/dev/tty; echo b >&2", nil, "a\nb\n", nil},
		{"printf 'Name? '; read name; echo \"Hello, $name\"", []string{"Ada\r"}, "Name? Ada\nHello, Ada\n", nil},
		{"read a; read b; echo $b $a", []string{"1\r", "2\r"}, "1\n2\n2 1\n", nil},
		{"sh -c 'read a </dev/tty; echo $a'; seq 3 | (cat; read b </dev/tty; echo $b)", []string{"1\r", "2\r"}, "1\n1\n1\n2\n3\n2\n2\n", nil},
		{"echo more; read x; echo never", nil, "more\n", errWaits},
		{"trap : INT; cat; echo $?", []string{"a\r", "\x03"}, "a\na\n^C130\n", nil},
		{"cat", []string{"a\r", "\x04"}, "a\na\n", nil},
		{"seq 20000", nil, seq(20_000), nil},
	} {
		out, err := runTerminal(t, test.script, test.typed...)
		if out != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: %.80q, %v, want %.80q, %v", test.script, out, err, test.want, test.err)
		}
	}
}
