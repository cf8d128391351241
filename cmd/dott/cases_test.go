//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// caseFile is a random transcript whose commands print something else in each of
// its cases, with expected lines that know nothing of it.
func caseFile(r *rand.Rand) string {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	words := func(n int) string {
		var s []string
		for range n {
			s = append(s, pick("a", "b", "c", "d", "'e (glob)'", "'  > f'", "'[1]'", "''", "'g (k !)'", "'$ h'"))
		}
		return strings.Join(s, " ")
	}
	var b strings.Builder
	b.WriteString("#testcases k l m\n")
	two := r.IntN(3) == 0
	if two {
		b.WriteString("#testcases x y\n")
	}
	open := false
	for range 1 + r.IntN(4) {
		b.WriteString("  $ case $TESTCASE in")
		for _, name := range []string{"k*", "l*", "*y", "*"} {
			fmt.Fprintf(&b, " %s) printf '%%s\\n' same %s; (exit %d);;", name, words(r.IntN(5)), r.IntN(6)/4)
		}
		b.WriteString(" esac\n")
		for range r.IntN(5) {
			b.WriteString("  " + pick("a", "b", "same", "a (k !)", "b (no-l !)", "* (glob)", "c (?)", "[1] (m !)", "[ab] (re) (l !)", "z (no-windows !)") + "\n")
		}
		switch {
		case open && r.IntN(2) == 0:
			b.WriteString("#endif\n")
			open = false
		case !open && r.IntN(3) == 0:
			b.WriteString("#if " + pick("k", "no-l", "linux m") + "\n")
			open = true
		}
	}
	if open {
		b.WriteString("#else\n  a\n#endif\n")
	}
	return b.String()
}

// TestUpdateCases: after -u every case passes, and -u has nothing more to do. So
// it is when the cases are updated one after another.
func TestUpdateCases(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	const files = 40
	for seed := range uint64(files) {
		text := caseFile(rand.New(rand.NewPCG(seed, 9)))
		f.write(fmt.Sprintf("all-%02d.t", seed), text)
		if seed%4 == 0 {
			f.write(fmt.Sprintf("single-%02d.t", seed), text)
		}
	}
	checkRan(t, f.dott("-u", "-q", "-j2", "."), 0)
	checkRan(t, f.dott("-q", "-j2", "."), 0)
	for seed := uint64(0); seed < files; seed += 4 {
		name := fmt.Sprintf("single-%02d.t", seed)
		f.write(name, caseFile(rand.New(rand.NewPCG(seed, 9))))
		list := f.dott("--list", name)
		for test := range strings.FieldsSeq(list.stdout) {
			checkRan(t, f.dott("-u", "-q", test), 0)
		}
	}
	checkRan(t, f.dott("-q", "-j2", "."), 0)
	if r := f.dott("-u", "-j2", "."); r.status != 0 || strings.Contains(r.stdout+r.stderr, "written") {
		t.Errorf("a second time there was something to write:\n%s%s", r.stdout, r.stderr)
	}
	if left := f.glob("*.err"); left != nil {
		t.Errorf("left are %q", left)
	}
}

// TestUpdateSomeCases: what is done with the cases of a file when not all of them
// come to an end once.
func TestUpdateSomeCases(t *testing.T) {
	const cases = "#testcases k l\n"
	for _, test := range []struct {
		name, before, after string
		args                []string
		status              int
		want                string
	}{
		{name: "stopped at the first failure", args: []string{"-f", "-j1"}, before: cases + "  $ echo $TESTCASE\n  x\n", after: cases + "  $ echo $TESTCASE\n  k (k !)\n  x (l !)\n", status: 1, want: "dott: not all tests were run"},
		{name: "twice", args: []string{"--repeat", "2"}, before: cases + "  $ echo $TESTCASE\n", after: cases + "  $ echo $TESTCASE\n  k (k !)\n  l (l !)\n", want: "# Ran 4 tests, 0 skipped, 0 failed."},
		{name: "twice, one of them", args: []string{"--repeat", "2"}, before: cases + "  $ echo $TESTCASE\n  k (?)\n", after: cases + "  $ echo $TESTCASE\n  k (?)\n  l (l !)\n", want: "# Ran 4 tests, 0 skipped, 0 failed."},
		{name: "in rounds", args: []string{"--until-fail", "--repeat", "3"}, before: cases + "  $ echo $TESTCASE\n  k (?)\n", after: cases + "  $ echo $TESTCASE\n  k (?)\n  l (l !)\n"},
		{name: "tried again", args: []string{"--retry", "2"}, before: cases + "  $ echo $TESTCASE\n", after: cases + "  $ echo $TESTCASE\n  k (k !)\n  l (l !)\n"},
		{name: "ended early", status: 1, want: "did not run",
			before: cases + "  $ echo a\n  $ test $TESTCASE = l || exit 3\n  $ echo $TESTCASE\n  b\n",
			after:  cases + "  $ echo a\n  a\n  $ test $TESTCASE = l || exit 3\n  $ echo $TESTCASE\n  b (k !)\n  l (l !)\n"},
		{name: "a faulty pattern in a branch",
			before: cases + "  $ echo a\n#if k\n  $ echo b\n  *** (re)\n#endif\n", after: cases + "  $ echo a\n  a\n#if k\n  $ echo b\n  b\n#endif\n"},
		{name: "changed by its own command", status: 1, want: "f.t#l: not rewritten: it changed on disk since it was run", args: []string{"-j1"},
			before: cases + "  $ test $TESTCASE = k || echo >> \"$TESTDIR/$TESTFILE\"\n  $ echo x\n",
			after:  cases + "  $ test $TESTCASE = k || echo >> \"$TESTDIR/$TESTFILE\"\n  $ echo x\n\n"},
		{name: "another number of lines each time", status: 1, want: "f.t:4: the output is not stable: the number of lines below line 4 differs from run to run",
			before: cases + "  $ echo a\n  $ test $TESTCASE = k || { echo >> \"$TESTDIR/n\"; wc -l <\"$TESTDIR/n\" | xargs seq; }\n"},
		{name: "another line in one case", want: "written as patterns",
			before: cases + "  $ echo a\n  $ test $TESTCASE = k || { echo >> \"$TESTDIR/n\"; wc -l <\"$TESTDIR/n\" | sed 's/^ */run /'; }\n",
			after:  cases + "  $ echo a\n  a\n  $ test $TESTCASE = k || { echo >> \"$TESTDIR/n\"; wc -l <\"$TESTDIR/n\" | sed 's/^ */run /'; }\n  run * (glob) (l !)\n"},
		{name: "CRLF", before: "#testcases k l\r\n  $ echo $TESTCASE\r\n", after: "#testcases k l\r\n  $ echo $TESTCASE\r\n  k (k !)\r\n  l (l !)\r\n"},
		{name: "exit as the last command", before: cases + "  $ test $TESTCASE = k && exit 3; exit 4\n  [3]\n", after: cases + "  $ test $TESTCASE = k && exit 3; exit 4\n  [3] (k !)\n  [4] (l !)\n"},
		{name: "no status", before: cases + "  $ test $TESTCASE = k && exit 3; exit 0\n  [3]\n", after: cases + "  $ test $TESTCASE = k && exit 3; exit 0\n  [3] (k !)\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "f.t", test.before)
			r := runDott(t, append([]string{"-u", "f.t"}, test.args...)...)
			checkRan(t, r, test.status, test.want)
			if test.after != "" {
				checkText(t, "f.t", test.after)
			}
			if test.status == 0 {
				checkRan(t, runDott(t, "f.t"), 0)
			}
			if data, _ := os.ReadFile("f.t"); t.Failed() {
				t.Logf("%s%s\n%s", r.stdout, r.stderr, data)
			}
		})
	}
}
