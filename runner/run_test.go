package runner

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dott/runner/event"
)

// write writes files into a new folder, which becomes the working directory.
func write(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// collect runs tests and returns all events, and the error.
func collect(ctx context.Context, o Options) ([]event.Event, error) {
	var all []event.Event
	err := Run(ctx, o, event.HandlerFunc(func(e event.Event) error {
		all = append(all, e)
		return nil
	}))
	return all, err
}

// ends returns the ends of tests by their names.
func ends(t *testing.T, o Options) map[string]event.Event {
	t.Helper()
	if o.Discover.Paths == nil {
		o.Discover.Paths = []string{"."}
	}
	all, err := collect(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]event.Event{}
	for _, e := range all {
		if e.Done() {
			by[e.Test] = e
		}
	}
	return by
}

// shells are those that the tables of this package run under, by the names that
// their programs have. CI has all of them.
func shells(t *testing.T) map[string][]string {
	all := map[string][]string{}
	for name, args := range map[string][]string{"dash": nil, "bash": nil, "zsh": nil, "mksh": nil, "busybox": {"sh"}} {
		if path, err := exec.LookPath(name); err == nil {
			all[path] = args
		} else if os.Getenv("DOTT_NEED_TOOLS") != "" {
			t.Error(err)
		}
	}
	return all
}

// unseen are the ends of files in which what was expected is not known to have
// happened. None of them may pass.
var unseen = []struct{ name, file string }{
	{"set -e", "  $ set -e\n  $ false\n"},
	{"set -e in one", "  $ set -e; false\n"},
	{"exec", "  $ exec false\n"},
	{"return", "  $ return 3\n"},
	{"backslash", "  $ false \\\n"},
	{"stderr closed, a quote", "  $ exec 2>/dev/null\n  $ echo 'unterminated\n"},
	{"if then", "  $ if then; fi ((\n"},
	{"here-document", "  $ cat <<EOF\n  > x\n"},
	{"here-document, empty", "  $ true <<EOF\n"},
	{"redirected in a function", "  $ q() { exec >/dev/null; }\n  $ q; printf \"BAD\\n\"; false\n"},
	{"redirected in eval", "  $ eval \"ex\"\"ec >/dev/null\"; printf x; false\n"},
	{"set -n", "  $ set -n; false; printf x\n"},
	{"echo redefined", "  $ echo() { :; }; false\n"},
	{"command and builtin redefined", "  $ command() { :; }; builtin() { :; }; false\n"},
	{"set -u", "  $ exec 2>/dev/null\n  $ set -u; : $nothing_of_this_name\n"},
	{"kill", "  $ kill -9 $$\n"},
	{"exit behind a redirection", "  $ exec >/dev/null\n  $ echo BAD; exit 3\n"},
	{"exit behind a redirection of its own", "  $ exec >/dev/null; echo BAD; exit 0\n"},
	{"exit behind a closed output", "  $ exec 1>&-; echo BAD; exit 3\n  [3]\n"},
	{"exit with another status", "  $ set -e; false; exit 0\n"},
	{"exit with the wrong status", "  $ exit 3\n  [2]\n"},
	{"exec with a status", "  $ exec sh -c 'exit 4'\n"},
	{"a function's exit", "  $ f() { exit 0; }\n  $ f\n"},
	{"exit in the middle", "  $ exit 0\n  $ false\n"},
	{"in a subshell that is closed", "  $ exec 1>&-\n"},
	{"trap", "  $ trap 'exit 0' TERM; kill $$\n"},
	{"a pattern for a status", "  $ false\n  * (glob)\n"},
	{"a pattern for any lines and a status", "  $ echo a; false\n  .* (re+)\n"},
	{"any lines and a status", "  $ false\n  * (glob*)\n"},
	{"what prints the markers disabled", "  $ enable -n echo; enable -n printf; disable echo\n  $ false; false\n"},
	{"nothing at all", "  $ eval 'exit 0'\n"},
}

// TestUnseen: nothing passes that was not seen to.
func TestUnseen(t *testing.T) {
	files := map[string]string{}
	for i, u := range unseen {
		files[fmt.Sprintf("%02d.t", i)] = u.file
	}
	write(t, files)
	for shell, args := range shells(t) {
		by := ends(t, Options{Test: TestOptions{Shell: shell, ShellArgs: args}})
		for i, u := range unseen {
			e := by[fmt.Sprintf("%02d.t", i)]
			if e.Action != event.Fail && e.Action != event.Error {
				t.Errorf("%s: %s: %s %s", shell, u.name, e.Action, e.Reason)
			}
			if e.Action == event.Error && e.Reason == "" {
				t.Errorf("%s: %s: an error without a reason", shell, u.name)
			}
		}
	}
}

// TestSeen: what ends visibly passes, and so does what a shell is told to do.
func TestSeen(t *testing.T) {
	all := []struct{ name, file string }{
		{"exit", "  $ exit\n"},
		{"exit 3", "  $ exit 3\n"},
		{"exit 3 with its status", "  $ exit 3\n  [3]\n"},
		{"exit at the end", "  $ echo a; exit 3\n  a\n  [3]\n"},
		{"exec", "  $ exec sh -c 'echo a; exit 4'\n  a\n  [4]\n"},
		{"exec true", "  $ exec true\n"},
		{"or exit", "  $ false || exit 5\n  [5]\n"},
		{"or exit, not taken", "  $ true || exit 5\n"},
		{"glob for a status", "  $ exit 3\n  [?] (glob)\n"},
		{"status", "  $ (exit 7)\n  [7]\n"},
		{"or a status", "  $ true\n  [1] (?)\n"},
		{"regex for a status", "  $ (exit 2)\n  \\[(1|2)\\] (re)\n"},
		{"brackets printed", "  $ echo '[3]'\n  * (glob)\n"},
	}
	files := map[string]string{}
	for i, u := range all {
		files[fmt.Sprintf("%02d.t", i)] = u.file
	}
	write(t, files)
	for shell, args := range shells(t) {
		by := ends(t, Options{Test: TestOptions{Shell: shell, ShellArgs: args}})
		for i, u := range all {
			if e := by[fmt.Sprintf("%02d.t", i)]; e.Action != event.Pass {
				t.Errorf("%s: %s: %s %s\n%s", shell, u.name, e.Action, e.Reason, e.Diff)
			}
		}
	}
}
