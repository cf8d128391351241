package report

import (
	"fmt"
	"slices"
	"strings"

	"dott/runner/event"
)

// was says what earlier runs make of a failure, behind its place.
func was(e event.Event) string {
	if e.Past == nil {
		return ""
	}
	return e.Past.String() + ": "
}

// newFirst puts the failures that were there before behind the others, each in the place
// of one: what else there is to say stays where it is.
func newFirst(notes []note) {
	var failures []note
	for _, n := range notes {
		if n.failure {
			failures = append(failures, n)
		}
	}
	slices.SortStableFunc(failures, func(a, b note) int {
		switch {
		case a.known == b.known:
			return 0
		case b.known:
			return -1
		}
		return 1
	})
	for i := range notes {
		if notes[i].failure {
			notes[i], failures = failures[0], failures[1:]
		}
	}
}

// news is what a run says that the run before did not: what fails now and what does so
// no more.
type news struct {
	fresh   []string // failures that are new
	known   int      // and how many are not
	mended  []string
	mending int // how many are

	// telling is that one of them says more than that a test was run again. Plain says
	// none of them before: whoever mends a test knows that it failed a minute ago.
	telling bool
}

// toldNews is how many tests are named, at most.
const toldNews = 20

func (n *news) add(e event.Event) {
	n.telling = n.telling || e.Past.Telling()
	switch {
	case e.Allowed:
	case failed(e) && e.Past.Known():
		n.known++
	case failed(e) && e.Past != nil:
		line, _ := cause(e)
		n.fresh = append(n.fresh, strings.TrimSuffix(strings.TrimSpace(placeAt(e, line)), ":"))
	case e.Past != nil && e.Past.Is == event.Fixed:
		if n.mending++; n.mending <= toldNews {
			n.mended = append(n.mended, name(e)+": "+e.Past.String())
		}
	}
}

// fixed returns the lines about tests that fail no more.
func (n *news) fixed() string {
	if n.mending == 0 || !n.telling {
		return ""
	}
	text := strings.Join(n.mended, "\n") + "\n"
	if more := n.mending - len(n.mended); more > 0 {
		text += fmt.Sprintf("and %d more are fixed\n", more)
	}
	return text
}

// closing returns the last lines on a terminal, where failures of all kinds stand above:
// which of them are new, where not all are, and what fails no more.
func (n *news) closing() string {
	text := ""
	if n.known > 0 && len(n.fresh) > 0 {
		text = "# New: " + strings.Join(n.fresh[:min(len(n.fresh), toldNews)], ", ")
		if more := len(n.fresh) - toldNews; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		text += "\n"
	}
	return text + n.fixed()
}

// count says how many failures are new, where some are and some are not.
func (n *news) count() string {
	switch {
	case len(n.fresh) == 0 && n.known > 0:
		return "none of them new"
	case len(n.fresh) > 0:
		return fmt.Sprintf("%d of them new", len(n.fresh))
	}
	return ""
}
