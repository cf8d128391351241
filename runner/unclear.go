package runner

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/place"
	"dott/runner/process"
)

// A printedError is the cause of a context whose test has inline code at a line, from 0,
// that is output of the command above: that printed such lines. It starts over.
type printedError int

func (e printedError) Error() string { return fmt.Sprintf("line %d is output", int(e)+1) }

func printedLine(err error) (line int, ok bool) {
	e, ok := errors.AsType[printedError](err)
	return int(e), ok
}

// waits reports whether some inline code waits. Windows has no pipes for answers, so there
// it is code.
func waits(t *transcript.Transcript) bool {
	return runtime.GOOS != "windows" && transcript.HasUnclear(t)
}

// gate has inline code directly below a command wait until it is known what that
// printed. Nothing of it runs if it is output.
func gate(ctx context.Context, t *trial, r recorder, c *place.Command) (gated context.Context, stop func()) {
	parsed := t.prepared.Transcript
	waits := waits(parsed)
	if len(t.prepared.Settings.Eventually) > 0 || waits {
		c.Answers = &process.Answers{}
	}
	if !waits {
		return ctx, func() {}
	}
	gated, cancel := context.WithCancelCause(ctx)
	marked := r.splitter.OnMark
	r.splitter.OnMark = func(block int) {
		if marked != nil {
			marked(block)
		}
		if block >= len(parsed.Blocks) || !parsed.At(block).Unclear() {
			return
		}
		printed, err := r.spool.Text()
		if err == nil && strings.Contains("\n"+r.splitter.Attempt(printed).Text, "\n>>> ") {
			cancel(printedError(parsed.Blocks[block].Code[0]))
			return
		}
		c.Answers.Give(no)
	}
	return gated, func() { cancel(nil) }
}
