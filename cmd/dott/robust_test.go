//go:build linux

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// escapes are ways for a process to outlive the test that started it. $OF is a
// folder of the case's own, by which its processes are known; in it, idle is a
// sleep, and idle.sh one that notes that it runs.
var escapes = map[string]string{
	"background":       `sh $OF/idle.sh &`,
	"double-fork":      `( (sh $OF/idle.sh &) & )`,
	"closed":           `sh $OF/idle.sh <&- >&- 2>&- &`,
	"setsid":           `setsid sh $OF/idle.sh &`,
	"setsid-twice":     `setsid sh -c "setsid sh $OF/idle.sh & exit" $OF/shell`,
	"daemon":           `(cd /; setsid sh -c "sh $OF/idle.sh &" $OF/shell </dev/null >/dev/null 2>&1 &)`,
	"no-term":          `(trap "" TERM; sh $OF/idle.sh) &`,
	"no-term-setsid":   `setsid sh -c "trap '' TERM; while :; do sh $OF/idle.sh; done" $OF/shell &`,
	"no-signals":       `(trap "" TERM INT HUP QUIT; setsid nohup sh $OF/idle.sh >/dev/null 2>&1 &)`,
	"job-control":      `set -m 2>/dev/null; sh $OF/idle.sh & set +m`,
	"nohup":            `nohup sh $OF/idle.sh >/dev/null 2>&1 &`,
	"no-environment":   `env -i /bin/sh $OF/idle.sh &`,
	"no-trace":         `(cd /; setsid env -i /bin/sh $OF/idle.sh </dev/null >/dev/null 2>&1 &)`,
	"no-trace-twice":   `(cd /; env -i setsid /bin/sh -c "setsid /bin/sh $OF/idle.sh & exit" $OF/shell </dev/null >/dev/null 2>&1 &)`,
	"other-limits":     `(cd /; prlimit --msgqueue=1000:1000 setsid env -i /bin/sh $OF/idle.sh </dev/null >/dev/null 2>&1 &)`,
	"other-user":       `if test $(id -u) = 0; then setpriv --reuid 4711 --clear-groups setsid sleep 600 & echo >>$OF/begun; else sh $OF/idle.sh & fi`,
	"stopped":          `sh $OF/stopped.sh &`,
	"stopped-no-trace": `(cd /; setsid env -i /bin/sh $OF/stopped.sh </dev/null >/dev/null 2>&1 &)`,
	"forking":          `sh $OF/forking.sh &`,
	"forking-setsid":   `setsid sh $OF/forking.sh &`,
	"forking-sessions": `setsid sh $OF/sessions.sh &`,
	"hopping":          `setsid sh $OF/hopping.sh &`,
}

// escapeFiles are the scripts of the escapes. What forks without end does so
// slowly enough for the machine, and has an end of its own.
var escapeFiles = map[string]string{
	"idle.sh":    "echo $$ >>OF/begun; exec OF/idle 600\n",
	"stopped.sh": "echo $$ >>OF/begun; kill -STOP $$; exec OF/idle 600\n",
	"forking.sh": "trap '' TERM; echo $$ >>OF/begun; i=0; while test $i -lt 5000; do OF/idle 600 & i=$((i+1)); OF/idle 0.005; done\n",
	"sessions.sh": "trap '' TERM; echo $$ >>OF/begun; i=0; " +
		"while test $i -lt 5000; do setsid OF/idle 600 & i=$((i+1)); OF/idle 0.005; done\n",
	"hopping.sh": "trap '' TERM; echo $$ >>OF/begun; OF/idle 0.002; exec setsid -f sh OF/hopping.sh\n",
}

// prepare makes a folder for an escape, and returns the commands that begin it.
func (w *world) prepare(folder, escape string) string {
	w.t.Helper()
	of := w.path("of/" + folder)
	if err := os.MkdirAll(of, 0o777); err != nil {
		w.t.Fatal(err)
	}
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.Symlink(sleep, filepath.Join(of, "idle")); err != nil {
		w.t.Fatal(err)
	}
	for file, text := range escapeFiles {
		if err := os.WriteFile(filepath.Join(of, file), []byte(strings.ReplaceAll(text, "OF", of)), 0o666); err != nil {
			w.t.Fatal(err)
		}
	}
	return "  $ " + strings.ReplaceAll(escapes[escape], "$OF", of) + fmt.Sprintf("\n  $ until test -s %s/begun; do sleep 0.01; done\n", of)
}

func TestNothingSurvives(t *testing.T) {
	needTool(t, installed("setsid", "prlimit", "setpriv", "nohup", "bash"), "util-linux, coreutils and bash")
	for name := range escapes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// Most of it is waiting for what does not want to end.
			alone, among := newWorld(t), newWorld(t)
			var both sync.WaitGroup
			both.Go(func() { alone.escape(name, 1) })
			both.Go(func() { among.escape(name, 4) })
			both.Wait()
		})
	}
}

// escape runs a test with an escape, and a bystander: it begins before anything
// of the other does, if they run at the same time, has processes of its own, and
// looks round when the other's verdict is out.
func (w *world) escape(name string, jobs int) {
	begun := "true"
	if jobs > 1 {
		begun = "until test -e $W/begun; do sleep 0.01; done"
	}
	w.write("a.t", "  $ "+begun+"\n"+w.prepare(name, name))
	w.prepare("bystander", "background")
	w.write("b.t", fmt.Sprintf(`  $ sh $W/of/bystander/idle.sh &
  $ setsid sh $W/of/bystander/idle.sh &
  $ (env -i /bin/sh $W/of/bystander/idle.sh &)
  $ until test $(cat $W/of/bystander/begun 2>/dev/null | wc -l) -eq 3; do sleep 0.01; done
  $ touch $W/begun
  $ until grep -q '^a.t: ' $W/out; do sleep 0.01; done
  $ grep -hsao "$W/of/[%c]%s/[^/]*" /proc/[0-9]*/cmdline
  [?] (glob)
  $ grep -lsa "$W/of/[b]ystander/idle" /proc/[0-9]*/cmdline | wc -l
  3
`, name[0], name[1:]))
	r := w.run(w.shell(fmt.Sprintf(`exec "$DOTT" -v -j %d --order file a.t b.t >$W/out 2>&1`, jobs)))
	want := "a.t: passed\nb.t: passed\n# Ran 2 tests, 0 skipped, 0 failed.\n"
	if got := w.read("out"); r.status != 0 || got != want {
		w.t.Errorf("-j %d: status %d\n%s", jobs, r.status, got)
	}
}

// TestNothingSurvivesAmongMany: tests that end at the same time, each with a
// process that hides whose it is.
func TestNothingSurvivesAmongMany(t *testing.T) {
	needTool(t, installed("setsid"), "setsid")
	w := newWorld(t)
	for i := range 40 {
		w.write(fmt.Sprintf("%02d.t", i), w.prepare(fmt.Sprint("many", i), "no-trace"))
	}
	for range 3 {
		r := w.run(w.command("-j", "8", "--order", "file"))
		if r.status != 0 || !strings.HasSuffix(r.stdout, "\n# Ran 40 tests, 0 skipped, 0 failed.\n") {
			t.Errorf("status %d\n%s%s", r.status, r.stdout, r.stderr)
		}
		w.check("after a run")
		w.end()
		for i := range 40 {
			_ = os.Remove(w.path(fmt.Sprintf("of/many%d/begun", i)))
		}
	}
}

var summary = regexp.MustCompile(`(?m)^# Ran (\d+) tests, \d+ skipped, (\d+) failed\.\n(?:# (\d+) tests? (?:was|were) not run.*\n)?$`)

// TestSignals ends runs at random moments.
func TestSignals(t *testing.T) {
	needTool(t, installed("setsid"), "setsid")
	// Under nohup, dott would not listen to it.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	dott := binary(t)
	for part, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGKILL} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			const tests = 12
			for i, escape := range []string{"background", "daemon", "no-trace", "setsid-twice"} {
				w.write(fmt.Sprintf("%d.t", i), w.prepare(escape, escape))
			}
			for i := 4; i < tests; i++ {
				w.write(fmt.Sprintf("%d.t", i), "  $ mkdir -p a/b; touch a/b/c; chmod 500 a\n  $ echo x >$TMPDIR/x\n  $ sleep 0.01\n")
			}
			random := rand.New(rand.NewPCG(4, uint64(part)))
			early, over := 0, 0
			begin := time.Now()
			if r := w.run(w.program(dott, "-j", "2")); r.status != 0 {
				t.Fatalf("status %d\n%s%s", r.status, r.stdout, r.stderr)
			}
			span := time.Since(begin)
			for n := range 60 {
				jobs := 1 + n%4
				var out, errs bytes.Buffer
				cmd := w.program(dott, "-j", strconv.Itoa(jobs), "--order", "file")
				cmd.Stdout, cmd.Stderr = &out, &errs
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Duration(random.Int64N(int64(span))))
				_ = cmd.Process.Signal(sig)
				status := w.wait(cmd)
				counts := summary.FindStringSubmatch(out.String())
				switch {
				case status == -int(sig) && sig == syscall.SIGKILL:
					early++
					w.soonGone(fmt.Sprintf("run %d", n))
				case status == -int(sig) && out.Len() == 0: // before dott was ready for it
				case sig == syscall.SIGQUIT && status == 2 && out.Len() == 0 && strings.HasPrefix(errs.String(), "SIGQUIT"): // the same
				case status == 128+int(sig) && out.Len() == 0: // before there was a run
				case status == 128+int(sig) && counts != nil:
					early++
					if a, b := digits(counts[1]), digits(counts[3]); a+b != tests || counts[2] != "0" {
						t.Errorf("%d and %d are not %d tests:\n%s", a, b, tests, out.String())
					}
					if !strings.HasSuffix(errs.String(), "dott: stopped by a signal: "+sig.String()+"\n") {
						t.Errorf("stderr: %s", errs.String())
					}
				case status == 0 && counts != nil && counts[1] == strconv.Itoa(tests):
					over++
				default:
					t.Errorf("status %d\n%s%s", status, out.String(), errs.String())
				}
				w.check(fmt.Sprintf("run %d", n))
				if t.Failed() {
					return
				}
			}
			t.Logf("%d ended early, %d were over", early, over)
		})
	}
}

// soonGone waits a second for the helpers of a dott that is dead: then nothing of
// its run may be left.
func (w *world) soonGone(when string) {
	w.t.Helper()
	for died := time.Now(); time.Since(died) < time.Second; time.Sleep(5 * time.Millisecond) {
		entries, _ := os.ReadDir(w.tmp)
		if len(entries) == 0 && len(w.survivors()) == 0 {
			return
		}
	}
	w.check(when + ", a second later")
}

func digits(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// TestSecondSignal: who presses Ctrl-C again does not want to wait. What ran is
// ended all the same.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("a.t", "  $ trap '' TERM INT; touch $W/begun; while :; do sleep 60; done\n")
	cmd := w.command("a.t")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.until("the test's beginning", func() bool { return w.exists("begun") })
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			_ = cmd.Process.Signal(os.Interrupt)
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	if status := w.wait(cmd); status != 130 {
		t.Errorf("status %d", status)
	}
	w.soonGone("after two signals")
}

// TestBrokenPipe: the reader of the report goes away in the middle of the run.
func TestBrokenPipe(t *testing.T) {
	for _, jobs := range []string{"1", "4"} {
		t.Run("j"+jobs, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.write("0.t", "  $ true\n")
			w.write("1.t", w.prepare("one", "background")+"  $ until test -e $W/closed; do sleep 0.01; done\n")
			for i := 2; i < 10; i++ {
				w.write(fmt.Sprintf("%d.t", i), "  $ touch x; sleep 0.05\n")
			}
			read, write, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			var errs bytes.Buffer
			cmd := w.command("-j", jobs, "--order", "file")
			cmd.Stdout, cmd.Stderr = write, &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			_ = write.Close()
			if _, err := read.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			_ = read.Close()
			if err := os.WriteFile(w.path("closed"), nil, 0o666); err != nil {
				t.Fatal(err)
			}
			if status := w.wait(cmd); status != 1 || errs.Len() > 0 {
				t.Errorf("status %d: %s", status, errs.String())
			}
		})
	}
}

// TestClosedOutput: what a run opens must not become its stdout.
func TestClosedOutput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := "  $ echo x\n  x\n"
	w.write("a.t", text)
	w.write("b.t", "  $ echo y\n  z\n")
	for _, closed := range []string{">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"} {
		if r := w.run(w.shell(`"$DOTT" -j 2 a.t b.t ` + closed)); r.status != 1 {
			t.Errorf("%s: status %d: %s%s", closed, r.status, r.stdout, r.stderr)
		}
		if got := w.read("tests/a.t"); got != text {
			t.Errorf("%s: a.t is now %q", closed, got)
		}
		w.check(closed)
	}
}
