package runner

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/event"
	"dott/runner/matrix"
)

// smallFiles writes n transcripts, and for each the same commands as a script.
func smallFiles(b *testing.B, n int) (tests, scripts string) {
	b.Helper()
	dir := b.TempDir()
	tests, scripts = filepath.Join(dir, "tests"), filepath.Join(dir, "scripts")
	for _, d := range []string{tests, scripts} {
		if err := os.Mkdir(d, 0o777); err != nil {
			b.Fatal(err)
		}
	}
	for i := range n {
		commands := fmt.Sprintf("echo hello %d\nfor i in 1 2 3; do echo $i; done\nfalse\nprintf 'a\\n'\n", i)
		var t strings.Builder
		answers := []string{fmt.Sprintf("hello %d\n", i), "1\n  2\n  3\n", "[1]\n", "a\n"}
		for k, c := range strings.Split(strings.TrimSpace(commands), "\n") {
			fmt.Fprintf(&t, "  $ %s\n  %s", c, answers[k])
		}
		name := fmt.Sprintf("t%d", i)
		if err := os.WriteFile(filepath.Join(tests, name+".t"), []byte(t.String()), 0o666); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(scripts, name+".sh"), []byte(commands), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	return tests, scripts
}

// BenchmarkSmallFiles is 1,000 small files, one after another and two at a time,
// against the same commands run by a loop in a shell and by xargs.
func BenchmarkSmallFiles(b *testing.B) {
	tests, scripts := smallFiles(b, 1000)
	for _, jobs := range []int{1, 2} {
		b.Run(fmt.Sprintf("dott-j%d", jobs), func(b *testing.B) {
			for b.Loop() {
				tally := &event.Tally{}
				if err := Run(b.Context(), Options{Paths: []string{tests}, Jobs: jobs}, tally); err != nil {
					b.Fatal(err)
				}
				if tally.Ran != 1000 || tally.Failed > 0 {
					b.Fatalf("%+v", tally)
				}
			}
		})
	}
	for name, script := range map[string]string{
		"loop":  "for f in " + scripts + "/*.sh; do sh $f; done >/dev/null",
		"xargs": "ls " + scripts + "/*.sh | xargs -P2 -n1 sh >/dev/null",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				// The scripts' last command succeeds.
				if out, err := exec.Command("/bin/sh", "-c", script).CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
			}
		})
	}
}

// BenchmarkPlanCells plans 200 files in 50 cells: 10,000 tests.
func BenchmarkPlanCells(b *testing.B) {
	dir := b.TempDir()
	for n := range 200 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.t", n)), []byte("  $ echo a\n  a\n"), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	o := Options{Paths: []string{dir}, Jobs: 2, Seconds: func(string) float64 { return 1 }}
	for n := range 50 {
		v := matrix.Version{Axis: "tool", Name: fmt.Sprintf("1.%d", n)}
		o.Cells = append(o.Cells, matrix.Cell{Name: v.String(), Versions: []matrix.Version{v}})
	}
	for b.Loop() {
		tests, err := choose(b.Context(), &o)
		if err != nil || len(tests) != 200*50 {
			b.Fatal(len(tests), err)
		}
		if jobs := newPlan(&run{Options: o}, tests).round(); len(jobs) != len(tests) {
			b.Fatal(len(jobs))
		}
	}
}
