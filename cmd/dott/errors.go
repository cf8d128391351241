package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"dott/cmd/dott/app"

	"dott/cmd/dott/options"

	"dott/runner"
)

// explain turns the error of a run into an exit status and what is said about
// it on stderr.
func explain(err error) (status int, message string) {
	if err == nil {
		return 0, ""
	}
	if s, ok := errors.AsType[app.ExitStatus](err); ok {
		return int(s), ""
	}
	if i, ok := errors.AsType[interrupted](err); ok {
		return 128 + int(i.signal), "dott: stopped by a signal: " + i.Error()
	}
	if errors.Is(err, syscall.EPIPE) {
		return 1, "" // whoever read our output has gone, and knows
	}
	if c, ok := errors.AsType[cramError](err); ok {
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

// interrupted is the cause of a context that a signal cancelled.
type interrupted struct{ signal syscall.Signal }

func (i interrupted) Error() string { return i.signal.String() }

// cramUsage is the first line of cram's help, and of its errors.
const cramUsage = "Usage: cram [OPTIONS] TESTS..."

// A cramError is a usage error as cram tells it.
type cramError struct{ reason string }

func (e cramError) Error() string { return fmt.Sprintf("%s\n\ncram: error: %s", cramUsage, e.reason) }
