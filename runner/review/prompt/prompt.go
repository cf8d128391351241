// Package prompt asks a person about changes, one at a time.
package prompt

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/review/change"
)

// A Prompt asks a person about changes, one at a time: a block of the
// transcript, or a part of it once it was split. When the answers end, nothing
// more is accepted.
type Prompt struct {
	Out     io.Writer
	Key     func(question string) (string, error) // asks; io.EOF when there are no more answers, any other error ends the run
	Edit    func(text string) (string, error)     // lets the person edit a text
	Begin   func()                                // called before anything is written about a test
	Color   func(diff string) string              // dresses up a diff
	MaxDiff matcher.DiffLimit
	// Accept returns the command that accepts the change at a line. It is for those who
	// have no terminal: when there are no more answers, each change that is left is shown
	// with it. It may be nil.
	Accept func(about change.Change, line int) string
	// Listing shows changes in that way from the first one on, and asks nothing.
	Listing bool

	all, stopped bool
}

// Lines returns a Key function that reads an answer a line, and echoes it as a
// terminal would; an empty line answers no.
func Lines(in io.Reader, out io.Writer) func(question string) (string, error) {
	r := bufio.NewReader(in)
	return func(question string) (string, error) {
		if _, err := io.WriteString(out, question); err != nil {
			return "", err
		}
		line, err := r.ReadString('\n')
		if err != nil && line == "" {
			return "", err
		}
		if line = strings.TrimSpace(line); line == "" {
			line = "n"
		}
		_, err = fmt.Fprintln(out, line)
		return line, err
	}
}

const helpText = `y  accept: write this change into the file
n  leave the lines as they are in the file
a  accept this and the rest of this file
A  accept this and everything that follows, in all files
s  split into smaller changes, and ask for each
e  edit the lines first, in $VISUAL or $EDITOR; then ask again
g  make patterns that match the old and the new lines, or those of all cases and
   cells; then ask again
b  go back to the change before this one in the file, and ask for it again
u  undo the last answer in this file, whatever it was
q  ask no more: what was accepted is written, all else is left
?  this help
`

// A unit is a change that is asked for as one.
type unit struct {
	edits    []matcher.Edit
	accepted bool
}

// state is where the answers for one file have come to.
type state struct {
	units []unit
	at    int // the unit that is asked for; those before have an answer
}

// choice is what is known of one file while it is asked for.
type choice struct {
	*Prompt
	state
	about   change.Change
	before  []state          // each answer
	quietly bool             // nothing new to show before the next question
	named   map[place]string // patterns with names for values that come more than once
}

// Choose asks about each change of a failing test.
func (p *Prompt) Choose(about change.Change) (chosen []matcher.Edit, seen bool, err error) {
	if p.all {
		return about.Event.Edits, false, nil
	}
	if p.stopped && !p.Listing {
		return nil, false, nil
	}
	p.Begin()
	whole := about.Event.Diff
	if whole == "" { // as of a run before this one
		whole = change.Diff(p.MaxDiff, about.Event, about.Data, about.Event.Edits, "")
	}
	p.showDiff(diffHeader(whole))
	c := choice{Prompt: p, about: about}
	if about.Event.Target != "" {
		c.units = []unit{{edits: about.Event.Edits}}
	} else {
		for _, edits := range change.ByBlock(about.Transcript, about.Event.Edits) {
			c.units = append(c.units, unit{edits: edits})
		}
	}
	for c.at < len(c.units) {
		if !c.quietly {
			p.showDiff(c.diff())
		}
		c.quietly = false
		if p.Listing {
			p.show("To accept it: " + p.Accept(about, change.Line(c.units[c.at].edits)) + "\n")
			c.at++
			continue
		}
		answer, err := p.answer(c.question())
		if err != nil {
			return nil, false, err
		}
		if p.Listing {
			c.quietly = true // it was shown
			continue
		}
		last := c.at == len(c.units)-1
		c.take(answer)
		if answer == "q" {
			p.stopped = true
			return c.chosen(), last, nil
		}
	}
	return c.chosen(), true, nil
}

// Silent reports whether nothing more is asked.
func (p *Prompt) Silent() bool { return p.all || p.stopped || p.Listing }

// Done reports whether nothing more is asked or shown, as the person wanted.
func (p *Prompt) Done() bool { return p.stopped && !p.Listing }

// question asks for the change, and says how many there are in the file.
func (c *choice) question() string {
	count := ""
	if len(c.units) > 1 {
		count = fmt.Sprintf(" %d/%d", c.at+1, len(c.units))
	}
	return "Accept this change" + count + "? [y,n,a,A,s,e,g,b,u,q,?] "
}

// chosen returns what is accepted by now.
func (c *choice) chosen() (edits []matcher.Edit) {
	for _, u := range c.units {
		if u.accepted {
			edits = append(edits, u.edits...)
		}
	}
	return edits
}

// take does what an answer says.
func (c *choice) take(answer string) {
	was := state{slices.Clone(c.units), c.at}
	switch answer {
	case "y", "a", "A":
		until := c.at + 1
		if answer != "y" {
			until = len(c.units)
		}
		for ; c.at < until; c.at++ {
			c.units[c.at].accepted = true
		}
		c.all = answer == "A"
	case "n":
		c.at++
	case "q":
		return
	case "b":
		if c.at == 0 {
			c.say("This is the first change of the file.\n")
			return
		}
		c.at--
		c.units[c.at].accepted = false
	case "u":
		if len(c.before) == 0 {
			c.say("There is no answer to undo in this file.\n")
			return
		}
		c.state = c.before[len(c.before)-1]
		c.before = c.before[:len(c.before)-1]
		return
	default:
		parts := c.instead(answer, c.units[c.at].edits)
		if parts == nil {
			return
		}
		c.units = slices.Concat(was.units[:c.at], parts, was.units[c.at+1:])
	}
	c.before = append(c.before, was)
}

func (c *choice) say(text string) {
	c.quietly = true
	c.show(text)
}

// instead returns what is asked for instead of a change; nil is that it stays.
func (c *choice) instead(answer string, edits []matcher.Edit) []unit {
	switch answer {
	case "s":
		parts := splitUnit(edits)
		if len(parts) == 1 {
			c.say("This change cannot be split further.\n")
			return nil
		}
		var units []unit
		for _, part := range parts {
			units = append(units, unit{edits: part})
		}
		return units
	case "g":
		globbed, ok := c.globbed(edits)
		if !ok {
			c.say("There is no pattern to make: no old and new line here have anything in common.\n")
			return nil
		}
		return []unit{{edits: globbed}}
	case "e":
		edited, err := c.edited(edits)
		if err != nil {
			c.say(fmt.Sprintf("Not edited: %v.\n", err))
			return nil
		}
		return []unit{{edits: edited}}
	case "?":
		c.say(helpText)
		return nil
	}
	c.say(fmt.Sprintf("%q is not an answer:\n%s", answer, helpText))
	return nil
}

// diff returns the hunks of the change that is asked for. What was accepted of its block
// stands in it as it will be.
func (c *choice) diff() string {
	edits := c.units[c.at].edits
	var accepted []matcher.Edit
	shift := 0
	for i, u := range c.units {
		if c.about.Event.Target != "" || !u.accepted || change.Block(c.about.Transcript, u.edits[0]) != change.Block(c.about.Transcript, edits[0]) {
			continue
		}
		accepted = append(accepted, u.edits...)
		if i < c.at {
			for _, e := range u.edits {
				shift += len(e.New) - (e.End - e.Start)
			}
		}
	}
	if accepted == nil {
		return hunks(change.Diff(c.MaxDiff, c.about.Event, c.about.Data, edits, ""))
	}
	shifted := make([]matcher.Edit, len(edits))
	for i, e := range edits {
		shifted[i] = matcher.Edit{Start: e.Start + shift, End: e.End + shift, New: e.New}
	}
	return hunks(change.Diff(c.MaxDiff, c.about.Event, transcript.Apply(c.about.Data, accepted), shifted, ""))
}

// Yes shows a diff and asks a question that has only two answers; the end of
// answers is a no.
func (p *Prompt) Yes(diff, text string) (bool, error) {
	if p.all || p.stopped {
		return p.all, nil
	}
	p.Begin()
	p.showDiff(diff)
	for {
		answer, err := p.answer(text + " [y,n] ")
		switch {
		case err != nil || answer == "n":
			return false, err
		case answer == "q":
			p.stopped = true
			return false, nil
		case answer == "y" || answer == "a" || answer == "A":
			return true, nil
		}
		p.show("y  write them\nn  leave the file as it is\n")
	}
}

// answer asks and returns the answer; the end of the answers is a q.
func (p *Prompt) answer(text string) (string, error) {
	answer, err := p.Key(text)
	if err != nil {
		p.show("\n")
	}
	if errors.Is(err, io.EOF) {
		p.Listing = p.Accept != nil
		return "q", nil
	}
	return answer, err
}

func (p *Prompt) show(text string) { _, _ = io.WriteString(p.Out, text) }

func (p *Prompt) showDiff(diff string) {
	if p.Color != nil {
		diff = p.Color(diff)
	}
	p.show(diff)
}

// splitUnit cuts a change in parts: its edits, or a single edit line by line.
func splitUnit(unit []matcher.Edit) [][]matcher.Edit {
	var parts [][]matcher.Edit
	if len(unit) > 1 {
		for _, e := range unit {
			parts = append(parts, []matcher.Edit{e})
		}
		return parts
	}
	e := unit[0]
	old := e.End - e.Start
	for k := range max(old, len(e.New)) {
		part := matcher.Edit{Start: min(e.Start+k, e.End), End: min(e.Start+k+1, e.End)}
		if k < len(e.New) {
			part.New = e.New[k : k+1]
		}
		parts = append(parts, []matcher.Edit{part})
	}
	return parts
}

// diffHeader returns the two lines that name the files of a diff.
func diffHeader(diff string) string { return diff[:len(diff)-len(hunks(diff))] }

// hunks returns a diff without the lines that name its files.
func hunks(diff string) string {
	for range 2 {
		_, diff, _ = strings.Cut(diff, "\n")
	}
	return diff
}
