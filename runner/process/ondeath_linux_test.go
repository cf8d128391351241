package process

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestRunOnDeath: when the host is killed, what it noted is run once, after all
// helpers have ended what was below them; what it took back is not.
func TestRunOnDeath(t *testing.T) {
	dir := t.TempDir()
	cmd := role(t, "noting", dir)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "begun\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	until(t, filepath.Join(dir, "done"))
	ran, err := os.ReadFile(filepath.Join(dir, "ran"))
	if string(ran) != "a b\nhost's\n" {
		t.Errorf("%q, %v", ran, err)
	}
	for { // the helpers end, and none of them runs it again
		if _, err := os.Stat(filepath.Join(dir, "work")); os.IsNotExist(err) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if again, _ := os.ReadFile(filepath.Join(dir, "ran")); string(again) != string(ran) {
		t.Errorf("it ran again: %q", again)
	}
	if _, err := os.Stat(filepath.Join(dir, "forgotten")); err == nil {
		t.Error("a forgotten command ran")
	}
}

// TestRunOnDeathEnded: nothing is run where the host has come to its end.
func TestRunOnDeathEnded(t *testing.T) {
	dir := t.TempDir()
	s := NewSupervisor()
	forget, err := s.RunOnDeath("/bin/sh", "-c", "touch "+filepath.Join(dir, "ran"))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
		t.Error("it ran")
	}
	forget()
	if _, err := s.RunOnDeath("/bin/sh", strings.Repeat("x", pageSize)); err == nil {
		t.Error("a command that does not fit is taken")
	}
}

func init() {
	// The commands take a while to end when they are asked, each longer than the other.
	roles["noting"] = func(args []string) error {
		s, dir := NewSupervisor(), args[0]
		if err := os.Setenv("OF_HOST", "host's"); err != nil {
			return err
		}
		s.RemoveOnDeath(filepath.Join(dir, "work"))
		if err := os.Mkdir(filepath.Join(dir, "work"), 0o700); err != nil {
			return err
		}
		script := `cd "$1" || exit; for n in 1 2 3; do ! kill -0 $(cat begun.$n) || echo $n lives >>ran; done; echo "$2" >>ran; echo "$OF_HOST" >>ran; echo >done`
		for _, command := range [][]string{{"-c", script, "sh", dir, "a b"}, {"-c", "echo >" + filepath.Join(dir, "forgotten")}} {
			forget, err := s.RunOnDeath("/bin/sh", command...)
			if err != nil {
				return err
			}
			if len(command) == 2 {
				forget()
			}
		}
		for n := range 3 {
			p, err := s.Start(context.Background(), Command{
				Path: "/bin/sh", Env: os.Environ(), Dir: dir, Output: os.Stderr,
				Args: []string{"-c", fmt.Sprintf(`trap 'sleep 0.0%d; exit' TERM; echo $$ >begun.%d; while :; do sleep 0.01; done`, n*2+1, n+1)},
			})
			if err != nil {
				return err
			}
			go func() { _, _ = p.Wait() }()
		}
		for n := range 3 {
			for {
				if _, err := os.Stat(filepath.Join(dir, fmt.Sprintf("begun.%d", n+1))); err == nil {
					break
				}
				time.Sleep(time.Millisecond)
			}
		}
		fmt.Println("begun")
		select {}
	}
}
