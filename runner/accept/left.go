// Package accept deals with the changes that a run left: it keeps them in the project's
// folder of the cache, finds the one at an address, and says which of them are written.
// Writing them, and running their tests again, is up to package review.
package accept

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/atomicfile"
	"dott/runner/event"
	"dott/runner/review/change"
	"dott/runner/state"
)

// mostBytes is how much is kept of all tests. Of those past it, it is kept that they
// failed.
const mostBytes = 16 << 20

// A Left is a test whose output differed in its last run. What is not exported, or what a
// method returns, is read when somebody looks at the test.
type Left struct {
	File, Cell string
	Case       []string
	Way                 // how it was run
	Cells      []string // in which its file ran
	Changes    int      // how many there are
	Large      bool     // the changes themselves were too much to keep

	places []byte // where its changes are, in order
	event  []byte
}

// A Way is how tests were run.
type Way struct {
	Again string `json:"again,omitempty"` // the command, without the tests
	Dir   string `json:"dir"`             // in this directory
}

func (l *Left) key() string { return event.Key(l.File, l.Case, l.Cell) }

// Address returns the name by which the test can be asked for, where its file has a name.
func (l *Left) Address(name string) string { return event.Address(event.Key(name, l.Case, ""), l.Cell) }

// A Place is where a change stands, and how to find it again when the file has changed.
type Place struct {
	Line  int    `json:"line"`            // from 1
	Code  string `json:"code,omitempty"`  // the command, in lines
	Nth   int    `json:"nth,omitempty"`   // which command of that text it is, from 0
	Below int    `json:"below,omitempty"` // how far below the beginning of the command the line is
}

// Event returns the end of the test.
func (l *Left) Event() (event.Event, error) {
	return event.NewReader("what the last run left", bytes.NewReader(l.event)).Next()
}

// Places returns where the changes are, in order.
func (l *Left) Places() (all []Place, err error) {
	if err := json.Unmarshal(l.places, &all); err != nil {
		return nil, fmt.Errorf("what the last run left: %w", err)
	}
	return all, nil
}

func (l *Left) setPlaces(all []Place) {
	l.places, _ = json.Marshal(all) // texts and numbers
	l.Changes = len(all)
}

// A Keeper keeps what a run leaves. Without a folder it keeps nothing.
type Keeper struct {
	Dir    string // the folder of the cache; "" is none
	Here   string // the working directory
	Format func(file string) transcript.Format

	again string
	seen  map[string]bool
	fresh map[string]*Left
	cells map[string][]string // of each file
	bytes int
}

// Handle notes the end of a test.
func (k *Keeper) Handle(e event.Event) error {
	switch {
	case k.Dir == "":
	case e.Action == event.Dott:
		k.again = e.Again
	case e.Done():
		k.note(e)
	case e.Action == event.Summary:
		return k.save()
	}
	return nil
}

// Know tells in which cells a file ran, where not all of them are run again.
func (k *Keeper) Know(file string, cells []string) {
	if k.cells == nil {
		k.cells = map[string][]string{}
	}
	k.cells[file] = slices.Clone(cells)
}

func (k *Keeper) note(e event.Event) {
	if k.seen == nil {
		k.seen, k.fresh = map[string]bool{}, map[string]*Left{}
	}
	if k.cells == nil {
		k.cells = map[string][]string{}
	}
	key := event.Key(e.File, e.Case, e.Cell)
	if e.Cell != "" && !slices.Contains(k.cells[e.File], e.Cell) {
		k.cells[e.File] = append(k.cells[e.File], e.Cell)
	}
	failed := wants(e)
	if k.seen[key] && !failed {
		return // of several runs, one that failed is enough
	}
	k.seen[key] = true
	if !failed {
		return
	}
	large := k.bytes+e.Size() > mostBytes
	if large {
		e = begun(e)
	}
	left, err := newLeft(e, k.Format)
	if err != nil {
		return // it changed while it ran, say
	}
	left.Large = large
	k.bytes += len(left.event)
	left.Way = Way{k.again, k.Here}
	k.fresh[key] = left
}

// wants reports whether a test has changes that could be accepted.
func wants(e event.Event) bool { return e.Action == event.Fail && len(e.Edits) > 0 && e.Known == "" }

// begun is the end of a test of whose changes it has only where they begin.
func begun(e event.Event) event.Event {
	first := e.Edits[0]
	e.Edits = []matcher.Edit{{Start: first.Start, End: first.Start}}
	return e
}

// newLeft makes the line of a test.
func newLeft(e event.Event, format func(file string) transcript.Format) (*Left, error) {
	data, err := change.Read(e)
	if err != nil {
		return nil, err
	}
	kept := event.Event{
		Time: e.Time, Action: e.Action, Test: e.Test, File: e.File, Case: e.Case, Cell: e.Cell, Reason: e.Reason,
		Edits: e.Edits, Hash: e.Hash, Target: e.Target, Off: e.Off, Line: e.Line, Command: e.Command,
	}
	l := about(kept)
	l.setPlaces(places(e, transcript.For(e.File, format(e.File)).Parse(data)))
	return l, nil
}

// about returns what is kept of the end of a test, without places.
func about(e event.Event) *Left {
	return &Left{File: e.File, Case: e.Case, Cell: e.Cell, event: bytes.TrimSuffix(event.Append(nil, &e), []byte("\n"))}
}

// places returns where the changes of a test stand: each block is one.
func places(e event.Event, t *transcript.Transcript) (all []Place) {
	if e.Target != "" {
		return []Place{{Line: change.Line(e.Edits)}}
	}
	nth := map[string]int{}
	codes := make([]Place, len(t.Blocks))
	for b := range t.Blocks {
		code := codeOf(t, b)
		codes[b] = Place{Code: code, Nth: nth[code]}
		nth[code]++
	}
	for _, edits := range change.ByBlock(t, e.Edits) {
		b := change.Block(t, edits[0])
		p := codes[b]
		p.Line = change.Line(edits)
		if code := t.Blocks[b].Code; len(code) > 0 {
			p.Below = p.Line - 1 - code[0]
		}
		all = append(all, p)
	}
	return all
}

func codeOf(t *transcript.Transcript, block int) string {
	var lines []string
	for _, n := range t.Blocks[block].Code {
		lines = append(lines, t.Lines[n].Text)
	}
	return strings.Join(lines, "\n")
}

// save puts what is new in the place of what was known of the same tests. It is a hint:
// where it cannot be kept, the tests have to be run again, and no more.
func (k *Keeper) save() error {
	if len(k.seen) == 0 {
		return nil
	}
	for _, l := range k.fresh {
		l.Cells = k.cells[l.File]
	}
	_ = state.Within(func() error {
		unlock := state.LockBriefly(context.Background(), leftLock(k.Dir))
		defer unlock()
		return Update(k.Dir, func(all []*Left) []*Left {
			all = slices.DeleteFunc(all, func(l *Left) bool { return k.seen[l.key()] })
			return slices.AppendSeq(all, maps.Values(k.fresh))
		})
	})
	return nil
}

// leftLock is the lock of what is left in a folder.
func leftLock(dir string) string { return filepath.Join(dir, "left.lock") }

// Update changes what the folder keeps. Whoever calls it has the lock.
func Update(dir string, to func([]*Left) []*Left) error {
	path := filepath.Join(dir, "left")
	data, err := state.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err // what is there stays there
	}
	before, err := read(data)
	if err != nil {
		before = nil // it is made anew
	}
	n := len(before)
	after := to(before)
	if n == 0 && len(after) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, 0o600, func(w io.Writer) error { return write(w, after) })
}
