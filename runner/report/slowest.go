package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dott/runner/event"
	"dott/runner/report/printable"
)

// Slowest writes, at the end of a run, which tests took the longest.
type Slowest struct {
	Out io.Writer
	top top
}

// Handle takes one event.
func (s *Slowest) Handle(e event.Event) error {
	switch {
	case e.Done():
		s.top.add(e)
	case e.Action == event.Summary && s.top.tests > 0:
		var b strings.Builder
		fmt.Fprintf(&b, "# %.3f s in %s; the slowest:\n", s.top.seconds, plural(s.top.tests, "test"))
		for _, t := range s.top.slowest {
			fmt.Fprintf(&b, "# %9.3f s  %s\n", t.seconds, printable.Text(t.name, ""))
			for _, c := range t.commands {
				fmt.Fprintf(&b, "# %11.3f s    :%d  $ %s\n", c.Seconds, c.Line, printable.Text(c.Text, ""))
			}
		}
		_, err := io.WriteString(s.Out, b.String())
		return err
	}
	return nil
}

// howMany slow tests are told.
const howMany = 10

// top keeps the slowest tests, and the time of all.
type top struct {
	slowest []timed
	tests   int // that ran
	seconds float64
}

type timed struct {
	name     string
	seconds  float64
	commands []event.CommandTime // that took the most of it
}

func (t *top) add(e event.Event) {
	if e.Action == event.Skip {
		return
	}
	t.tests++
	t.seconds += e.Elapsed
	at := len(t.slowest)
	for at > 0 && t.slowest[at-1].seconds < e.Elapsed {
		at--
	}
	if at == howMany {
		return
	}
	test := timed{name(e), e.Elapsed, nil}
	for _, c := range e.Times {
		if c.Text != "" {
			test.commands = append(test.commands, c)
		}
	}
	t.slowest = slices.Insert(t.slowest, at, test)
	t.slowest = t.slowest[:min(len(t.slowest), howMany)]
}
