package history

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"dott/runner/event"
)

// shownRuns is how many runs are shown, at most: what fits beside a name.
const shownRuns = 60

// Print writes the past of a test, or of those of a folder; "" is those that did not pass
// in all of the last runs.
func Print(w io.Writer, o Options, test string) error {
	h, err := NewStore(o.State, o.File).Load()
	switch {
	case errors.As(err, new(DamagedError)):
		o.Warn(fmt.Errorf("the history: %w", err))
	case err != nil:
		return fmt.Errorf("the history: %w", err)
	}
	if test != "" {
		test = o.Names.Key(event.Event{Test: test}).Test
	}
	known, err := h.Show(w, test)
	switch {
	case err != nil || known:
		return err
	case len(h.Runs) == 0:
		return errors.New("history: no run is known yet")
	}
	return fmt.Errorf("history: no run that is known had a test %s", test)
}

// Show writes the past of the tests of a name, or of a folder: a line for each test and
// cell, with a character for each run. Without a name it is those that did not pass in
// all of the last runs. known is false where no run had such a test.
func (h *History) Show(w io.Writer, test string) (known bool, err error) {
	var names []int
	for i, k := range h.names {
		if test == "" || test == "." || k.Test == test || strings.HasPrefix(k.Test, test+"#") || strings.HasPrefix(k.Test, test+"/") {
			names = append(names, i)
		}
	}
	if len(names) == 0 || len(h.Runs) == 0 {
		return false, nil
	}
	slices.SortFunc(names, func(a, b int) int {
		return cmp.Or(strings.Compare(h.names[a].Test, h.names[b].Test), strings.Compare(h.names[a].Cell, h.names[b].Cell))
	})
	runs := showWith(h, names)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	steady := 0
	for _, name := range names {
		row := strings.TrimRight(row(runs, name), " ")
		if test == "" && strings.Trim(row, ". ") == "" {
			steady++
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", shownTests(h, name), row, statusAt(h, name))
	}
	if err := table.Flush(); err != nil {
		return true, err
	}
	first, last := runs[0].Began.UTC().Format("2006-01-02"), runs[len(runs)-1].Began.UTC().Format("2006-01-02")
	count := "1 run, " + first
	if len(runs) > 1 {
		count = fmt.Sprintf("%d runs, %s to %s", len(runs), first, last)
	}
	switch {
	case steady == 1:
		count += "; 1 test passed in all that it was in"
	case steady > 1:
		count += fmt.Sprintf("; %d tests passed in all that they were in", steady)
	}
	_, err = fmt.Fprintf(w, "%s\n%c passed  %c failed  %c timed out  %c skipped  %c passed after a failure\n", count, Passed, Failed, TimedOut, Skipped, Flaky)
	return true, err
}

// showWith returns the last runs that had any of the names.
func showWith(h *History, names []int) (runs []*Run) {
	for _, r := range slices.Backward(h.Runs) {
		if slices.ContainsFunc(names, func(name int) bool { return r.at(name) >= 0 }) {
			runs = append(runs, r)
		}
		if len(runs) == shownRuns {
			break
		}
	}
	slices.Reverse(runs)
	return runs
}

// row returns a character for each run; a blank is one that did not have the test.
func row(runs []*Run, name int) string {
	b := make([]byte, len(runs))
	for i, r := range runs {
		b[i] = ' '
		if v, ok := r.verdict(name); ok {
			if b[i] = byte(v); v == Accepted {
				b[i] = byte(Passed)
			}
		}
	}
	return string(b)
}

func shownTests(h *History, name int) string {
	return event.Address(h.names[name].Test, h.names[name].Cell)
}

// statusAt says how it stands with a test: what its last run made of it, or else how long
// it takes.
func statusAt(h *History, name int) string {
	for i, r := range slices.Backward(h.Runs) {
		v, ok := r.verdict(name)
		if !ok {
			continue
		}
		cut := *h
		cut.Runs, cut.firsts = h.Runs[:i:i], nil
		p := cut.Past(h.names[name], v, r.Cells[h.names[name].Cell])
		switch {
		case p != nil:
			return p.String()
		case v.Bad():
			return "failed"
		case v == Skipped:
			return "skipped"
		}
		if s, n := h.Median(h.names[name]); n > 0 {
			return fmt.Sprintf("%.3g s", s)
		}
		break
	}
	return ""
}
