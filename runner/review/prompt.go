package review

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/event"
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

	all, stopped bool
	// together returns the condition of a line that stands for several, in a file that
	// runs several times; see group.together.
	together func(conditions [][]feature.Term) (terms []feature.Term, ok bool)
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

const (
	question = "Accept this change? [y,n,a,A,s,e,g,q,?] "
	helpText = `y  accept: write this change into the file
n  leave the lines as they are in the file
a  accept this and the rest of this file
A  accept this and everything that follows, in all files
s  split into smaller changes, and ask for each
e  edit the lines first, in $VISUAL or $EDITOR; then ask again
g  make patterns that match the old and the new lines, or those of all cases and
   cells; then ask again
q  ask no more: what was accepted is written, all else is left
?  this help
`
)

// choose returns the edits of a failing test that the person accepts, and
// whether all of its differences were shown. An error is not the end of the
// answers but of the run.
func (p *Prompt) choose(e event.Event, data string, t *transcript.Transcript) (chosen []matcher.Edit, seen bool, err error) {
	if p.all {
		return e.Edits, false, nil
	}
	if p.stopped {
		return nil, false, nil
	}
	p.Begin()
	p.showDiff(diffHeader(e.Diff))
	c := choice{Prompt: p, event: e, data: data, transcript: t}
	queue := [][]matcher.Edit{e.Edits}
	if e.Target == "" {
		queue = byBlock(t, e.Edits)
	}
	for len(queue) > 0 {
		unit := queue[0]
		if p.all || c.rest {
			chosen = append(chosen, unit...)
			queue = queue[1:]
			continue
		}
		if !c.quietly {
			p.showDiff(hunks(diffOf(p.MaxDiff, e, data, unit, "")))
		}
		c.quietly = false
		answer, err := p.answer(question)
		if err != nil {
			return nil, false, err
		}
		switch answer {
		case "y", "a", "A":
			c.rest = answer == "a"
			p.all = answer == "A"
			chosen = append(chosen, unit...)
			queue = queue[1:]
		case "n":
			queue = queue[1:]
		case "q":
			p.stopped = true
			return chosen, len(queue) == 1, nil
		default:
			queue = c.change(answer, unit, queue)
		}
	}
	return chosen, true, nil
}

// choice is what choose knows about one file.
type choice struct {
	*Prompt
	event      event.Event
	data       string
	transcript *transcript.Transcript // of no use where the event has a Target
	rest       bool                   // the rest of the file is accepted
	quietly    bool                   // nothing new to show before the next question
	named      map[place]string       // patterns with names for values that come more than once
}

// change answers what neither accepts nor leaves the first change of the queue.
func (c *choice) change(answer string, unit []matcher.Edit, queue [][]matcher.Edit) [][]matcher.Edit {
	replaced := func(units ...[]matcher.Edit) [][]matcher.Edit { return append(units, queue[1:]...) }
	say := func(text string) [][]matcher.Edit {
		c.quietly = true
		c.show(text)
		return queue
	}
	switch answer {
	case "s":
		parts := splitUnit(unit)
		if len(parts) == 1 {
			return say("This change cannot be split further.\n")
		}
		return replaced(parts...)
	case "g":
		globbed, ok := c.globbed(unit)
		if !ok {
			return say("There is no pattern to make: no old and new line here have anything in common.\n")
		}
		return replaced(globbed)
	case "e":
		edited, err := c.edited(unit)
		if err != nil {
			return say(fmt.Sprintf("Not edited: %v.\n", err))
		}
		return replaced(edited)
	case "?":
		return say(helpText)
	}
	return say(fmt.Sprintf("%q is none of the answers:\n%s", answer, helpText))
}

// yes shows a diff and asks a question that has only two answers; the end of
// answers is a no.
func (p *Prompt) yes(diff, text string) (bool, error) {
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

// edited lets the person edit the lines of a change as they will be written.
func (c *choice) edited(unit []matcher.Edit) ([]matcher.Edit, error) {
	if c.Edit == nil {
		return nil, errors.New("there is no editor here")
	}
	start, end := unit[0].Start, unit[len(unit)-1].End
	text, err := c.Edit(c.excerpt(start, end, unit))
	if err != nil {
		return nil, err
	}
	edit := matcher.Edit{Start: start, End: end}
	for l := range strings.Lines(text) {
		if c.event.Target == "" {
			l = strings.TrimRight(l, "\r\n")
		}
		edit.New = append(edit.New, l)
	}
	edits := []matcher.Edit{edit}
	if c.event.Target == "" {
		edits = transcript.Complete(c.transcript, edits)
	}
	result := appliedTo(c.event, c.data, edits)
	if result == c.data {
		return nil, errors.New("the file would stay as it is; n does that")
	}
	if c.event.Target == "" && !transcript.SameCommands(c.transcript, result) {
		return nil, errors.New("the file would have other commands or comments; only expected output can be edited here, and it keeps its indent")
	}
	return []matcher.Edit{edit}, nil
}

// excerpt returns the lines [start,end) of the file as edits leave them.
func (c *choice) excerpt(start, end int, edits []matcher.Edit) string {
	if c.event.Target == "" {
		var b strings.Builder
		for _, l := range transcript.Excerpt(c.transcript, start, end, edits) {
			b.WriteString(l + "\n")
		}
		return b.String()
	}
	shifted := make([]matcher.Edit, len(edits))
	for i, e := range edits {
		shifted[i] = matcher.Edit{Start: e.Start - start, End: e.End - start, New: e.New}
	}
	return strings.Join(matcher.Apply(fileLines(c.data)[start:end], shifted, ""), "")
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
