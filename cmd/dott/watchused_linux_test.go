package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

// ranAgain returns the tests that a watched run of -v names.
func ranAgain(said string) (names []string) {
	for line := range strings.Lines(said) {
		if name, rest, ok := strings.Cut(line, ": "); ok && (strings.HasPrefix(rest, "passed") || strings.HasPrefix(rest, "failed") || strings.HasPrefix(rest, "cached")) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// TestWatchTraced: exactly those tests run again that used what was saved, whether they
// read it, looked for it in vain, or listed its folder.
func TestWatchTraced(t *testing.T) {
	for _, option := range []string{"--trace", "--cached"} {
		t.Run(option, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "data/a", "a\n")
			writeFile(t, "data/b", "b\n")
			writeFile(t, "a.t", "  $ cat $TESTDIR/data/a\n  a* (glob)\n")
			writeFile(t, "b.t", "#testcases x y\n  $ cat $TESTDIR/data/b\n  b\n")
			writeFile(t, "list.t", "  $ ls $TESTDIR/data\n  a\n  b\n")
			writeFile(t, "looks.t", "  $ test -e $TESTDIR/data/none/file || echo no\n  no\n")
			writeFile(t, "reads.t", "  $ wc -l <$TESTDIR/a.t\n  *\\d+ (re)\n")
			w := startWatch(t, "-v", option)
			w.until("watching 6 tests")
			saves := func(file, text, why string, want ...string) {
				t.Helper()
				writeFile(t, file, text)
				w.until("# " + file + " changed" + why)
				if got := ranAgain(w.until("watching 6 tests")); !slices.Equal(got, want) {
					t.Errorf("%s: %q ran, want %q", file, got, want)
				}
			}
			saves("data/a", "a2\n", "; 1 test uses it", "a.t")
			saves("data/a", "a2\n", "; 1 test uses it", "a.t") // as it was
			saves("data/b", "B\n", "; 2 tests use it", "b.t#x", "b.t#y")
			saves("data/b", "b\n", "; 2 tests use it", "b.t#x", "b.t#y")
			saves("README", "for people\n", "; no test uses it")
			saves("a.t", "  $ cat $TESTDIR/data/a\n  a2\n", "", "a.t", "reads.t")
			saves("data/none/file", "\n", "; 2 tests use it", "list.t", "looks.t")
			saves("a.t", "  $ cat $TESTDIR/data/b\n  b\n", "", "a.t", "reads.t")
			saves("data/a", "a3\n", "; no test uses it")
			saves("data/b", "B\n", "; 3 tests use it", "a.t", "b.t#x", "b.t#y")
			if status := w.leave(); status != 1 {
				t.Errorf("status %d", status)
			}
		})
	}
}

// TestWatchCovered: where nothing was traced, records of coverage tell.
func TestWatchCovered(t *testing.T) {
	tooltest.Need(t, "git")
	t.Chdir(t.TempDir())
	writeFile(t, "dott.toml", "[coverage]\ntool = \"custom\"\nenv = { LCOV = \"{dir}/x.info\" }\n[run]\npaths = [\"tests\"]\n")
	for _, name := range []string{"a", "b"} {
		writeFile(t, "src/"+name+".sh", "echo "+name+"\n")
		writeFile(t, "tests/"+name+".t", "  $ sh $TESTDIR/../src/"+name+".sh; printf 'SF:src/"+name+".sh\\nDA:1,1\\n' >>\"$LCOV\"\n  * (glob)\n")
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "1"}} {
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	env := cramEnv()
	if err := run(t.Context(), env, nil, os.Stderr, os.Stderr, []string{"dott", "--cover", "-q"}); err != nil {
		t.Fatal(err)
	}
	w := startWatchIn(t, env, "-v", ".")
	w.until("watching 2 tests")
	writeFile(t, "src/b.sh", "echo bb\n")
	w.until("# src/b.sh changed; 1 test uses it")
	if got := ranAgain(w.until("watching 2 tests")); !slices.Equal(got, []string{"tests/b.t"}) {
		t.Errorf("%q ran", got)
	}
	w.leave()
}
