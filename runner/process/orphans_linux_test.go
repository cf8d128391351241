package process

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// TestRunOrphansAmongOthers: two commands run at the same time, and each leaves
// a process that hides whose it is. What is one's ends with it, whichever ends
// first, and the other's lives until then.
func TestRunOrphansAmongOthers(t *testing.T) {
	s := newSupervisor(t)
	dir := t.TempDir()
	script := func(name, until string) string {
		hidden := "(cd /; setsid env -i /bin/sh -c 'echo $$ >" + dir + "/" + name + "/hidden.pid; exec sleep 60' </dev/null >/dev/null 2>&1 &)"
		return "sleep 60 & echo $! >" + dir + "/" + name + "/plain.pid; " + hidden + "\n" +
			"until test -s " + dir + "/" + name + "/hidden.pid; do sleep 0.01; done; touch " + dir + "/" + name + "/begun\n" +
			"until test -e " + until + "; do sleep 0.01; done"
	}
	var ends sync.WaitGroup
	start := func(name, until string) chan struct{} {
		done := make(chan struct{})
		if err := os.Mkdir(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
		ends.Go(func() {
			defer close(done)
			var out bytes.Buffer
			_, err := s.Run(t.Context(), Command{
				Path: "/bin/sh", Args: []string{"-c", script(name, until)}, Dir: filepath.Join(dir, name),
				Env: append(os.Environ(), "TOKEN="+dir+"/"+name), Output: &out, Grace: 100 * time.Millisecond,
			})
			if err != nil || out.Len() > 0 {
				t.Errorf("%s: %s (%v)", name, out.String(), err)
			}
		})
		return done
	}
	second := filepath.Join(dir, "second", "begun")
	first := start("first", second)
	start("second", filepath.Join(dir, "end"))
	<-first
	assertGone(t, filepath.Join(dir, "first"))
	for _, pid := range []string{"plain.pid", "hidden.pid"} {
		data, err := os.ReadFile(filepath.Join(dir, "second", pid))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat("/proc/" + string(bytes.TrimSpace(data)) + "/stat"); err != nil {
			t.Errorf("the other's %s is gone: %v", pid, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "end"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	ends.Wait()
	assertGone(t, filepath.Join(dir, "second"))
}

// TestRunMany: commands that begin and end all the time, each with a process
// that hides whose it is, leave none of them.
func TestRunMany(t *testing.T) {
	s := newSupervisor(t)
	dir := t.TempDir()
	var ends sync.WaitGroup
	for range 4 {
		ends.Go(func() {
			for range 10 {
				_, err := s.Run(t.Context(), Command{
					Path: "/bin/sh", Dir: dir, Env: os.Environ(), Output: &bytes.Buffer{}, Grace: 100 * time.Millisecond,
					Args: []string{"-c", "(cd /; setsid env -i /bin/sh -c 'echo $$ >" + dir + "/'$$'.pid; exec sleep 60' </dev/null >/dev/null 2>&1 &)" +
						"; until test -s $$.pid; do sleep 0.01; done"},
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	ends.Wait()
	assertGone(t, dir)
}

// TestRunStubborn: what ignores the polite signal, is stopped or forks without
// end does not outlive a cancelled command either.
func TestRunStubborn(t *testing.T) {
	cause := errors.New("enough")
	for _, script := range []string{
		"sh -c 'echo $$ >$PIDS/a.pid; kill -STOP $$' & until test -s $PIDS/a.pid; do :; done",
		"setsid sh -c 'trap \"\" TERM; echo $$ >$PIDS/a.pid; kill -STOP $$' & until test -s $PIDS/a.pid; do :; done",
		"trap '' TERM INT HUP; echo $$ >$PIDS/a.pid; i=0; while test $i -lt 1000; do i=$((i+1)); sleep 60 & echo $! >>$PIDS/b.pid; done",
		"trap '' TERM; echo $$ >$PIDS/a.pid; kill -STOP $$",
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(200*time.Millisecond, func() { cancel(cause) })
		_, out, err := run(t, ctx, script+"; touch $PIDS/ready; while :; do sleep 1; done")
		cancel(nil)
		if !errors.Is(err, cause) || out != "" {
			t.Errorf("%s: %q %v", script, out, err)
		}
	}
}
