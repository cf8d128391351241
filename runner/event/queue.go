package event

import (
	"errors"
	"sync"
	"time"
)

// A Queue hands events to one handler from a goroutine of its own, one at a time
// and in the order in which they came. So whoever sends an event goes on with
// its work while the handler asks a person or writes a file. Only when the
// handler is far behind do senders wait: what is in the queue stays bounded.
//
// The goroutine takes all that has come at once, and not before some more may have
// come: an event costs two short locks, and seldom a wake-up.
//
// A handler must not send to the queue that calls it: where the queue is full,
// it would wait for itself.
type Queue struct {
	// OnError, if not nil, is called once with the handler's first error, at once
	// and from the queue's goroutine, so that a run can be cancelled. Set it before
	// the first event.
	OnError func(error)

	handler Handler
	done    chan struct{} // closed when the goroutine has ended
	now     chan struct{} // closed when nothing more will come

	mu     sync.Mutex
	work   sync.Cond // something came, or the queue was closed
	room   sync.Cond // something was handled, or nothing will be any more
	came   []queued
	held   int // estimated bytes of the events that are not handled yet
	closed bool
	err    error
}

type queued struct {
	event Event
	size  int
}

// gather is how long the queue waits for more events before it hands on the first:
// nobody sees it, and to wake its goroutine for each would cost a short test dearly.
const gather = 3 * time.Millisecond

// queueLimit is how many bytes of events a queue holds before senders wait.
const queueLimit = 32 << 20

var errClosed = errors.New("the event came after the end of the stream")

// NewQueue returns a queue for the handler. It has a goroutine until it is closed.
func NewQueue(h Handler) *Queue {
	q := &Queue{handler: h, done: make(chan struct{}), now: make(chan struct{})}
	q.work.L, q.room.L = &q.mu, &q.mu
	go q.run()
	return q
}

// Handle puts the event into the queue. The error is that of an event before it:
// then nothing more is handed on.
func (q *Queue) Handle(e Event) error {
	size := e.Size()
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.held >= queueLimit && q.err == nil && !q.closed {
		q.room.Wait()
	}
	switch {
	case q.err != nil:
		return q.err
	case q.closed:
		return errClosed
	}
	q.held += size
	q.came = append(q.came, queued{e, size})
	if len(q.came) == 1 {
		q.work.Signal()
	}
	return nil
}

// Close waits until every event is handled and returns the handler's first error.
// The queue takes no more events from then on; to close it again does nothing.
func (q *Queue) Close() error {
	q.mu.Lock()
	if !q.closed {
		close(q.now)
	}
	q.closed = true
	q.work.Signal()
	q.room.Broadcast()
	q.mu.Unlock()
	<-q.done
	return q.err
}

// Wants reports whether the handler asks for an action.
func (q *Queue) Wants(a Action) bool { return Wants(q.handler, a) }

func (q *Queue) run() {
	defer close(q.done)
	var batch []queued
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		if q.idle() {
			timer.Reset(gather)
			select {
			case <-timer.C:
			case <-q.now:
			}
		}
		if batch = q.take(batch); len(batch) == 0 {
			return
		}
		for i := range batch {
			err := q.handler.Handle(batch[i].event)
			if q.handled(batch[i].size, err); err != nil {
				if q.OnError != nil {
					q.OnError(err)
				}
				return
			}
			batch[i] = queued{} // it may be large, and the batch long
		}
	}
}

// idle waits for the first of some events, and reports whether there was a wait.
func (q *Queue) idle() (waited bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.came) == 0 && !q.closed {
		q.work.Wait()
		waited = true
	}
	return waited
}

// take returns all events that have come; none is the end. The slice that it is
// given, whose events are handled, is filled next.
func (q *Queue) take(old []queued) []queued {
	q.mu.Lock()
	defer q.mu.Unlock()
	batch := q.came
	q.came = old[:0]
	return batch
}

// handled notes that the handler is done with an event of some size.
func (q *Queue) handled(size int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	full := q.held >= queueLimit
	q.held -= size
	if err != nil {
		q.err, q.came = err, nil
	}
	if full && q.held < queueLimit || err != nil {
		q.room.Broadcast()
	}
}

// Size estimates how many bytes an event holds: its texts, and something for
// each value in it.
func (e *Event) Size() int {
	const event, value = 1 << 10, 64
	n := event + len(e.Reason) + len(e.Diff) + len(e.Command) + len(e.Output) + value*len(e.Off)
	for i := range e.Edits {
		n += value
		for _, s := range e.Edits[i].New {
			n += value + len(s)
		}
	}
	n += value * len(e.Times)
	for i := range e.Commands {
		n += value + len(e.Commands[i].Text)
	}
	for i := range e.Logs {
		n += value + len(e.Logs[i].Text)
	}
	return n
}
