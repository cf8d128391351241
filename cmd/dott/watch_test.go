package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dott/cmd/dott/session"
)

// A watched is a dott --watch that goes on.
type watched struct {
	t     *testing.T
	keys  *io.PipeWriter
	lines chan string
	end   chan error
}

func startWatch(t *testing.T, args ...string) *watched {
	t.Helper()
	return startWatchIn(t, cramEnv(), args...)
}

// startWatchIn is startWatch in an environment.
func startWatchIn(t *testing.T, env []string, args ...string) *watched {
	t.Helper()
	in, keys := io.Pipe()
	out, screen := io.Pipe()
	w := &watched{t, keys, make(chan string, 1000), make(chan error, 1)}
	go func() {
		w.end <- run(t.Context(), env, in, screen, screen, append([]string{"dott", "--watch"}, args...))
		_ = screen.Close()
	}()
	go func() {
		for r := bufio.NewReader(out); ; {
			line, err := r.ReadString('\n')
			if err != nil {
				close(w.lines)
				return
			}
			w.lines <- strings.TrimSuffix(line, "\n")
		}
	}()
	t.Cleanup(func() { _ = keys.Close() })
	return w
}

// until returns what is said up to a line that begins so, however long that takes.
func (w *watched) until(begin string) string {
	w.t.Helper()
	var said strings.Builder
	for late := time.After(time.Minute); ; {
		select {
		case line, ok := <-w.lines:
			fmt.Fprintln(&said, line)
			if !ok {
				w.t.Fatalf("it ended before %q was said:\n%s", begin, said.String())
			}
			if strings.HasPrefix(line, begin) {
				return said.String()
			}
		case <-late:
			w.t.Fatalf("%q was not said:\n%s", begin, said.String())
		}
	}
}

// leave presses q, and returns the exit status.
func (w *watched) leave() int {
	w.t.Helper()
	_, _ = io.WriteString(w.keys, "q\n")
	for range w.lines {
	}
	status, _ := session.Explain(<-w.end)
	return status
}

// TestWatch: q ends with the status of the last run of each test.
func TestWatch(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "a.t", "  $ echo a\n  a\n")
	writeFile(t, "b.t", "  $ echo b\n  x\n")
	w := startWatch(t)
	w.until("watching 2 tests, 1 failed;")
	writeFile(t, "a.t", "  $ echo a\n  a\n\n")
	w.until("# a.t changed")
	w.until("watching 2 tests, 1 failed;")
	if status := w.leave(); status != 1 {
		t.Errorf("status %d after a failure", status)
	}

	w = startWatch(t)
	w.until("watching 2 tests, 1 failed;")
	writeFile(t, "b.t", "  $ echo b\n  b\n")
	w.until("watching 2 tests;")
	if status := w.leave(); status != 0 {
		t.Errorf("status %d when all passed", status)
	}
}

// TestWatchConfig: the configuration is read anew when it changes, and a broken one
// does not hold.
func TestWatchConfig(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "tests/a.t", "  $ echo $WORD\n  one\n")
	writeFile(t, "more/b.t", "  $ echo $WORD\n  one\n")
	elsewhere := filepath.Join(t.TempDir(), "new")
	configure := func(paths, word string) {
		t.Helper()
		writeFile(t, elsewhere, "[run]\npaths = ["+paths+"]\n[env]\nset = { WORD = "+word+" }\n")
		if err := os.Rename(elsewhere, "dott.toml"); err != nil { // as an editor saves
			t.Fatal(err)
		}
	}
	configure(`"tests"`, `"one"`)
	w := startWatch(t, "-v")
	w.until("watching 1 test;")

	configure(`"tests"`, `one"`)
	w.until("dott: dott.toml:4: ")
	w.until("dott: the previous configuration stays in use until you fix this")
	w.until("watching 1 test;")
	configure(`"nosuch"`, `"one"`)
	w.until("dott: dott.toml:2: [run] paths: no such file: nosuch")
	w.until("watching 1 test;")
	writeFile(t, "tests/a.t", "  $ echo $WORD\n  one\n\n")
	w.until("tests/a.t: passed")
	w.until("dott: dott.toml:2: [run] paths: no such file: nosuch")
	w.until("watching 1 test;")

	configure(`"tests", "more"`, `"two"`)
	w.until("tests/a.t: failed")
	w.until("more/b.t: failed")
	w.until("watching 2 tests, 2 failed;")
	writeFile(t, "more/b.t", "  $ echo $WORD\n  two\n")
	w.until("more/b.t: passed")
	w.until("watching 2 tests, 1 failed;")
	if status := w.leave(); status != 1 {
		t.Errorf("status %d", status)
	}
}
