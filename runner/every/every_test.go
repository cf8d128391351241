package every

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestLoop: the beginnings of runs are an interval apart, a tenth more or less, whatever
// the runs take; one that takes longer is told, and the next begins at once.
func TestLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var begins, late, waits []time.Duration
		takes := []time.Duration{time.Second, 0, 25 * time.Second, 9500 * time.Millisecond, 0}
		random := []float64{0.5, 0, 0.5, 0, 1}
		over := errors.New("over")
		l := Loop{
			Interval: 10 * time.Second,
			Run: func(context.Context) error {
				begins = append(begins, time.Since(began))
				if len(takes) == 0 {
					return over
				}
				time.Sleep(takes[0])
				takes = takes[1:]
				return nil
			},
			Late:    func(took time.Duration) { late = append(late, took) },
			Waiting: func(wait time.Duration) { waits = append(waits, wait) },
			Random: func() float64 {
				r := random[0]
				random = random[1:]
				return r
			},
		}
		if err := l.Loop(t.Context()); err != over {
			t.Error(err)
		}
		s := time.Second
		if want := []time.Duration{0, 10 * s, 19 * s, 44 * s, 53500 * time.Millisecond, 64500 * time.Millisecond}; !slices.Equal(begins, want) {
			t.Errorf("begins %v, want %v", begins, want)
		}
		if !slices.Equal(late, []time.Duration{25 * s}) || len(waits) != 3 {
			t.Errorf("late %v, waits %v", late, waits)
		}
	})
}

// TestEnd: it ends at once while it waits, and starts nothing any more.
func TestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop := errors.New("stop")
		ctx, cancel := context.WithCancelCause(t.Context())
		runs := 0
		l := Loop{Interval: time.Hour, Run: func(context.Context) error { runs++; return nil }}
		began := time.Now()
		time.AfterFunc(time.Minute, func() { cancel(stop) })
		if err := l.Loop(ctx); err != stop || runs != 1 || time.Since(began) != time.Minute {
			t.Error(err, runs, time.Since(began))
		}
	})
}

// TestSpread: without a say, the pauses are spread over the whole width.
func TestSpread(t *testing.T) {
	l := Loop{Interval: 100 * time.Second}
	var least, most time.Duration = time.Hour, 0
	for range 1000 {
		p := l.pause()
		least, most = min(least, p), max(most, p)
	}
	if least < 90*time.Second || least > 92*time.Second || most > 110*time.Second || most < 108*time.Second {
		t.Error(least, most)
	}
}
