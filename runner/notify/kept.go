package notify

import (
	"maps"
	"slices"
	"strings"
	"time"

	"dott/runner/event"
	"dott/runner/history"
)

// kept is what is kept from run to run.
type kept struct {
	Schema int       `json:"schema"`
	Tests  []entry   `json:"tests"`
	Outbox []Message `json:"outbox"` // the oldest first

	index   map[history.Key]*entry
	dropped int
}

// An entry is what is known of a test in a cell. That of the whole run has no name.
type entry struct {
	Test string `json:"test"`
	Cell string `json:"cell,omitempty"`
	Told string `json:"told"` // the verdict that was told last, or that needs no telling
	Now  string `json:"now"`  // that of the last run
	Runs int    `json:"runs"` // in how many in a row it had that
	Seen int64  `json:"seen"` // when that was, in seconds
}

// What is kept at most.
const (
	outboxLimit = 200
	keptFor     = 90 * 24 * time.Hour // a test that no run had any more
)

// take puts a run over what is known, and returns the tests that are to be told of.
func (k *kept) take(r *Run, fault, on string, after int) (concerned []Change) {
	k.number()
	before := maps.Clone(k.index)
	now := time.Now().Unix()
	all := r.keys()
	var tell []history.Key
	was := map[history.Key]string{}
	note := func(key history.Key, verdict string) {
		e := entry{Test: key.Test, Cell: key.Cell, Told: heir(before, r.head.Axes, key)}
		if old := before[key]; old != nil {
			e = *old
		} else if verdict == skipped {
			e.Told = skipped // it never ran: that is no news
		}
		if e.Now != verdict {
			e.Now, e.Runs = verdict, 0
		}
		e.Runs, e.Seen = e.Runs+1, now
		lasts := e.Runs >= after
		changed := lasts && e.Now != e.Told
		was[key] = e.Told
		if changed {
			e.Told = e.Now
		}
		bad := lasts && verdict == failed
		if changed && on != "failure" || bad && on != "change" {
			tell = append(tell, key)
		}
		k.index[key] = &e
	}
	whole := passed
	if fault != "" {
		whole = failed
	}
	note(history.Key{}, whole)
	for _, key := range all {
		note(key, r.results[key].verdict)
	}
	for _, key := range tell {
		e := k.index[key]
		c := Change{Is: e.Now, Reason: fault}
		if res := r.results[key]; res != nil {
			c = res.at
		}
		c.Was, c.Runs = was[key], e.Runs
		if c.Is == failed && key.Test != "" {
			c.FirstBad = k.firstBad(r.head.Axes, key)
		}
		concerned = append(concerned, c)
	}
	return concerned
}

func (k *kept) number() {
	k.index = make(map[history.Key]*entry, len(k.Tests))
	for i := range k.Tests {
		e := &k.Tests[i]
		k.index[history.Key{Test: e.Test, Cell: e.Cell}] = e
	}
}

// list makes the list of what is known again, in order.
func (k *kept) list() {
	k.Tests = make([]entry, 0, len(k.index))
	for _, e := range k.index {
		k.Tests = append(k.Tests, *e)
	}
	slices.SortFunc(k.Tests, func(a, b entry) int {
		return strings.Compare(a.Test+"\x00"+a.Cell, b.Test+"\x00"+b.Cell)
	})
}

// prune forgets tests that no run had for long.
func (k *kept) prune(now time.Time) {
	for key, e := range k.index {
		if now.Sub(time.Unix(e.Seen, 0)) > keptFor {
			delete(k.index, key)
		}
	}
	k.list()
}

// post puts a message into the outbox. Where a command never works, the oldest ones go.
func (k *kept) post(m Message) {
	k.Outbox = append(k.Outbox, m)
	if more := len(k.Outbox) - outboxLimit; more > 0 {
		k.Outbox, k.dropped = k.Outbox[more:], more
	}
}

// heir returns the verdict with which a test begins that is not known in a cell: that of
// the version below, or else of the one above, so that a new release is blamed for what it
// breaks and for nothing else. A test that is not known at all is expected to pass, as is
// one that ran only elsewhere.
func heir(known map[history.Key]*entry, axes []event.Axis, key history.Key) string {
	told := func(cell string) string {
		if e := known[history.Key{Test: key.Test, Cell: cell}]; e != nil && e.Now != skipped {
			return e.Told
		}
		return ""
	}
	for _, axis := range axes {
		below, above := neighbours(axis, key.Cell)
		slices.Reverse(below)
		for _, cell := range slices.Concat(below, above) {
			if v := told(cell); v != "" {
				return v
			}
		}
	}
	if key.Cell != "" && version(key.Cell, "target") == "" {
		if v := told(""); v != "" {
			return v
		}
	}
	return passed
}

// firstBad returns for each axis the version with which a test began to fail that fails in a
// cell: all that are known fail between that and the cell, and the one below passes.
func (k *kept) firstBad(axes []event.Axis, key history.Key) (first []string) {
	for _, axis := range axes {
		below, _ := neighbours(axis, key.Cell)
		bad := key.Cell
		for _, cell := range slices.Backward(below) {
			e := k.index[history.Key{Test: key.Test, Cell: cell}]
			if e == nil || e.Now == skipped {
				continue
			}
			if e.Now == passed {
				first = append(first, axis.Name+"="+version(bad, axis.Name))
				break
			}
			bad = cell
		}
	}
	return first
}

// neighbours returns the cells that differ from one in the version of an axis, in order.
func neighbours(axis event.Axis, cell string) (below, above []string) {
	v := version(cell, axis.Name)
	at := slices.Index(axis.Versions, v)
	if v == "" || at < 0 {
		return nil, nil
	}
	for i, other := range axis.Versions {
		switch c := with(cell, axis.Name, other); {
		case i < at:
			below = append(below, c)
		case i > at:
			above = append(above, c)
		}
	}
	return below, above
}

// version returns the version of an axis in a cell.
func version(cell, axis string) string {
	for part := range strings.SplitSeq(cell, ",") {
		if name, v, _ := strings.Cut(part, "="); name == axis {
			return v
		}
	}
	return ""
}

// with returns a cell with another version of an axis.
func with(cell, axis, version string) string {
	parts := strings.Split(cell, ",")
	for i, part := range parts {
		if name, _, _ := strings.Cut(part, "="); name == axis {
			parts[i] = axis + "=" + version
		}
	}
	return strings.Join(parts, ",")
}
