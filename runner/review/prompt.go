package review

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// A Prompt asks a person about changes, one at a time: a block of the
// transcript, or a part of it once it was split. When the answers end, nothing
// more is accepted.
type Prompt struct {
	Out   io.Writer
	Key   func() (string, error)            // the next answer; io.EOF when there are no more
	Edit  func(text string) (string, error) // lets the person edit a text
	Begin func()                            // called before anything is written about a test
	Color func(diff string) string          // dresses up a diff

	all, stopped bool
}

// Lines returns a Key function that reads an answer a line, and echoes it as a
// terminal would; an empty line answers no.
func Lines(in io.Reader, out io.Writer) func() (string, error) {
	r := bufio.NewReader(in)
	return func() (string, error) {
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
	helpText = `y  accept this change
n  leave it
a  accept it and the rest of this file
A  accept everything, in this file and all that follow
s  split it into smaller changes
e  edit what will be written
g  turn its lines into glob lines that match both the old and the new
q  stop here: keep what was accepted, ask no more
?  this help
`
)

// choose returns the edits of a failing test that the person accepts.
func (p *Prompt) choose(e event.Event, data string, indent int) []matcher.Edit {
	if p.all {
		return e.Edits
	}
	if p.stopped {
		return nil
	}
	p.Begin()
	p.showDiff(diffHeader(e.Diff))
	c := choice{Prompt: p, name: e.Test, data: data, lines: fileLines(data), indent: indent}
	queue := byBlock(transcript.Parse(data, indent), e.Edits)
	var chosen []matcher.Edit
	for len(queue) > 0 {
		unit := queue[0]
		if p.all || c.rest {
			chosen = append(chosen, unit...)
			queue = queue[1:]
			continue
		}
		if !c.quietly {
			p.showDiff(hunks(matcher.Unified(c.name, c.name+".err", c.lines, unit, transcript.LineEnd(data))))
		}
		c.quietly = false
		answer, err := p.answer(question)
		if err != nil {
			break
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
			return chosen
		default:
			queue = c.change(answer, unit, queue)
		}
	}
	return chosen
}

// choice is what choose knows about one file.
type choice struct {
	*Prompt
	name, data string
	lines      []string
	indent     int
	rest       bool // the rest of the file is accepted
	quietly    bool // nothing new to show before the next question
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
			return say("this change cannot be split further\n")
		}
		return replaced(parts...)
	case "g":
		globbed, ok := c.globbed(unit)
		if !ok {
			return say("no old and new line of this change have anything in common that a glob could keep\n")
		}
		return replaced(globbed)
	case "e":
		edited, err := c.edited(unit)
		if err != nil {
			return say(fmt.Sprintf("not changed: %v\n", err))
		}
		return replaced(edited)
	}
	return say(helpText)
}

// yes asks a question that has only two answers; the end of answers is a no.
func (p *Prompt) yes(text string) bool {
	if p.all {
		return true
	}
	p.Begin()
	for !p.stopped {
		answer, err := p.answer(text + " [y,n] ")
		switch {
		case err != nil || answer == "n" || answer == "q":
			return false
		case answer == "y" || answer == "a" || answer == "A":
			return true
		}
	}
	return false
}

func (p *Prompt) answer(text string) (string, error) {
	p.show(text)
	answer, err := p.Key()
	if err != nil {
		p.stopped = true
		p.show("\n")
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

// byBlock groups the edits of one block each.
func byBlock(t *transcript.Transcript, edits []matcher.Edit) [][]matcher.Edit {
	block := func(e matcher.Edit) int {
		n := e.Start
		if e.Start == e.End {
			n-- // put behind this line
		}
		if n < 0 {
			return 0
		}
		return t.Lines[n].Block
	}
	var units [][]matcher.Edit
	for i, e := range edits {
		if i == 0 || block(e) != block(edits[i-1]) {
			units = append(units, nil)
		}
		last := &units[len(units)-1]
		*last = append(*last, e)
	}
	return units
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

// globbed returns the change with each replaced line as a glob for the old and
// the new form.
func (c *choice) globbed(unit []matcher.Edit) ([]matcher.Edit, bool) {
	var out []matcher.Edit
	any := false
	for _, e := range unit {
		g := matcher.Edit{Start: e.Start, End: e.End}
		for k, text := range e.New {
			if n := e.Start + k; n < e.End {
				old := strings.TrimRight(c.lines[n], "\r\n")
				if len(old) >= c.indent && !strings.HasSuffix(text, " (glob)") {
					if glob, ok := globLine([]string{old[c.indent:], text[c.indent:]}); ok {
						text = text[:c.indent] + glob
						any = true
					}
				}
			}
			g.New = append(g.New, text)
		}
		out = append(out, g)
	}
	return out, any
}

// edited lets the person edit the lines of a change as they will be written.
func (c *choice) edited(unit []matcher.Edit) ([]matcher.Edit, error) {
	if c.Edit == nil {
		return nil, errors.New("there is no editor here")
	}
	start, end := unit[0].Start, unit[len(unit)-1].End
	shifted := make([]matcher.Edit, len(unit))
	for i, e := range unit {
		shifted[i] = matcher.Edit{Start: e.Start - start, End: e.End - start, New: e.New}
	}
	eol := transcript.LineEnd(c.data)
	region := make([]string, 0, end-start)
	for _, l := range c.lines[start:end] {
		region = append(region, strings.TrimRight(l, "\r\n")+"\n")
	}
	text, err := c.Edit(strings.Join(matcher.Apply(region, shifted, "\n"), ""))
	if err != nil {
		return nil, err
	}
	edit := matcher.Edit{Start: start, End: end}
	for l := range strings.Lines(text) {
		edit.New = append(edit.New, strings.TrimRight(l, "\r\n"))
	}
	if edit.Start == edit.End && len(edit.New) == 0 {
		return nil, errors.New("nothing is left of it; answer n to leave the file as it is")
	}
	result := strings.Join(matcher.Apply(c.lines, []matcher.Edit{edit}, eol), "")
	if !sameCommands(c.data, result, c.indent) {
		return nil, errors.New("only expected output can be edited here, and it is indented")
	}
	return []matcher.Edit{edit}, nil
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
