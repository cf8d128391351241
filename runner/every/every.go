// Package every repeats a run until it is ended: one run after the other, never two at
// once. From the beginning of a run to that of the next it takes the interval, a tenth
// more or less: so the checks of many machines that started together spread out, and none
// is bound to the full hour.
//
// It counts by the clock that nobody sets. On most systems that clock stands still while
// the machine sleeps: what is left of a wait is waited for after that, and runs that were
// missed are not made up for.
package every

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// A Loop repeats runs.
type Loop struct {
	Interval time.Duration
	Run      func(ctx context.Context) error // an error ends the loop
	Late     func(took time.Duration)        // a run took longer than the interval; the next begins at once
	Waiting  func(wait time.Duration)        // nil is nothing
	Random   func() float64                  // in [0,1); nil is rand.Float64
}

// Loop runs until the context is done or a run says that it is over.
func (l *Loop) Loop(ctx context.Context) error {
	for {
		began := time.Now()
		if err := l.Run(ctx); err != nil {
			return err
		}
		took := time.Since(began)
		if took > l.Interval {
			l.Late(took)
		}
		wait := l.pause() - took
		if wait > 0 && l.Waiting != nil {
			l.Waiting(wait)
		}
		timer := time.NewTimer(max(wait, 0))
		select {
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		case <-timer.C:
		}
		if ctx.Err() != nil { // both were ready
			return context.Cause(ctx)
		}
	}
}

// pause returns the time from one beginning to the next.
func (l *Loop) pause() time.Duration {
	random := l.Random
	if random == nil {
		random = rand.Float64
	}
	return time.Duration(float64(l.Interval) * (0.9 + 0.2*random()))
}

// Late tells of a run that took longer than its interval.
func Late(took, interval time.Duration) string {
	return fmt.Sprintf("the run took %s, longer than --every %s; the next one begins at once", took.Round(time.Millisecond), interval)
}
