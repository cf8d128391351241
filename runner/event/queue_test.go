package event

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dott/matcher"
)

// TestQueueOrder: whatever the number of senders, each one's events arrive once
// and in its order, one at a time.
func TestQueueOrder(t *testing.T) {
	const senders, each = 8, 500
	busy := false
	next := map[string]int{}
	q := NewQueue(HandlerFunc(func(e Event) error {
		if busy {
			t.Error("two events at the same time")
		}
		busy = true
		if e.Line != next[e.Test] {
			t.Errorf("%s: event %d, want %d", e.Test, e.Line, next[e.Test])
		}
		next[e.Test]++
		busy = false
		return nil
	}))
	var wait sync.WaitGroup
	for s := range senders {
		wait.Go(func() {
			for n := range each {
				if err := q.Handle(Event{Test: fmt.Sprint(s), Line: n}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	for s := range senders {
		if n := next[fmt.Sprint(s)]; n != each {
			t.Errorf("sender %d: %d events arrived, want %d", s, n, each)
		}
	}
}

// TestQueueSlowHandler: a handler that stands still holds back nobody who sends.
func TestQueueSlowHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var seen []int
		q := NewQueue(HandlerFunc(func(e Event) error {
			time.Sleep(time.Hour)
			seen = append(seen, e.Line)
			return nil
		}))
		want := make([]int, 100)
		for n := range want {
			want[n] = n
			if err := q.Handle(Event{Line: n}); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(began); waited > 0 {
			t.Errorf("sending took %v", waited)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(seen, want) || time.Since(began) != 100*time.Hour {
			t.Errorf("after %v: %v", time.Since(began), seen)
		}
	})
}

// TestQueueBound: senders wait while the queue holds too much, and go on as soon
// as it does not.
func TestQueueBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		allow := make(chan bool)
		q := NewQueue(HandlerFunc(func(Event) error { <-allow; return nil }))
		const size = 10 << 20
		large := []Event{
			{Diff: strings.Repeat("x", size)},
			{Edits: []matcher.Edit{{New: slices.Repeat([]string{strings.Repeat("x", size/100)}, 100)}}},
			{Commands: []Command{{Text: strings.Repeat("x", size)}}},
			{Output: strings.Repeat("x", size)},
			{Logs: []Log{{Text: strings.Repeat("x", size)}}},
		}
		const events = 20
		sent := 0
		go func() {
			for n := range events {
				if err := q.Handle(large[n%len(large)]); err != nil {
					t.Error(err)
				}
				sent++
			}
		}()
		// The last to come in may reach over the limit.
		const room = queueLimit/size + 1
		for n := range events {
			synctest.Wait()
			if want := min(room+n, events); sent != want {
				t.Fatalf("%d events are sent and %d handled, want %d sent", sent, n, want)
			}
			allow <- true
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
		if q.held != 0 {
			t.Errorf("an empty queue holds %d bytes", q.held)
		}
	})
}

// TestQueueError: after an error nothing more is handed on, everybody hears of it,
// and nobody waits for room that never comes.
func TestQueueError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken, allow, handled := errors.New("disk full"), make(chan bool), 0
		var told []error
		q := NewQueue(HandlerFunc(func(e Event) error {
			<-allow
			handled++
			if handled == 2 {
				return broken
			}
			return nil
		}))
		q.OnError = func(err error) { told = append(told, err) }
		var last error
		go func() {
			for range 5 {
				last = q.Handle(Event{Diff: strings.Repeat("x", queueLimit)})
			}
		}()
		synctest.Wait()
		if len(told) > 0 || last != nil {
			t.Fatalf("an error before there is one: %v, %v", told, last)
		}
		allow <- true
		allow <- true
		synctest.Wait()
		if !slices.Equal(told, []error{broken}) || last != broken {
			t.Errorf("told %v, a sender got %v", told, last)
		}
		if err := q.Handle(Event{}); err != broken {
			t.Errorf("sending after an error: %v", err)
		}
		for range 2 {
			if err := q.Close(); err != broken {
				t.Errorf("closing: %v", err)
			}
		}
		if handled != 2 {
			t.Errorf("%d events were handled", handled)
		}
	})
}

func TestQueueClosed(t *testing.T) {
	n := 0
	q := NewQueue(HandlerFunc(func(Event) error { n++; return nil }))
	for range 2 {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := q.Handle(Event{}); err == nil || n > 0 {
		t.Errorf("a closed queue took an event: %v, %d were handled", err, n)
	}
}

// TestQueueClosedWhileFull: a sender that waits for room is told when none comes.
func TestQueueClosedWhileFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		allow := make(chan bool)
		q := NewQueue(HandlerFunc(func(Event) error { <-allow; return nil }))
		var late error
		go func() {
			_ = q.Handle(Event{Diff: strings.Repeat("x", queueLimit)})
			late = q.Handle(Event{})
		}()
		synctest.Wait()
		go func() { _ = q.Close() }()
		synctest.Wait()
		if late == nil {
			t.Error("the event is said to be in the queue")
		}
		allow <- true
	})
}

type wanting struct {
	HandlerFunc
	action Action
}

func (w wanting) Wants(a Action) bool { return a == w.action }

// TestWants: events of output go to those alone who ask for them, whatever hands
// them on.
func TestWants(t *testing.T) {
	got := map[string]string{}
	note := func(name string) HandlerFunc {
		return func(e Event) error { got[name] += string(e.Action) + " "; return nil }
	}
	quiet := All(note("a"), note("b"))
	listening := NewQueue(All(quiet, All(note("c"), wanting{note("d"), Output}), wanting{note("e"), Pass}))
	if Wants(quiet, Output) || !Wants(quiet, Pass) {
		t.Error("handlers that say nothing get all but output")
	}
	if !Wants(listening, Output) || !Wants(listening, Pass) {
		t.Error("one of the handlers wants output")
	}
	for _, a := range []Action{Start, Output, Pass} {
		if err := listening.Handle(Event{Action: a}); err != nil {
			t.Fatal(err)
		}
	}
	if err := listening.Close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": "start pass ", "b": "start pass ", "c": "start pass ", "d": "start output pass ", "e": "start pass "} {
		if got[name] != want {
			t.Errorf("%s got %q, want %q", name, got[name], want)
		}
	}
}

// BenchmarkQueue is what an event costs on its way to a handler that writes it as
// JSON: called directly under a lock, as workers would have to, and through the
// queue.
func BenchmarkQueue(b *testing.B) {
	e := Event{Seq: 12, Time: time.Now(), Action: Pass, Test: "tests/some/file.t", File: "/src/tests/some/file.t", Elapsed: 0.012}
	var buf []byte
	write := HandlerFunc(func(e Event) error { buf = Append(buf[:0], &e); return nil })
	b.Run("direct", func(b *testing.B) {
		var mu sync.Mutex
		for b.Loop() {
			mu.Lock()
			_ = write.Handle(e)
			mu.Unlock()
		}
	})
	b.Run("queue", func(b *testing.B) {
		q := NewQueue(write)
		for b.Loop() {
			_ = q.Handle(e)
		}
		_ = q.Close()
	})
	// As in a run: the goroutine is idle when an event comes, and must wake up.
	b.Run("idle-queue", func(b *testing.B) {
		handled := make(chan bool, 1)
		q := NewQueue(HandlerFunc(func(e Event) error { _ = write(e); handled <- true; return nil }))
		for b.Loop() {
			_ = q.Handle(e)
			<-handled
		}
		_ = q.Close()
	})
}
