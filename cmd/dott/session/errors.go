package session

import (
	"errors"
	"strings"
	"syscall"

	"dott/cmd/dott/app"
	"dott/cmd/dott/cramline"
	"dott/cmd/dott/options"
	"dott/runner"
)

// Explain turns the error of a run into an exit status and what is said about
// it on stderr.
func Explain(err error) (status int, message string) {
	if err == nil {
		return 0, ""
	}
	if s, ok := errors.AsType[app.ExitStatus](err); ok {
		return int(s), ""
	}
	if i, ok := errors.AsType[Interrupted](err); ok {
		return 128 + int(i.Signal), "dott: stopped by a signal: " + i.Error()
	}
	if errors.Is(err, syscall.EPIPE) {
		return 1, "" // whoever read our output has gone, and knows
	}
	if c, ok := errors.AsType[cramline.Error](err); ok {
		return 2, c.Error()
	}
	var b strings.Builder
	for line := range strings.SplitSeq(err.Error(), "\n") {
		b.WriteString("dott: " + line + "\n")
	}
	if _, ok := errors.AsType[options.Error](err); ok {
		b.WriteString("Try 'dott --help'.\n")
	}
	switch {
	case errors.Is(err, runner.ErrNoneChosen):
		b.WriteString("'dott --list' without these options names the tests.\n")
	case errors.Is(err, runner.ErrNoTests):
		b.WriteString("Usage: dott [OPTIONS] [PATH...]\nTry 'dott --help' for how to write a first test, or let 'dott init' write one.\n")
	}
	if u, ok := errors.AsType[uncovered](err); ok {
		return u.status, strings.TrimSuffix(b.String(), "\n")
	}
	return 2, strings.TrimSuffix(b.String(), "\n")
}

// Interrupted is the cause of a context that a signal cancelled.
type Interrupted struct{ Signal syscall.Signal }

func (i Interrupted) Error() string { return i.Signal.String() }
