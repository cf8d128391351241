//go:build unix

package process

import (
	"bytes"
	"os"
	"syscall"
	"testing"
)

// BenchmarkRun is what a command costs that does nothing, against one that is
// started and waited for and no more.
func BenchmarkRun(b *testing.B) {
	c := Command{Path: "/bin/sh", Args: []string{"-c", ":"}, Dir: "/", Env: os.Environ()}
	b.Run("supervised", func(b *testing.B) {
		s := NewSupervisor()
		defer s.Close()
		for b.Loop() {
			var out bytes.Buffer
			c.Output = &out
			if _, err := s.Run(b.Context(), c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("direct", func(b *testing.B) {
		null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
		if err != nil {
			b.Fatal(err)
		}
		defer null.Close()
		for b.Loop() {
			pid, err := syscall.ForkExec(c.Path, append([]string{c.Path}, c.Args...), &syscall.ProcAttr{
				Dir: c.Dir, Env: c.Env, Files: []uintptr{null.Fd(), null.Fd(), null.Fd()}, Sys: &syscall.SysProcAttr{Setsid: true},
			})
			if err != nil {
				b.Fatal(err)
			}
			var ws syscall.WaitStatus
			for {
				if _, err = syscall.Wait4(pid, &ws, 0, nil); err != syscall.EINTR {
					break
				}
			}
		}
	})
}

// BenchmarkHelper is what a helper costs from its start to its end.
func BenchmarkHelper(b *testing.B) {
	for b.Loop() {
		s := NewSupervisor()
		s.RemoveOnDeath("/nowhere")
		s.Close()
	}
}
