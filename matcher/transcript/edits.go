package transcript

import (
	"slices"
	"strings"

	"dott/matcher"
)

// Patterns returns the expected lines of a block as patterns.
func (t *Transcript) Patterns(block int) []matcher.Pattern {
	output := t.Blocks[block].Output
	above := 0 // where the line before ends, or the command
	if code := t.Blocks[block].Code; len(code) > 0 {
		above = code[len(code)-1] + 1
	}
	patterns := make([]matcher.Pattern, len(output))
	for i, n := range output {
		switch {
		case t.Lines[n].Kind == Blank:
			patterns[i] = matcher.BlankLine()
			patterns[i].Firm = t.Lines[n].fenced
		case !t.HasValues():
			patterns[i] = matcher.ParseCram(t.Lines[n].Text)
			patterns[i].AnyEnd = t.format.Scrut
		default:
			patterns[i] = matcher.Parse(t.Lines[n].Text)
		}
		p := &patterns[i]
		p.Suspect, p.Line = t.suspects[n], n
		p.Apart = t.hasComment(above, n)
		above = n + 1
	}
	return patterns
}

// hasComment reports whether a comment is among the lines [start,end).
func (t *Transcript) hasComment(start, end int) bool {
	return start < end && slices.ContainsFunc(t.Lines[start:end], func(l Line) bool { return l.Kind == Comment })
}

// A Draft is an edit whose new lines are not written out: they are the lines
// [From,To) of the block's output. Where it only keeps what stands behind it from
// being misread, they are in New.
type Draft struct {
	matcher.Edit
	From, To int
}

// Size is how many lines it adds and removes.
func (d *Draft) Size() int { return d.End - d.Start + d.To - d.From + len(d.New) }

// Drafts turns the changes of a block into drafts of edits, in order.
func (t *Transcript) Drafts(block int, changes []matcher.Change) []Draft {
	var drafts []Draft
	output := t.Blocks[block].Output
	if len(t.fences) > 0 {
		changes = t.aboveBlanks(block, changes)
	}
	for _, c := range changes {
		at := t.place(block, c)
		d := Draft{matcher.Edit{Start: at, End: at}, c.From, c.To}
		// A deleted stretch may have comments in it, which stay.
		for i := c.Start; i < c.End; i++ {
			if output[i] != d.End {
				drafts = append(drafts, d)
				d = Draft{matcher.Edit{Start: output[i], End: output[i]}, c.To, c.To}
			}
			d.End = output[i] + 1
		}
		drafts = append(drafts, d)
	}
	for i := range drafts {
		t.guardNext(&drafts[i])
	}
	return drafts
}

// newLine returns the line of the file, without its line end, that a draft puts in
// for line j of the output, which is l.
func (t *Transcript) newLine(d *Draft, j int, l *matcher.Line) matcher.Text {
	above := Output
	if j == d.From {
		above = t.above(d.Start)
	}
	return t.written(d.Start, above, l)
}

// Edits turns the changes of a block into edits of the file's lines.
func (t *Transcript) Edits(block int, changes []matcher.Change, got []matcher.Line) []matcher.Edit {
	drafts := t.Drafts(block, changes)
	edits := make([]matcher.Edit, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		edits[i] = d.Edit
		for j := d.From; j < d.To; j++ {
			text := t.newLine(d, j, &got[j])
			edits[i].New = append(edits[i].New, text.String())
		}
	}
	return edits
}

// place returns the index of the line of the file at which a change begins.
func (t *Transcript) place(block int, c matcher.Change) int {
	output := t.Blocks[block].Output
	switch {
	case c.Start < c.End:
		return output[c.Start]
	case c.Start > 0:
		return output[c.Start-1] + 1
	}
	// Directly behind the command, unless some of its expected lines stand higher.
	start := 0
	for _, above := range [][]int{t.Blocks[block].Code, t.Blocks[block].Input} {
		if n := len(above); n > 0 {
			start = max(start, above[n-1]+1)
		}
	}
	if len(output) > 0 {
		start = min(start, output[0])
	}
	return start
}

// above returns the kind of the line in front of line n.
func (t *Transcript) above(n int) Kind {
	if n == 0 {
		return Comment
	}
	return t.Lines[n-1].Kind
}

// decisive is how much of a line is looked at to see how it would be read, in bytes.
const decisive = 4 << 10

// written returns the line of the file for a line of output that is put in at
// line n, behind a line of some kind.
func (t *Transcript) written(n int, above Kind, l *matcher.Line) matcher.Text {
	w := matcher.Writing{ASCII: t.format.ASCII}
	if f := t.fenceAt(n); f != nil && f.hidden && strings.Contains(l.Shown(), "-->") {
		w.Escape = ">"
	}
	text := l.Text(w)
	head, _ := text.Head(decisive)
	line := t.syntax.Render(t, n, head)
	if got, ok := t.syntax.Expected(t, n, above, line); !ok || got != head {
		w.EscapeFirst = true
		text = l.Text(w)
		head, _ = text.Head(decisive)
		line = t.syntax.Render(t, n, head)
	}
	text.Before = strings.TrimSuffix(line, head)
	return text
}

// isExpected reports whether an expected line, written into the file at line n,
// reads as one.
func (t *Transcript) isExpected(n int, above Kind, text string) bool {
	got, ok := t.syntax.Expected(t, n, above, t.syntax.Render(t, n, text))
	return ok && got == text
}

// Guard returns an expected line that is to stand at line n, directly behind line
// n-1 of the file, so that it reads as one: where it would be code, its first
// character is escaped.
func (t *Transcript) Guard(n int, text string) string {
	if t.isExpected(n, t.above(n), text) {
		return text
	}
	p := matcher.Parse(text)
	return p.EscapeFirst()
}

// guardNext keeps the expected line behind an edit that only deletes from reading
// as more of the code above, to which it comes to stand next.
func (t *Transcript) guardNext(e *Draft) {
	if e.From < e.To || e.End == len(t.Lines) || t.Lines[e.End].Kind != Output {
		return
	}
	text := t.Lines[e.End].Text
	if guarded := t.Guard(e.Start, text); guarded != text {
		e.New = []string{t.syntax.Render(t, e.End, guarded)}
		e.End++
	}
}

// WriteOutput returns the line of the file, without its line end, that holds an
// expected line at line n, behind others or not.
func (t *Transcript) WriteOutput(n int, text string) string {
	if !t.isExpected(n, Output, text) {
		p := matcher.Parse(text)
		text = p.EscapeFirst()
	}
	return t.syntax.Render(t, n, text)
}

// ReadOutput returns the expected line in a line that an edit puts in at line n;
// it reports false if that is anything else.
func (t *Transcript) ReadOutput(n int, line string) (text string, ok bool) {
	return t.syntax.Expected(t, n, Output, line)
}

// HasValues reports whether names in expected lines are values, and whether these may match
// in any order, or as JSON; where not, what says so is text.
func (t *Transcript) HasValues() bool { return !t.format.Plain && !t.format.Scrut }

// HasConditions reports whether an expected line may have conditions; where not,
// they are text.
func (t *Transcript) HasConditions() bool { return !t.format.Plain }

// Apply returns the bytes of a test file, in whatever syntax, with edits made. New
// lines end as the others do.
func Apply(data string, edits []matcher.Edit) string {
	return strings.Join(matcher.Apply(slices.Collect(strings.Lines(data)), edits, lineEnd(data)), "")
}

// Unified returns the diff of edits of a test file, between files of the given
// names, as far as the limit goes.
func Unified(max matcher.DiffLimit, from, to, data string, edits []matcher.Edit) (string, matcher.Left) {
	return max.Unified(from, to, slices.Collect(strings.Lines(data)), edits, lineEnd(data), 0)
}

// Apply returns the file with the edits made.
func (t *Transcript) Apply(edits []matcher.Edit) string {
	return strings.Join(matcher.Apply(t.raw(), edits, t.eol), "")
}

// SameCommands reports whether the bytes of a file, in the same syntax, differ from
// the transcript in expected output and empty lines only.
func (t *Transcript) SameCommands(data string) bool {
	return slices.EqualFunc(t.kept(), t.syntax.Parse(data).kept(), func(a, b Line) bool { return a.Kind == b.Kind && a.Text == b.Text })
}

// kept returns the lines that no edit changes.
func (t *Transcript) kept() []Line {
	return slices.DeleteFunc(slices.Clone(t.Lines), func(l Line) bool {
		return l.Kind == Output || l.Kind == Blank || l.Kind == Comment && l.Text == ""
	})
}

// Unified returns the diff of the edits, between files of the given names, as far as
// the limit goes. more is how many changed lines there are besides those of the edits.
func (t *Transcript) Unified(max matcher.DiffLimit, from, to string, edits []matcher.Edit, more int) (string, matcher.Left) {
	diff, left := max.Unified(from, to, t.raw(), edits, t.eol, more)
	return t.headed(diff), left
}

// Excerpt returns the lines [start,end) of the file as the edits, which all lie
// among them, leave them, without line ends.
func (t *Transcript) Excerpt(start, end int, edits []matcher.Edit) []string {
	var lines []string
	at := start
	upTo := func(end int) {
		for ; at < end; at++ {
			lines = append(lines, t.withoutEnd(t.Lines[at].Raw))
		}
	}
	for _, e := range edits {
		upTo(e.Start)
		lines = append(lines, e.New...)
		at = e.End
	}
	upTo(end)
	return lines
}

// raw returns the lines as they are in the file, with their line ends.
func (t *Transcript) raw() []string {
	raw := make([]string, len(t.Lines))
	for i, l := range t.Lines {
		raw[i] = l.Raw
	}
	return raw
}
