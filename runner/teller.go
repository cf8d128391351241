package runner

import (
	"context"
	"sync"
	"time"

	"dott/runner/event"
	"dott/runner/schedule"
	"dott/runner/waiting"
)

// A teller numbers the events of all workers and puts them into a queue, from
// which one goroutine hands them to the handler. When that fails, the run is
// cancelled, and nothing more is told.
type teller struct {
	queue       *event.Queue
	wantsOutput bool // somebody listens to what tests print

	mask func(event.Event) event.Event // of what is not to be told; nil is nothing

	mu      sync.Mutex
	seq     int
	waiting waiting.Ends
	next    int // whose turn it is
	highest int
}

// newTeller returns a teller for the handler. What waits on disk is in the directory.
func newTeller(h event.Handler, dir string, cancel context.CancelCauseFunc) *teller {
	t := &teller{queue: event.NewQueue(h), wantsOutput: event.Wants(h, event.Output), waiting: waiting.Ends{Dir: dir}}
	t.queue.OnError = func(err error) { cancel(err) }
	return t
}

// now sends an event at once.
func (t *teller) now(e event.Event) {
	if t.mask != nil {
		e = t.mask(e)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.send(e)
}

// send puts an event into the queue. What goes wrong there, close tells.
func (t *teller) send(e event.Event) {
	t.seq++
	e.Seq = t.seq
	if e.Time.IsZero() {
		e.Time = time.Now()
	}
	_ = t.queue.Handle(e)
}

// end takes the end of a job, with what comes before it, and sends it when its
// turn has come: when all before it, in the order of the files, are known.
func (t *teller) end(j *schedule.Job, events []event.Event) {
	if t.mask != nil { // here, since some wait on disk
		for i := range events {
			events[i] = t.mask(events[i])
		}
	}
	end := &events[len(events)-1]
	stop := about(j, event.Stop)
	stop.Failed, stop.Elapsed = failed(end), end.Elapsed
	t.mu.Lock()
	defer t.mu.Unlock()
	t.send(stop)
	t.highest = max(t.highest, j.Index)
	if j.Index != t.next {
		t.waiting.Put(j.Index, events)
		return
	}
	for events != nil {
		t.sendAll(events)
		events = t.waiting.Take(t.next)
	}
}

// flush sends what still waits for tests that will have no end.
func (t *teller) flush() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.next <= t.highest {
		t.sendAll(t.waiting.Take(t.next))
	}
}

// sendAll sends the end whose turn it is.
func (t *teller) sendAll(events []event.Event) {
	t.next++
	for _, e := range events {
		t.send(e)
	}
}

// close waits until the handler has had all events, and returns its error.
func (t *teller) close() error {
	t.mu.Lock()
	t.waiting.Close()
	t.mu.Unlock()
	return t.queue.Close()
}

// failed reports whether an end counts as a failure.
func failed(end *event.Event) bool {
	return (end.Action == event.Fail || end.Action == event.Error) && !end.Allowed
}

// about returns an event about a job.
func about(j *schedule.Job, a event.Action) event.Event {
	return event.Event{
		Action: a, Test: j.Test.Name, File: j.Test.Path, Case: j.Test.Cases, Cell: j.Test.Cell, OnTarget: j.Test.Target, Attempt: j.Repeat, Run: j.Repeat,
	}
}
