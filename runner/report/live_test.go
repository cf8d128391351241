package report

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/term"

	"dott/runner/event"
	"dott/runner/tooltest"
)

// A step of a live report: an event, a wait, or something else that happens.
type step any

const (
	draw  = "\r" + noWrap
	drawn = eraseBelow + wrap + "\r"
	gone  = "\r" + eraseBelow
)

func start(test string, expected float64) event.Event {
	return event.Event{Action: event.Start, Test: test, Expected: expected}
}

func stop(test string, failed bool) event.Event {
	return event.Event{Action: event.Stop, Test: test, Failed: failed}
}

func TestLive(t *testing.T) {
	failure := event.Event{Action: event.Fail, Test: "a.t", Line: 2, Command: "x", Diff: diff}
	failed := "a.t:2: the output differs\n  $ x\n" + diff + "to run it again: dott a.t\n\n"
	plan := event.Event{Action: event.Dott, Total: 3}
	const moment = redrawEvery
	for _, test := range []struct {
		name     string
		plain    Plain
		width    int
		steps    []step
		out, err string
	}{
		{"nothing", Plain{}, 0, []step{plan, summary}, "", ""},
		{
			"too short for a line", Plain{}, 0,
			[]step{plan, start("p.t", 0), stop("p.t", false), pass, moment - 1, summary},
			"# Ran 1 tests, 0 skipped, 0 failed.\n", "",
		},
		{
			"the line", Plain{}, 0,
			[]step{plan, start("p.t", 0), moment, start("s.t", 0), moment, stop("p.t", false), pass, moment, stop("s.t", false), skip, summary},
			draw + "0/3 done; running p.t" + drawn + draw + "0/3 done; running p.t, s.t" + drawn + draw + "1/3 done; running s.t" + drawn +
				gone + "# Ran 2 tests, 1 skipped, 0 failed.\n", "skipped: no docker\n",
		},
		{
			"number of tests unknown", Plain{}, 0, []step{event.Event{Action: event.Dott}, start("p.t", 0), moment, summary},
			draw + "0 done; running p.t" + drawn + gone, "",
		},
		{
			"events in one moment", Plain{}, 0,
			[]step{plan, moment, start("p.t", 0), stop("p.t", false), pass, start("s.t", 0), moment, summary},
			draw + "0/3 done" + drawn + draw + "1/3 done; running s.t" + drawn + gone + "# Ran 1 tests, 0 skipped, 0 failed.\n", "",
		},
		{
			"time goes by", Plain{}, 0, []step{plan, start("p.t", 0), 2*time.Second + 10*time.Millisecond, summary},
			draw + "0/3 done; running p.t" + drawn + draw + "0/3 done; running p.t 1s" + drawn + draw + "0/3 done; running p.t 2s" + drawn + gone, "",
		},
		{
			"an estimate", Plain{}, 0,
			[]step{event.Event{Action: event.Dott, Total: 3, Expected: 3}, start("p.t", 0), 2*time.Second + 60*time.Millisecond, summary},
			draw + "0/3 done, about 2s left; running p.t" + drawn + draw + "0/3 done, about 2s left; running p.t 1s" + drawn +
				draw + "0/3 done, about 1s left; running p.t 1s" + drawn + draw + "0/3 done, about 1s left; running p.t 2s" + drawn + draw + "0/3 done; running p.t 2s" + drawn + gone, "",
		},
		{
			"slower than it was", Plain{Quiet: true}, 0,
			[]step{event.Event{Action: event.Dott, Total: 3, Expected: 100}, start("p.t", 1), "break", 2 * time.Second, stop("p.t", false), summary},
			draw + "1/3 done, about 3m18s left" + drawn + gone, "",
		},
		{
			"a failure", Plain{}, 0, []step{plan, start("a.t", 0), moment, stop("a.t", true), failure, moment, pass, summary},
			draw + "0/3 done; running a.t" + drawn + gone + failed + draw + "1/3 done, 1 failed" + drawn +
				gone + "# Ran 2 tests, 0 skipped, 1 failed.\n", "",
		},
		{
			"failed, but its verdict has to wait", Plain{}, 0,
			[]step{plan, start("p.t", 0), start("a.t", 0), stop("a.t", true), moment, stop("p.t", false), pass, failure, moment, summary},
			draw + "1/3 done, 1 failed; running p.t" + drawn + gone + failed + draw + "2/3 done, 1 failed" + drawn + gone + "# Ran 2 tests, 0 skipped, 1 failed.\n", "",
		},
		{
			"failed, and accepted", Plain{}, 0,
			[]step{
				plan, start("p.t", 0), moment, stop("p.t", true),
				event.Event{Action: event.Pass, Test: "p.t", Written: 1, Diff: diff}, moment, summary,
			},
			draw + "0/3 done; running p.t" + drawn + gone + diff + "p.t: 1 change written\n" + draw + "1/3 done" + drawn +
				gone + "# Ran 1 tests, 0 skipped, 0 failed.\n", "",
		},
		{
			"reasons", Plain{}, 0,
			[]step{event.Event{Action: event.Error, Test: "l.t", Line: 3, TimedOut: true, Command: "y", Reason: "l.t:3: timed out; while running: y\n  some output"}, early, broken, summary},
			"l.t:3: timed out\n  $ y\n  some output\nto run it again: dott l.t\n\n" +
				"x.t:4: the shell ended\nto run it again: dott x.t\n\n" +
				"it's.t: permission denied\nto run it again: dott 'it'\\''s.t'\n\n" +
				"# Ran 3 tests, 0 skipped, 3 failed.\n", "",
		},
		{
			"quiet", Plain{Quiet: true}, 0, []step{event.Event{Action: event.Dott, Again: "dott -j1"}, failure, late, summary},
			"a.t:2: the output differs\n  $ x\nto run it again: dott -j1 a.t\n\nl.t:3: timed out\nto run it again: dott -j1 l.t\n\n" +
				"# Ran 2 tests, 0 skipped, 2 failed.\n", "",
		},
		{
			"verbose", Plain{Verbose: true}, 0, []step{pass, skip, empty, summary},
			"p.t: passed\ns.t: skipped: no docker\ne.t: empty\n# Ran 3 tests, 2 skipped, 0 failed.\n", "",
		},
		{
			"flaky", Plain{Verbose: true}, 0, []step{event.Event{Action: event.Pass, Test: "p.t", Attempt: 2, Flaky: true, Reason: "p.t: flaky: it failed at first"}, summary},
			"p.t: passed, flaky\np.t: flaky: it failed at first\n# Ran 1 tests, 0 skipped, 0 failed, 1 flaky.\n", "",
		},
		{
			"known, skipped, and cells", Plain{}, 0,
			[]step{
				event.Event{Action: event.Fail, Test: "a.t", Line: 2, Command: "x", Diff: diff, Cell: "git=2", Allowed: true, Known: "issue 12"},
				event.Event{Action: event.Pass, Test: "a.t", Cell: "git=1"}, event.Event{Action: event.Skip, Test: "b.t", Cell: "git=1", Reason: "no docker", RanBefore: true},
				event.Event{Action: event.Dott, Axes: []event.Axis{{Name: "git", Versions: []string{"1", "2"}}}}, summary,
			},
			"a.t[git=2]:2: the output differs; known failure: issue 12\n" +
				"# 1  git=1  1 passed, 1 skipped\n# 2  git=2  1 failed (known)\n#\n#      1  2\n# a.t  .  k\n# b.t  s   \n" +
				"# Ran 3 tests, 1 skipped, 0 failed, 1 failed (known).\n",
			"b.t[git=1] was skipped and ran the last time: no docker; 1 test is skipped for it\n",
		},
		{
			"ended early", Plain{}, 0, []step{pass, event.Event{Action: event.Summary, NotRun: 2, Reason: "a test failed"}},
			"# Ran 1 tests, 0 skipped, 0 failed.\n# 2 tests were not run: a test failed\n", "",
		},
		{"warned", Plain{}, 0, []step{plan, moment, warning, summary}, draw + "0/3 done" + drawn + gone, "warning: p.t:1: a tab\n"},
		{
			"in colour", Plain{Color: true}, 0,
			[]step{event.Event{Action: event.Fail, Test: "a.t", Line: 2, Command: "x", Diff: "--- a.t\n+++ a.t.err\n@@ -1,2 +1,2 @@\n   $ x\n-  one two\n+  one too\n"}, moment, summary},
			"\x1b[1m\x1b[31ma.t:2: the output differs\x1b[0m\n  $ x\n\x1b[1m--- a.t\x1b[0m\n\x1b[1m+++ a.t.err\x1b[0m\n\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n   $ x\n" +
				"\x1b[31m-  one t\x1b[7mw\x1b[27mo\x1b[0m\n\x1b[32m+  one t\x1b[7mo\x1b[27mo\x1b[0m\nto run it again: dott a.t\n\n" +
				draw + "1 done, \x1b[1m\x1b[31m1 failed\x1b[0m" + drawn + gone + "# Ran 1 tests, 0 skipped, 1 failed.\n", "",
		},
		{
			"nothing to obey", Plain{Verbose: true}, 0,
			[]step{
				start("\x1b[2J.t", 0), moment, stop("\x1b[2J.t", true),
				event.Event{Action: event.Fail, Test: "\x1b[2J.t", Line: 1, Command: "\x07\\\u202e", Diff: "--- a\n+++ b\n@@ -1,1 +1,1 @@\n-\x1b\u009b\n+\té\n"},
				event.Event{Action: event.Skip, Test: "s\nt", Reason: "\x1b"},
				event.Event{Action: event.Warning, Reason: "\b"},
				event.Event{Action: event.Summary, NotRun: 1, Reason: "\x1b"},
			},
			draw + `0 done; running \x1b[2J.t` + drawn + gone + `\x1b[2J.t:1: the output differs` + "\n" + `  $ \x07\\xe2\x80\xae` + "\n" +
				"--- a\n+++ b\n@@ -1,1 +1,1 @@\n" + `-\x1b\xc2\x9b` + "\n+\té\n" + `to run it again: dott '\x1b[2J.t'` + "\n\n" +
				`s\x0at: skipped: \x1b` + "\n# Ran 2 tests, 1 skipped, 1 failed.\n" + `# 1 test was not run: \x1b` + "\n", `warning: \x08` + "\n",
		},
		{
			"returns", Plain{}, 0,
			[]step{
				event.Event{Action: event.Fail, Test: "a.t", Diff: "--- a\n+++ b\n@@ -1,1 +1,1 @@\n-a\r\n+b\r\n"},
				event.Event{Action: event.Fail, Test: "b.t", Diff: "--- a\n+++ b\n@@ -1,1 +1,1 @@\n-a\r\n+b\n"}, summary,
			},
			"a.t: the output differs\n--- a\n+++ b\n@@ -1,1 +1,1 @@\n-a\n+b\nto run it again: dott a.t\n\n" +
				"b.t: the output differs\n--- a\n+++ b\n@@ -1,1 +1,1 @@\n-a\\x0d\n+b\nto run it again: dott b.t\n\n# Ran 2 tests, 0 skipped, 2 failed.\n", "",
		},
		{
			"narrow", Plain{Color: true}, 21, []step{plan, start("界界界.t", 0), moment, fail, moment, summary},
			draw + "0/3 done; running..." + drawn + gone +
				"\x1b[1m\x1b[31ma.t:2: the output differs\x1b[0m\n" + Colors(diff) + "to run it again: dott a.t\n\n" +
				draw + "1/3 done, \x1b[1m\x1b[31m1 faile...\x1b[0m" + drawn + gone + "# Ran 1 tests, 0 skipped, 1 failed.\n", "",
		},
		{"very narrow", Plain{}, 4, []step{plan, moment, summary}, draw + "..." + drawn + gone, ""},
		{"no window to speak of", Plain{}, 1, []step{plan, moment, summary}, "", ""},
		{"wide characters", Plain{}, 25, []step{plan, start("界界界.t", 0), moment, summary}, draw + "0/3 done; running 界..." + drawn + gone, ""},
		{
			"somebody else writes", Plain{}, 0, []step{plan, moment, "break", 5 * moment, pass, moment, "above", moment, "close", moment, "close", pass},
			draw + "0/3 done" + drawn + gone + draw + "1/3 done" + drawn + gone + "said\n" + draw + "1/3 done" + drawn + gone, "",
		},
		{"stopped", Plain{}, 0, []step{plan, pass, moment, "finish", moment, "close"}, draw + "1/3 done" + drawn + gone + "# Ran 1 tests, 0 skipped, 0 failed.\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var out, err strings.Builder
				p := test.plain
				p.Out, p.Err = &out, &err
				l := NewLive(&p, func() int { return test.width })
				for _, s := range test.steps {
					var err error
					switch s := s.(type) {
					case event.Event:
						err = l.Handle(s)
					case time.Duration:
						time.Sleep(s)
						synctest.Wait()
					case string:
						switch s {
						case "break":
							l.Break()
						case "close":
							err = l.Close()
						case "finish":
							err = l.Finish()
						case "above":
							_, err = fmt.Fprintln(l.Above(&out), "said")
						}
					}
					if err != nil {
						t.Fatal(err)
					}
				}
				if got := inSeconds.ReplaceAllString(out.String(), "."); got != test.out {
					t.Errorf("stdout %q\nwant   %q", got, test.out)
				}
				if err.String() != test.err {
					t.Errorf("stderr %q\nwant   %q", err.String(), test.err)
				}
			})
		})
	}
}

func TestLiveOutputLost(t *testing.T) {
	// When it is lost between two events, the next one says it.
	synctest.Test(t, func(t *testing.T) {
		l := NewLive(&Plain{Out: full{}, Err: &strings.Builder{}}, func() int { return 80 })
		defer func() { _ = l.Close() }()
		if err := l.Handle(event.Event{Action: event.Dott, Total: 1}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(redrawEvery)
		synctest.Wait()
		if err := l.Handle(start("p.t", 0)); !errors.Is(err, errFull) {
			t.Errorf("error %v", err)
		}
	})
	for _, p := range []*Plain{{Out: full{}, Err: &strings.Builder{}}, {Out: &strings.Builder{}, Err: full{}}} {
		l := NewLive(p, func() int { return 80 })
		err := errors.Join(l.Handle(warning), l.Handle(fail))
		_ = l.Close()
		if !errors.Is(err, errFull) {
			t.Errorf("error %v", err)
		}
	}
}

// TestLiveOrPlain holds the two reports to the same counts.
func TestLiveOrPlain(t *testing.T) {
	var live, plain strings.Builder
	l := NewLive(&Plain{Out: &live, Err: &live, Quiet: true}, func() int { return 80 })
	p := &Plain{Out: &plain, Err: &plain, Quiet: true}
	for _, e := range []event.Event{pass, {Action: event.Pass, Flaky: true}, skip, fail, late, {Action: event.Summary, NotRun: 4, Reason: "stopped"}} {
		if err := event.All(l, p).Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	counts := "# Ran 5 tests, 1 skipped, 2 failed, 1 flaky.\n# 4 tests were not run: stopped\n"
	if !strings.Contains(plain.String(), counts) || !strings.Contains(inSeconds.ReplaceAllString(live.String(), "."), counts) {
		t.Errorf("plain %q\nlive %q\nwant %q", plain.String(), live.String(), counts)
	}
}

// inSeconds is how long the run took, which is another in each.
var inSeconds = regexp.MustCompile(`, in \d+\.\ds\.`)

// TestLiveTerminal looks at what a person sees, in a terminal of tmux: at a long
// line, at a line in a window that becomes narrower, and at the end.
func TestLiveTerminal(t *testing.T) {
	if dir := os.Getenv("DOTT_TEST_LIVE"); dir != "" {
		playLive(t, dir)
	}
	tmux := newTerminal(t, 60, 24)
	dir := t.TempDir()
	next := func(step int) {
		if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(step)), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	tmux("send-keys", "DOTT_TEST_LIVE='"+dir+"' '"+os.Args[0]+"' -test.run='^TestLiveTerminal$'; echo ended", "Enter")
	until := func(what, pattern string) {
		t.Helper()
		re := regexp.MustCompile("(?m)" + pattern)
		deadline := time.Now().Add(time.Minute)
		for {
			screen := tmux("capture-pane", "-p")
			if re.MatchString(screen) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s is not on the screen:\n%s", what, screen)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	until("the line with its time", `^0/3 done; running slow-a\.t [1-9]s, slow-b\.t [1-9]s\n\n`)

	next(1)
	until("the failure above the line", `^slow-a\.t:2: the output differs\n  \$ x\n--- a\.t\n(.*\n)+`+
		`to run it again: dott slow-a\.t\n\n1/3 done, 1 failed; running slow-b\.t \d+s, another.*\.\.\.\n\n`)

	tmux("resize-window", "-x", "30", "-y", "24")
	until("the cut line", `^1/3 done, 1 failed; runnin\.\.\.\n\n`)
	tmux("resize-window", "-x", "50", "-y", "24")
	until("the longer line", `^1/3 done, 1 failed; running slow-b\.t \d+s.*\.\.\.\n\n`)
	tmux("resize-window", "-x", "70", "-y", "24")

	next(2)
	until("the end", `to run it again: dott slow-a\.t\n\n# Ran 3 tests, 0 skipped, 1 failed, in \d+\.\ds\.\nended\n`)
	if screen := tmux("capture-pane", "-p", "-S", "-"); strings.Contains(screen, " done") {
		t.Errorf("something of the line is left:\n%s", screen)
	}
}

// playLive is the program that runs in the terminal.
func playLive(t *testing.T, dir string) {
	width := func() int {
		w, _, _ := term.GetSize(int(os.Stdout.Fd()))
		return w
	}
	l := NewLive(&Plain{Out: os.Stdout, Err: os.Stderr}, width)
	send := func(events ...event.Event) {
		for _, e := range events {
			if err := l.Handle(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	wait := func(step int) {
		for {
			if _, err := os.Stat(filepath.Join(dir, strconv.Itoa(step))); err == nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	const a, b, c = "slow-a.t", "slow-b.t", "another-test-that-has-a-very-long-name-indeed.t"
	send(event.Event{Action: event.Dott, Total: 3}, start(a, 0), start(b, 0))
	wait(1)
	send(stop(a, true), event.Event{Action: event.Fail, Test: a, Line: 2, Command: "x", Diff: diff}, start(c, 0))
	wait(2)
	send(stop(b, false), pass, stop(c, false), pass, summary)
	os.Exit(0)
}

// newTerminal starts a tmux server with a window of that size and a bare shell in
// it, and returns a function that runs its commands.
func newTerminal(t *testing.T, width, height int) func(args ...string) string {
	t.Helper()
	tooltest.Need(t, "tmux")
	// Not t.TempDir: the path of a socket must be short.
	dir, err := os.MkdirTemp("", "dott-tmux-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("tmux", append([]string{"-S", filepath.Join(dir, "socket"), "-f", os.DevNull}, args...)...)
		cmd.Env = append(os.Environ(), "TMUX=", "TERM=xterm", "LC_ALL=C.UTF-8")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run("new-session", "-d", "-x", strconv.Itoa(width), "-y", strconv.Itoa(height), "env PS1= HISTFILE= sh")
	t.Cleanup(func() { run("kill-server") })
	return run
}
