package runner

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/event"
	"dott/runner/schedule"
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
				o := Options{Discover: DiscoverOptions{Paths: []string{tests}}, Schedule: schedule.Options{Jobs: jobs}}
				if err := Run(b.Context(), o, tally); err != nil {
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
				if out, err := exec.CommandContext(b.Context(), "/bin/sh", "-c", script).CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
			}
		})
	}
}
