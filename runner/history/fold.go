package history

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"dott/runner/event"
)

// Names tells what tests are known by, whatever folder they ran from.
type Names struct {
	Dir  string // that the names of tests are relative to, from the root of the project
	Here string // the same as an absolute path; "" is of another machine
}

// Key returns what the test of an event is known by. A target is a part of its cell, as if
// the run had an axis of targets, unless it has one.
func (n Names) Key(e event.Event) Key {
	name := e.Test
	if path.IsAbs(name) || filepath.IsAbs(name) {
		if rel, err := filepath.Rel(n.Here, filepath.FromSlash(name)); n.Here != "" && err == nil {
			name = filepath.ToSlash(rel)
		}
	}
	if !path.IsAbs(name) {
		name = path.Join(n.Dir, name)
	}
	cell := e.Cell
	if e.OnTarget != "" && !strings.HasSuffix(cell, "="+e.OnTarget) && !strings.Contains(cell, "="+e.OnTarget+",") {
		cell = strings.TrimPrefix(cell+",target="+e.OnTarget, ",")
	}
	return Key{name, cell}
}

// A Fold makes a run of its events.
type Fold struct {
	Names Names // Dir is that of the first event, if that has one
	Run   Run

	failed map[Key]bool // that count
}

// Handle takes notice of an event.
func (f *Fold) Handle(e event.Event) error {
	switch {
	case e.Action == event.Dott:
		f.begin(e)
	case e.Action == event.Summary && e.Coverage != nil && e.Coverage.Fault == "":
		f.Run.Covered, f.Run.Lines = e.Coverage.Covered, e.Coverage.Lines
	case e.Done():
		f.end(e)
	}
	return nil
}

func (f *Fold) begin(e event.Event) {
	if e.Dir != "" {
		f.Names.Dir = e.Dir
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s %s", e.Time.UnixNano(), e.Host, e.Shard, e.Dir))
	f.Run = Run{ID: binary.LittleEndian.Uint64(sum[:]), Began: e.Time, Results: map[Key]Result{}}
	f.failed = map[Key]bool{}
}

func (f *Fold) end(e event.Event) {
	if e.Cached != nil { // it was not run
		return
	}
	if f.Run.Results == nil {
		f.begin(event.Event{})
	}
	k, r := f.Names.Key(e), Result{VerdictOf(e), e.Elapsed}
	if old, ok := f.Run.Results[k]; ok {
		r.Verdict, r.Seconds = worse(old.Verdict, r.Verdict), max(old.Seconds, r.Seconds)
	} else {
		f.Run.Ran++
		if r.Verdict == Skipped {
			f.Run.Skipped++
		}
	}
	if r.Verdict.Bad() && !e.Allowed && !f.failed[k] {
		f.failed[k] = true
		f.Run.Failed++
	}
	f.Run.Results[k] = r
	f.Run.Seconds += e.Elapsed
	if e.Resolved != "" {
		if f.Run.Cells == nil {
			f.Run.Cells = map[string]string{}
		}
		f.Run.Cells[k.Cell] = e.Resolved
	}
}

// VerdictOf returns the verdict of the event that ends a test.
func VerdictOf(e event.Event) Verdict {
	switch {
	case e.TimedOut:
		return TimedOut
	case e.Action == event.Fail || e.Action == event.Error:
		return Failed
	case e.Action == event.Skip:
		return Skipped
	case e.Flaky:
		return Flaky
	case e.Written > 0:
		return Accepted
	}
	return Passed
}

// worse returns the verdict of a test that ran more than once in a run.
func worse(a, b Verdict) Verdict {
	for _, v := range []Verdict{TimedOut, Failed, Flaky, Accepted, Passed} {
		if a == v || b == v {
			return v
		}
	}
	return a
}

// Read makes a history of event streams, which stand one behind the other in a file:
// a run each.
func Read(name string, from io.Reader) (*History, error) {
	h := &History{}
	r := event.NewReader(name, from)
	var f *Fold
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch {
		case e.Action == event.Dott:
			if f != nil {
				h.Add(&f.Run)
			}
			f = &Fold{}
		case f == nil:
			return nil, fmt.Errorf("%s: not an event stream: it does not begin with an event of dott (dott --json writes one)", name)
		}
		_ = f.Handle(e)
	}
	if f == nil {
		return nil, fmt.Errorf("%s: it is empty, and no event stream (dott --json writes one)", strings.TrimSpace(name))
	}
	h.Add(&f.Run)
	return h, nil
}
