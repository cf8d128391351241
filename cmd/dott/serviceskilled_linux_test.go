package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServicesKilled: runs with services that are ended by signals, at any moment,
// leave no process, no directory and no half of a snapshot. DOTT_KILLS says how many
// there are.
func TestServicesKilled(t *testing.T) {
	t.Parallel()
	kills := 10
	if n, err := strconv.Atoi(os.Getenv("DOTT_KILLS")); err == nil {
		kills = n
	}
	dott, dir := binary(t), t.TempDir()
	tmp, mark := filepath.Join(dir, "tmp"), "3"+strconv.Itoa(10000000+os.Getpid())
	for _, d := range []string{tmp, filepath.Join(dir, "home")} {
		if err := os.Mkdir(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	// The server ignores TERM for a while, and has a child in another session.
	config := `[service.base]
prepare = { command = 'echo one >"$SERVICE_DIR/one"', running = 'echo two >"$SERVICE_DIR/two"' }
command = 'trap "sleep 0.05; exit" TERM; setsid sleep MARK & echo up; while :; do sleep 0.01; done'
ready-log = "up"
grace = "5s"
inputs = ["input"]
[service.top]
command = 'echo up; exec sleep MARK'
ready-log = "up"
depends = ["base"]
[service.shared]
command = 'echo up; exec sleep MARK'
ready-log = "up"
share = "run"
`
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("dott.toml", strings.ReplaceAll(config, "MARK", mark))
	for n := range 6 {
		write(fmt.Sprintf("%d.t", n), "#service top shared\n  $ cat \"$BASE_DIR/one\" \"$BASE_DIR/two\"\n  one\n  two\n  $ sleep 0.02\n")
	}
	for n := range kills {
		write("input", strconv.Itoa(n/4)) // so that it is prepared again now and then
		run := exec.CommandContext(t.Context(), dott, "-j2", "-q", "--tmpdir", tmp)
		run.Dir, run.Env = dir, append(os.Environ(), "HOME="+filepath.Join(dir, "home"), "XDG_CACHE_HOME=")
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		s := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL}[rand.IntN(3)]
		after := time.Duration(rand.IntN(400)) * time.Millisecond
		timer := time.AfterFunc(after, func() { _ = run.Process.Signal(s) })
		_ = run.Wait()
		timer.Stop()
		left := ""
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
			if left = leftBy(tmp, filepath.Join(dir, "home"), mark); left == "" {
				break
			}
		}
		if left != "" {
			t.Fatalf("%d: %v after %v left %s", n, s, after, left)
		}
	}
	run := exec.CommandContext(t.Context(), dott, "-q", "--tmpdir", tmp)
	run.Dir, run.Env = dir, append(os.Environ(), "HOME="+filepath.Join(dir, "home"), "XDG_CACHE_HOME=")
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// leftBy returns what is left of a run, or "".
func leftBy(tmp, home, mark string) string {
	var left []string
	if entries, err := os.ReadDir(tmp); err != nil || len(entries) > 0 {
		left = append(left, fmt.Sprint(entries, err))
	}
	halves, _ := filepath.Glob(filepath.Join(home, ".cache", "dott", "*", "services", ".new-*"))
	left = append(left, halves...)
	commands, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range commands {
		if text, err := os.ReadFile(path); err == nil && strings.Contains(string(text), mark) {
			left = append(left, strings.ReplaceAll(string(text), "\x00", " "))
		}
	}
	return strings.Join(left, "; ")
}
