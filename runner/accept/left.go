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
	"strconv"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/atomicfile"
	"dott/runner/event"
	"dott/runner/review/change"
	"dott/runner/state"
)

// What a run left is a file with a line for each test that failed: its key, what is known
// besides, and its event. A later run takes only those lines out that are about its own
// tests, so a line is not read but by who looks at its test.
const header = "dott left 1"

// mostBytes is how much is kept of all tests. Of those past it, it is kept that they
// failed.
const mostBytes = 16 << 20

// A Left is a test whose output differed in its last run.
type Left struct {
	Again  string   `json:"again,omitempty"` // the command that ran it, without the test
	Dir    string   `json:"dir"`             // in this directory
	Cells  []string `json:"cells,omitempty"` // in which its file ran
	Places []Place  `json:"places"`          // of its changes, in order
	Large  bool     `json:"large,omitempty"` // the changes themselves were too much to keep

	key   string
	event []byte
}

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
	left.Again, left.Dir, left.key = k.again, k.Here, key
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
	l := &Left{event: bytes.TrimSuffix(event.Append(nil, &kept), []byte("\n"))}
	l.Places = places(e, transcript.For(e.File, format(e.File)).Parse(data))
	return l, nil
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
	for key, l := range k.fresh {
		e, err := l.Event()
		if err != nil {
			delete(k.fresh, key)
			continue
		}
		l.Cells = k.cells[e.File]
	}
	_ = state.Within(func() error {
		unlock := state.LockBriefly(context.Background(), leftLock(k.Dir))
		defer unlock()
		return Update(k.Dir, func(all []*Left) []*Left {
			all = slices.DeleteFunc(all, func(l *Left) bool { return k.seen[l.key] })
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

// write writes what is left, in order, and of what is too much that it was there.
func write(w io.Writer, all []*Left) error {
	slices.SortStableFunc(all, func(a, b *Left) int { return strings.Compare(a.key, b.key) })
	fmt.Fprintln(w, header)
	size := 0
	for _, l := range all {
		if size += len(l.event); size > mostBytes && !l.Large {
			e, err := l.Event()
			if err != nil {
				continue
			}
			e = begun(e)
			l = &Left{Again: l.Again, Dir: l.Dir, Cells: l.Cells, Places: l.Places[:1], Large: true, key: l.key, event: bytes.TrimSuffix(event.Append(nil, &e), []byte("\n"))}
		}
		about, err := json.Marshal(l)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", strconv.Quote(l.key), about, l.event)
	}
	return nil
}

// Load returns what the folder keeps, in the order of the files.
func Load(dir string) ([]*Left, error) {
	if dir == "" {
		return nil, nil
	}
	data, err := state.ReadFile(filepath.Join(dir, "left"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return read(data)
}

// read reads what Update wrote. Half a line is passed over.
func read(data []byte) (all []*Left, err error) {
	rest, ok := bytes.CutPrefix(data, []byte(header+"\n"))
	if !ok {
		return nil, fmt.Errorf("what the last run left was written by another dott; run the tests again")
	}
	for line := range bytes.Lines(rest) {
		parts := bytes.SplitN(bytes.TrimSuffix(line, []byte("\n")), []byte("\t"), 3)
		if len(parts) < 3 {
			continue
		}
		l := &Left{event: parts[2]}
		if l.key, err = strconv.Unquote(string(parts[0])); err != nil {
			continue
		}
		if err := json.Unmarshal(parts[1], l); err != nil || len(l.Places) == 0 {
			continue
		}
		all = append(all, l)
	}
	return all, nil
}

// FromEvents returns what is left by the run of a stream of events, whose tests are named
// from the directory here.
func FromEvents(sources []event.Source, here string, format func(file string) transcript.Format) ([]*Left, error) {
	byKey := map[string]*Left{}
	cells := map[string][]string{}
	again := ""
	_, err := event.Merge(event.HandlerFunc(func(e event.Event) error {
		if e.Action == event.Dott {
			again = e.Again
		}
		if !e.Done() {
			return nil
		}
		e.File = filepath.Join(here, filepath.FromSlash(e.FileName()))
		key := event.Key(e.File, e.Case, e.Cell)
		if e.Cell != "" {
			cells[e.File] = append(cells[e.File], e.Cell)
		}
		if !wants(e) {
			return nil
		}
		l, err := newLeft(e, format)
		if err != nil {
			kept := event.Event{Action: e.Action, Test: e.Test, File: e.File, Case: e.Case, Cell: e.Cell, Edits: e.Edits, Hash: e.Hash, Target: e.Target, Off: e.Off}
			l = &Left{event: event.Append(nil, &kept)}
			for _, edit := range e.Edits {
				l.Places = append(l.Places, Place{Line: change.Line([]matcher.Edit{edit})})
			}
		}
		l.key, l.Dir, l.Again = key, here, again
		byKey[key] = l
		return nil
	}), sources...)
	if err != nil {
		return nil, err
	}
	all := slices.SortedFunc(maps.Values(byKey), func(a, b *Left) int { return strings.Compare(a.key, b.key) })
	for _, l := range all {
		if e, err := l.Event(); err == nil {
			l.Cells = slices.Compact(slices.Sorted(slices.Values(cells[e.File])))
		}
	}
	return all, nil
}
