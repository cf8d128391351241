//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestStress runs thousands of files, sixteen at a time, that pass, fail, are
// skipped, are broken or end early by lot, and then those that failed.
func TestStress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	files := 5000
	if testing.Short() {
		files = 500
	}
	kinds := []struct{ text, verdict string }{
		{"  $ echo hello\n  hello\n", "passed"},
		{"  $ cd ..; x=1\n  $ echo $x\n  1\n  $ exit 3\n  [3]\n", "passed"},
		{"  $ echo hello\n  hallo\n", "failed"},
		{"  $ (exit 3)\n", "failed"},
		{"  $ kill -KILL $$\n  $ true\n", "failed"},
		{"  $ echo skipped: by lot; exit 80\n", "skipped: by lot"},
		{"", "empty"},
		{"#if\n  $ true\n", "error"},
		{"  $ echo x\n  ( (re)\n", "failed"},
	}
	random := rand.New(rand.NewPCG(1, 2))
	var want, again strings.Builder
	counts, failed := map[string]int{}, 0
	for i := range files {
		// Most pass, as in life.
		k := kinds[0]
		if random.IntN(4) == 0 {
			k = kinds[random.IntN(len(kinds))]
		}
		name := fmt.Sprintf("%02d/%04d.t", i/100, i)
		w.write(name, k.text)
		line := fmt.Sprintf("tests/%s: %s\n", name, k.verdict)
		want.WriteString(line)
		word, _, _ := strings.Cut(k.verdict, ":")
		counts[word]++
		if word == "failed" || word == "error" {
			failed++
			again.WriteString(line)
		}
	}
	for _, run := range []struct {
		args []string
		want string
	}{
		{[]string{"--order", "random:7"}, fmt.Sprintf("%s# Ran %d tests, %d skipped, %d failed.\n", &want, files, counts["skipped"]+counts["empty"], failed)},
		{[]string{"--retest"}, fmt.Sprintf("%s# Ran %d tests, 0 skipped, %d failed.\n", &again, failed, failed)},
	} {
		cmd := w.command(append(run.args, "-q", "-v", "-j", "16", "--outputdir", w.path("err"), "tests")...)
		cmd.Dir = w.dir
		r := w.run(cmd)
		if r.status != 1 || r.stdout != run.want {
			t.Errorf("%q: status %d: %s\n%.2000s", run.args, r.status, firstDifference(r.stdout, run.want), r.stderr)
		}
		w.check("after a run")
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d is %q, want %q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// TestMemory: whatever a test prints, dott's own memory stays small. The numbers
// are for a dott without a race detector, whose shadow memory would count.
func TestMemory(t *testing.T) {
	t.Parallel()
	needTool(t, installed("yes", "head", "tr", "time"), "coreutils and time")
	dott := binary(t)
	const most = 150 << 20
	for _, test := range []struct {
		name, text, want string
		args             []string
	}{
		{"limit", "  $ yes\n", "printed more than 256 MiB (--max-output)", nil},
		{"small limit", "  $ yes\n", "printed more than 10 MiB (--max-output)", []string{"--max-output", "10MiB"}},
		{"timeout", "  $ yes\n", "timed out after 500ms", []string{"-t", "0.5s", "--max-output", "1TiB"}},
		{"long line", "  $ head -c 100000000 /dev/zero | tr '\\0' x\n", "the output has a line of more than", nil},
		{"long line and more", "  $ head -c 100000000 /dev/zero | tr '\\0' x; echo; echo end\n", "the output has a line of more than", nil},
		{"zeros", "  $ head -c 100000000 /dev/zero\n", "the output has a line of more than", nil},
		{"noise", "  $ head -c 100000000 /dev/urandom\n", "more changed lines are left out", nil},
		{"noise that matches", "  $ head -c 100000000 /dev/urandom\n  * (glob*)\n", "", nil},
		{"lines that match", "  $ yes a line that is somewhat longer | head -c 62000000\n  a line .* (re+)\n", "", nil},
		{"lines that differ", "  $ yes | head -c 20000000\n  x\n", "9999001 more changed lines are left out", nil},
		{"some lines that differ", "  $ seq 500000\n  1\n", "498999 more changed lines are left out", nil},
		{"a line of zeros", "  $ head -c 30000000 /dev/zero\n", "the end of a long line is left out", nil},
		{"a line of zeros, globs", "  $ head -c 30000000 /dev/zero\n  x* (glob)\n  *y (glob)\n", "the end of a long line is left out", nil},
		{"skipped", "  $ yes | head -c 100000000; echo; echo skipped: so; exit 80\n", "", nil},
		{"many blocks", strings.Repeat("  $ yes a line that is somewhat longer than most | head -c 5000000\n  * (glob*)\n", 30), "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			w.write("a.t", test.text)
			cmd := w.measured(dott, append(test.args, "a.t")...)
			r := w.run(cmd)
			status := 1
			if test.want == "" {
				status = 0
			}
			if out := r.stdout + r.stderr; r.status != status || !strings.Contains(out, test.want) || len(out) > 2<<20 {
				t.Errorf("status %d, want %d: %.2000s", r.status, status, out)
			}
			w.expectMemory(most)
		})
	}
}

// measured is a program that is started by a small one, which notes how much memory
// it took: what we start ourselves is said to have taken as much as we do.
func (w *world) measured(name string, args ...string) *exec.Cmd {
	return w.program("time", append([]string{"-f", "%M", "-o", w.path("peak"), name}, args...)...)
}

// expectMemory wants the program that was measured to have taken no more than most.
func (w *world) expectMemory(most int64) {
	w.t.Helper()
	lines := strings.Split(strings.TrimSpace(w.read("peak")), "\n")
	peak, err := strconv.ParseInt(lines[len(lines)-1], 10, 64)
	w.t.Logf("%d MiB", peak>>10)
	if err != nil || peak<<10 > most {
		w.t.Errorf("dott took %q KiB: %v", lines, err)
	}
}

// TestReportsMemory: nor does it matter how many tests print how much, and what is
// reported; and the .err files are whole.
func TestReportsMemory(t *testing.T) {
	t.Parallel()
	needTool(t, installed("yes", "head", "seq", "time"), "coreutils and time")
	dott := binary(t)
	const most = 300 << 20
	reports := []string{"-j2", "--junit", "r.xml", "--html", "r.html", "--tap", "r.tap", "--json", "r.json"}
	for _, test := range []struct {
		name, text string
		tests      int
		size       int64 // of each .err file, but for the first line
		args       []string
	}{
		{"zeros", "  $ head -c 30000000 /dev/zero\n", 4, int64(len("   (no-eol) (esc)\n") + 4*30_000_000), nil},
		{"lines", "  $ yes | head -n 2000000\n", 2, 4 * 2_000_000, nil},
		// The first ends last, and the edits of the others are just what an event holds.
		{"edits", "  $ yes a line that is somewhat longer, so that there are not many of them | head -n 55000; touch $TESTDIR/$TESTFILE.done\n" +
			"  $ test $TESTFILE != 00.t || while test $(ls $TESTDIR | grep -c done) -lt 40; do sleep 0.1; done\n", 40, 69 * 55_000, []string{"--order", "file"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			for i := range test.tests {
				w.write(fmt.Sprintf("%02d.t", i), test.text)
			}
			cmd := w.measured(dott, slices.Concat(reports, test.args, []string{"."})...)
			if r := w.run(cmd); r.status != 1 || len(r.stdout) > 10<<20 {
				t.Errorf("status %d: %.2000s", r.status, r.stdout+r.stderr)
			}
			w.expectMemory(most)
			for i := range test.tests {
				info, err := os.Stat(filepath.Join(w.dir, "tests", fmt.Sprintf("%02d.t.err", i)))
				if err != nil || info.Size() != test.size+int64(len(test.text)) {
					t.Errorf("%+v, want %d bytes, %v", info, test.size+int64(len(test.text)), err)
				}
			}
			for _, name := range reports[2:] {
				if info, err := os.Stat(filepath.Join(w.dir, "tests", name)); err == nil && name != "r.json" && info.Size() > 12<<20 {
					t.Errorf("%s has %d bytes", name, info.Size())
				}
			}
		})
	}
}

// mounted returns a file system of its own with the given options, or skips.
func mounted(t *testing.T, options string) string {
	t.Helper()
	needTool(t, os.Geteuid() == 0 && installed("mount", "umount"), "root, to mount a small file system,")
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", dir).CombinedOutput(); err != nil {
		needTool(t, false, fmt.Sprintf("mount (%v: %s)", err, out))
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}
