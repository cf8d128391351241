//go:build unix

package container

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dott/runner/process"
)

// all is what there is with the label of any run of this owner.
func all(t *testing.T, e *Engine) []Left {
	t.Helper()
	left, err := e.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// TestRemoveDead: what a dead run left is removed, of a run that lives nothing, and
// nothing that has our labels for another reason.
func TestRemoveDead(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		image := buildImage(t, e, "VOLUME /data")
		alive := start(t, e, Spec{Image: image, Command: sh(polite)})

		dead := newEngineOf(t, e.Name, e.Owner)
		n, err := dead.NewNetwork(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		left := start(t, dead, Spec{Image: image, Command: sh(polite), Network: n})
		dead.run.unlock() // as if it had died with all its helpers

		elsewhere := newEngine(t, e.Name) // with locks of its own, which here nobody has
		other := start(t, elsewhere, Spec{Command: sh(polite)})

		removed, err := e.RemoveDead(t.Context())
		if err != nil {
			t.Error(err)
		}
		var kinds []string
		for _, l := range removed {
			if l.Run != dead.run.id || l.Project != e.Owner.Project {
				t.Errorf("removed %+v", l)
			}
			kinds = append(kinds, l.Kind)
		}
		want := []string{"container", "network"}
		if !slices.Equal(kinds, want) {
			t.Errorf("removed %v, want %v", kinds, want)
		}
		alive.run(t, "true")
		other.run(t, "true")
		if exec.Command(e.cli.path, "inspect", left.Name).Run() == nil {
			t.Error("the dead run's container is there")
		}
		if again, err := e.RemoveDead(t.Context()); len(again) > 0 || err != nil {
			t.Errorf("again: %+v, %v", again, err)
		}
	})
}

// TestVolumeLeft: a volume is found when its container has gone without it.
func TestVolumeLeft(t *testing.T) {
	e := newEngine(t, "docker")
	c := start(t, e, Spec{Image: buildImage(t, e, "VOLUME /data"), Command: sh(polite)})
	if err := e.cli.act(t.Context(), "rm", "--force", c.Name); err != nil {
		t.Fatal(err)
	}
	if left := all(t, e); len(left) != 1 || left[0].Kind != "volume" || left[0].Service != "db" {
		t.Errorf("%+v", left)
	}
}

// TestDeath: the helpers of a program that is killed remove its containers and
// networks at once; also those that it was starting.
func TestDeath(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		for _, after := range []string{"started", "starting"} {
			cmd := exec.Command(os.Args[0], "-test.run", "^TestDies$")
			cmd.Env = append(os.Environ(), "DOTT_TEST_DIES="+strings.Join([]string{e.Name, e.Owner.Project, e.Owner.Dir}, "\n"))
			out, err := cmd.StdoutPipe()
			if err == nil {
				err = cmd.Start()
			}
			if err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReader(out)
			for line := ""; strings.TrimSpace(line) != after; {
				if line, err = lines.ReadString('\n'); err != nil {
					t.Fatalf("%q, %v", line, err)
				}
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			until(t, "something is left", func() bool { return len(all(t, e)) == 0 })
		}
	})
}

// TestDies is the program that is killed.
func TestDies(t *testing.T) {
	told := strings.Split(os.Getenv("DOTT_TEST_DIES"), "\n")
	if len(told) != 3 {
		return // it is started by TestDeath alone
	}
	s, ctx := process.NewSupervisor(), context.Background()
	e, err := Find(ctx, s, told[0], Owner{told[1], told[2]})
	if err == nil {
		err = e.Begin(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("starting")
	n, err := e.NewNetwork(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := e.Start(ctx, Spec{Service: "db", Image: testImage, Command: sh(polite), Network: n}); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Println("started")
	time.Sleep(time.Hour)
}

// TestFind: who is asked for and does not answer, or is not there, is named.
func TestFind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	s := process.NewSupervisor()
	t.Cleanup(s.Close)
	find := func(name string) string {
		_, err := Find(t.Context(), s, name, Owner{})
		if err == nil {
			t.Fatal("found")
		}
		return err.Error()
	}
	if got := find(""); got != "no container engine: docker or podman is not on PATH" {
		t.Error(got)
	}
	if got := find("podman"); got != "no container engine: podman is not on PATH" {
		t.Error(got)
	}
	script := "#!/bin/sh\necho 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1\n"
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := find(""); got != "docker does not answer: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" {
		t.Error(got)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	cancel(enough)
	if _, err := Find(ctx, s, "", Owner{}); !errors.Is(err, enough) {
		t.Error(err)
	}
}
