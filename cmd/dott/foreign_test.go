//go:build unix

package main

import (
	"errors"
	"os"
	"strings"
	"testing"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/config"
	"dott/runner/event"
)

// updateForeign runs foreign tests of the working directory as -u does, or as -i
// with answers, and returns their ends and what was shown.
func updateForeign(t *testing.T, answers string) (ends []event.Event, said string) {
	t.Helper()
	line, err := options.Parse([]string{"-j1", "-u", "--tmpdir", t.TempDir()}, false)
	if err != nil {
		t.Fatal(err)
	}
	set, err := line.Settle(nil)
	if err != nil {
		t.Fatal(err)
	}
	set.Config.Foreign = []config.Foreign{{Files: "test-*.sh", Command: `sh "$TESTDIR/$TESTFILE"`, Verdict: "output"}}
	set.Update.Ask = answers != ""
	var out strings.Builder
	a := &app.App{Env: []string{"XDG_CACHE_HOME=" + t.TempDir()}, Stdin: strings.NewReader(answers), Stdout: &out, Stderr: &out}
	s, err := session.Begin(a, set)
	if err != nil {
		t.Fatal(err)
	}
	err = s.RunTests(t.Context(), session.Plan{}, event.HandlerFunc(func(e event.Event) error {
		if e.Done() {
			ends = append(ends, e)
		}
		return nil
	}))
	if _, ok := errors.AsType[app.ExitStatus](err); err != nil && !ok {
		t.Fatal(err)
	}
	return ends, out.String()
}

// TestUpdateForeign: what is written for a test that is no transcript is the file
// with its expected output, byte for byte.
func TestUpdateForeign(t *testing.T) {
	const none = "\x00"
	for _, test := range []struct {
		name, script, before, after string
		answers                     string
		action                      event.Action
		said                        string
	}{
		{name: "missing", script: "echo a; echo '  $ b'", before: none, after: "a\n  $ b\n", action: event.Pass, said: "--- test-a.sh.out\n+++ test-a.sh.out.err\n"},
		{name: "changed", script: "echo a; echo 'b (glob)'; echo 'c (re)'", before: "a\nx\nc (re)\n", after: "a\nb (glob)\nc (re)\n", action: event.Pass, said: "1 change written"},
		{name: "no newline any more", script: "printf 'a\\nb'", before: "a\nb\n", after: "a\nb", action: event.Pass, said: "\\ No newline at end of file"},
		{name: "a newline now", script: "echo a", before: "a", after: "a\n", action: event.Pass},
		{name: "more behind the last line", script: "echo a; echo b", before: "a", after: "a\nb\n", action: event.Pass},
		{name: "nothing any more", script: "true", before: "a\nb", after: "", action: event.Pass},
		{name: "carriage returns", script: "printf 'a\\r\\nb\\tc\\r\\n'", before: "a\r\nx\r\n", after: "a\r\nb\tc\r\n", action: event.Pass},
		{name: "not UTF-8", script: "printf 'a\\377\\n'", before: "a\n", after: "a\n", action: event.Fail, said: "not rewritten: the output has bytes that are not UTF-8"},
		{name: "a failure", script: "echo b; exit 3", before: "a\n", after: "a\n", action: event.Fail, said: "ended with status 3"},
		{name: "not stable", script: "date +%N", before: "a\n", action: event.Fail, said: "the output is not stable"},
		{name: "the sandbox", script: "echo $TESTTMP", before: "", after: "$TESTTMP\n", action: event.Pass},
		{name: "asked, no", script: "echo b", before: "a\n", after: "a\n", action: event.Fail, answers: "n\n", said: "Accept this change?"},
		{name: "asked, yes", script: "echo b", before: "a\n", after: "b\n", action: event.Pass, answers: "y\n", said: "Accept this change?"},
		{name: "asked, a part", script: "echo b; echo c", before: "a", after: "a\nc\n", action: event.Fail, answers: "s\nn\ny\n"},
		{name: "asked for patterns", script: "echo b 1", before: "b 2\n", after: "b 2\n", action: event.Fail, answers: "g\nn\n", said: "no pattern to make"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "test-a.sh", test.script+"\n")
			if test.before != none {
				writeFile(t, "test-a.sh.out", test.before)
			}
			ends, said := updateForeign(t, test.answers)
			if len(ends) != 1 || ends[0].Action != test.action || !strings.Contains(said, test.said) {
				t.Errorf("%+v\n%s", ends, said)
			}
			if test.action == event.Pass || test.after != "" {
				checkText(t, "test-a.sh.out", test.after)
			}
			checkText(t, "test-a.sh", test.script+"\n")
			if test.action == event.Pass {
				if _, err := os.Stat("test-a.sh.err"); err == nil {
					t.Error("an .err file is left")
				}
				if ends, _ := updateForeign(t, ""); ends[0].Action != event.Pass || ends[0].Written > 0 {
					t.Errorf("a second time: %+v", ends)
				}
			}
		})
	}
}
