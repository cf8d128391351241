// Dott runs transcript tests: shell sessions written down, commands and the
// output a user would see.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

	"dott/cmd/dott/session"
	"dott/runner/process/slack"
)

func main() {
	// A report into a pipe that nobody reads must not kill us before the tests
	// are ended and their directories removed: the write says it instead.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	// Short-lived and small: a collection less often is worth its memory.
	debug.SetGCPercent(200)
	// Workers wait in system calls. With a processor to spare, the scheduler does
	// not take theirs away meanwhile, only to find it for them again.
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 2)
	}
	slack.RelaxMonitor()
	ctx, stop := withSignals(context.Background())
	err := run(ctx, os.Environ(), os.Stdin, os.Stdout, os.Stderr, os.Args)
	stop()
	status, message := session.Explain(err)
	if message != "" {
		fmt.Fprintln(os.Stderr, message)
	}
	os.Exit(status)
}

// withSignals cancels the context at the first signal that asks us to end. The
// second one ends the program at once: what it ran is ended, and its directories
// are removed, by the helper processes that it leaves.
func withSignals(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGQUIT)
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
		signal.Notify(signals, syscall.SIGHUP)
	}
	go func() {
		select {
		case s := <-signals:
			cancel(session.Interrupted{Signal: s.(syscall.Signal)})
			s = <-signals
			os.Exit(128 + int(s.(syscall.Signal)))
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(errors.New("done")) }
}
