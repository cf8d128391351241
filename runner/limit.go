package runner

import (
	"context"
	"time"

	"dott/runner/judge"
	"dott/runner/shell"
)

// A blockTimeout is the cause of a context whose test was in one block for too long.
type blockTimeout time.Duration

func (d blockTimeout) Error() string { return judge.TimedOut(time.Duration(d)) }

// Is lets it pass for the test's timeout.
func (d blockTimeout) Is(target error) bool { return target == errTimeout }

// limitBlocks returns a context that ends when a block that has a time limit of its own
// is past that.
func limitBlocks(ctx context.Context, t *trial, s *shell.Splitter) (limited context.Context, stop func()) {
	limit := func(block int) time.Duration {
		if block >= len(t.prepared.Transcript.Blocks) {
			return 0
		}
		c := t.prepared.Transcript.At(block).Scrut()
		if c == nil || c.Timeout == 0 {
			return 0
		}
		return c.Timeout + c.Wait
	}
	any := false
	for b := range t.prepared.Transcript.Blocks {
		any = any || limit(b) > 0
	}
	if !any {
		return ctx, func() {}
	}
	limited, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(time.Hour, func() {})
	s.OnBlock = func(block int) {
		timer.Stop()
		if d := limit(block); d > 0 {
			timer = time.AfterFunc(d, func() { cancel(blockTimeout(d)) })
		}
	}
	return limited, func() {
		timer.Stop()
		cancel(nil)
	}
}
