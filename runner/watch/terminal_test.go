package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"dott/runner/tooltest"
)

// TestTerminal presses single keys, and looks how the terminal is left.
func TestTerminal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such terminals")
	}
	for _, test := range []struct {
		key  string
		want error
	}{{"q", nil}, {"\x04", nil}, {"\x03", errInterrupted}} {
		t.Run(strconv.Quote(test.key), func(t *testing.T) {
			inTestDir(t, "a.t")
			screen, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = errors.Join(screen.Close(), tty.Close()) })
			before, err := term.GetState(int(tty.Fd()))
			must(t, err)
			wt := startWatch(t.Context(), t, &Watcher{Keys: tty, Width: func() int { return 30 }})
			press := func(s string) {
				t.Helper()
				// When the line stands there, keys are keys.
				if s := receive(t, wt.said, "the line"); s != "\rwatching 1 test; Enter run...\x1b[J\r" {
					t.Errorf("%q", s)
				}
				_, err := screen.WriteString(s)
				must(t, err)
			}
			wt.runOf().end <- Outcome{}
			press("\x1b[A\r") // an arrow, and Enter
			r := wt.runOf()
			if now, err := term.GetState(int(tty.Fd())); err != nil || !reflect.DeepEqual(now, before) {
				t.Errorf("%v: while tests run, the terminal is not as it was", err)
			}
			if s := receive(t, wt.said, "") + receive(t, wt.said, ""); s != "\r\x1b[J\x1b[H\x1b[J" {
				t.Errorf("%q", s)
			}
			r.end <- Outcome{}
			press(test.key)
			if err := receive(t, wt.left, "the end"); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if now, err := term.GetState(int(tty.Fd())); err != nil || !reflect.DeepEqual(now, before) {
				t.Errorf("%v: the terminal is not as it was", err)
			}
			if s := receive(t, wt.said, ""); s != "\r\x1b[J" {
				t.Errorf("%q", s)
			}
		})
	}
}

// TestTmux looks at what a person sees, in a terminal of tmux.
func TestTmux(t *testing.T) {
	if os.Getenv("DOTT_TEST_WATCH") != "" {
		playWatch()
	}
	tooltest.Need(t, "tmux")
	inTestDir(t, "a.t", "b.t")
	// Not t.TempDir: the path of a socket must be short.
	dir, err := os.MkdirTemp("", "dott-tmux-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	tmux := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("tmux", append([]string{"-S", filepath.Join(dir, "socket"), "-f", os.DevNull}, args...)...)
		cmd.Env = append(os.Environ(), "TMUX=", "TERM=xterm", "LC_ALL=C.UTF-8")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	self, err := filepath.Abs(os.Args[0])
	must(t, err)
	tmux("new-session", "-d", "-x", "60", "-y", "10", "env PS1= HISTFILE= sh")
	t.Cleanup(func() { tmux("kill-server") })
	screen := func(what, pattern string) {
		t.Helper()
		re := regexp.MustCompile(pattern)
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			s := strings.TrimRight(tmux("capture-pane", "-p"), "\n")
			if re.MatchString(s) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s is not on the screen:\n%s", what, s)
			}
		}
	}
	tmux("send-keys", "clear; DOTT_TEST_WATCH=1 '"+self+"' -test.run='^TestTmux$'; echo left $?; stty -a | grep -o ' icanon'", "Enter")
	screen("the line", `run 1: all\nwatching 2 tests, 1 failed; Enter runs all, f those, q l\.\.\.$`)
	tmux("resize-window", "-x", "30", "-y", "10")
	tmux("send-keys", "f")
	screen("a narrow window", `^run 2: a\.t\nwatching 2 tests, 1 failed\.\.\.$`)
	tmux("resize-window", "-x", "80", "-y", "10")
	screen("a wide window", `^run 2: a\.t\nwatching 2 tests, 1 failed; Enter runs all, f those, q leaves$`)
	writeFiles(t, "b.t")
	screen("a change", `^# b\.t changed\nrun 3: b\.t\nwatching 2 tests, 1 failed; Enter runs all, f those, q leaves$`)
	tmux("send-keys", "Enter")
	screen("all", `^run 4: all\nwatching `)
	tmux("send-keys", "q")
	screen("the end", `^run 4: all\nleft 1\n icanon$`)
}

// playWatch is the program that runs in the terminal. Its tests print their names,
// and a.t fails.
func playWatch() {
	runs := 0
	w := &Watcher{
		Scope: Scope{Paths: []string{"."}}, Keys: os.Stdin, Out: os.Stdout,
		Width: func() int {
			width, _, _ := term.GetSize(int(os.Stdout.Fd()))
			return width
		},
		Tests: func() ([]string, error) { return filepath.Glob("*.t") },
	}
	w.Run = func(_ context.Context, tests []string) Outcome {
		runs++
		failed := []string{"a.t"}
		what := "all"
		if tests != nil {
			what = strings.Join(tests, " ")
			failed = slices.DeleteFunc(failed, func(t string) bool { return !slices.Contains(tests, t) })
		}
		fmt.Printf("run %d: %s\n", runs, what)
		return Outcome{Failed: failed}
	}
	last, err := w.Watch(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(len(last.Failed))
}
