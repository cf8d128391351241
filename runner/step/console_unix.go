//go:build unix

package step

import (
	"os"
	"os/signal"
	"syscall"
)

// onResize calls f whenever the terminal of this process has another size.
func onResize(f func()) (stop func()) {
	sizes := make(chan os.Signal, 1)
	signal.Notify(sizes, syscall.SIGWINCH)
	go func() {
		for range sizes {
			f()
		}
	}()
	return func() {
		signal.Stop(sizes)
		close(sizes)
	}
}
