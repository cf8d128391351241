// Package waiting keeps the ends of tests until it is their turn to be told: results
// come in the order of the files. What does not fit into memory waits on disk.
package waiting

import (
	"errors"
	"fmt"
	"io"
	"os"

	"dott/runner/event"
)

// waitingMemory is how many bytes of ends may wait in memory; past that, one of
// waitingLarge bytes waits on disk. So however many tests fail while the first of them
// takes its time, they take no more memory.
const (
	waitingMemory = 16 << 20
	waitingLarge  = 64 << 10
)

// Ends are the ends of tests whose turn has not come, by the tests' indexes, each
// with the events that belong to it.
type Ends struct {
	Dir string // for what is on disk; "" is the system's temporary directory

	ends   map[int]waitingEnd
	size   int // of those in memory
	onDisk int // how many are there
	file   *os.File
	at     int64 // its length
}

// A waitingEnd is in memory, or from a place in the file on.
type waitingEnd struct {
	events   []event.Event
	size     int
	last     event.Event // what cannot be on disk, and what to say where nothing can be read
	from, to int64
}

// Put keeps the end of a test.
func (w *Ends) Put(index int, events []event.Event) {
	if w.ends == nil {
		w.ends = map[int]waitingEnd{}
	}
	e := waitingEnd{events: events}
	for i := range events {
		e.size += events[i].Size()
	}
	if w.size+e.size > waitingMemory && e.size > waitingLarge && w.write(&e) == nil {
		w.onDisk++
	} else {
		w.size += e.size
	}
	w.ends[index] = e
}

// write puts an end on disk. After an error it is where it was.
func (w *Ends) write(e *waitingEnd) (err error) {
	if w.file == nil {
		if w.file, err = os.CreateTemp(w.Dir, "events-*"); err != nil {
			return err
		}
		_ = os.Remove(w.file.Name()) // where the system lets an open file be removed
	}
	var lines []byte
	for i := range e.events {
		lines = event.Append(lines, &e.events[i])
	}
	if _, err := w.file.WriteAt(lines, w.at); err != nil {
		return err
	}
	last := e.events[len(e.events)-1]
	e.last = event.Event{
		Action: event.Error, Test: last.Test, File: last.File, Case: last.Case, Cell: last.Cell, Run: last.Run, Attempt: last.Attempt,
		Elapsed: last.Elapsed, Allowed: last.Allowed, Whole: last.Whole,
	}
	e.from, e.to, e.events = w.at, w.at+int64(len(lines)), nil
	w.at = e.to
	return nil
}

// Take returns the end of a test and keeps it no longer; nil is that there is none.
func (w *Ends) Take(index int) []event.Event {
	e, ok := w.ends[index]
	if !ok {
		return nil
	}
	delete(w.ends, index)
	if e.events != nil {
		w.size -= e.size
		return e.events
	}
	events, err := w.read(&e)
	if w.onDisk--; w.onDisk == 0 {
		w.at = 0
		_ = w.file.Truncate(0)
	}
	if err != nil {
		e.last.Reason = fmt.Sprintf("%s: its verdict was kept on disk and cannot be read: %v", e.last.Test, err)
		return []event.Event{e.last}
	}
	events[len(events)-1].Whole = e.last.Whole
	return events
}

func (w *Ends) read(e *waitingEnd) (events []event.Event, err error) {
	r := event.NewReader("events", io.NewSectionReader(w.file, e.from, e.to-e.from))
	for {
		next, err := r.Next()
		if errors.Is(err, io.EOF) && len(events) > 0 {
			return events, nil
		}
		if err != nil {
			return nil, err
		}
		events = append(events, next)
	}
}

// Close gives up the file.
func (w *Ends) Close() {
	if w.file != nil {
		_ = w.file.Close()
		_ = os.Remove(w.file.Name())
		w.file = nil
	}
}
