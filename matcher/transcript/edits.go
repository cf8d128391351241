package transcript

import (
	"slices"
	"strings"

	"dott/matcher"
)

// A Draft is an edit whose new lines are not written out: they are the lines
// [From,To) of the block's output. Where it only keeps what stands behind it from
// being misread, they are in New.
type Draft struct {
	matcher.Edit
	From, To int
}

// Size is how many lines it adds and removes.
func (d *Draft) Size() int { return d.End - d.Start + d.To - d.From + len(d.New) }

// newLine returns the line of the file, without its line end, that a draft puts in
// for line j of the output, which is l.
func newLine(t *Transcript, d *Draft, j int, l *matcher.Line) matcher.Text {
	above := Output
	if j == d.From {
		above = kindAbove(t, d.Start)
	}
	return written(t, d.Start, above, l)
}

// kindAbove returns the kind of the line in front of line n.
func kindAbove(t *Transcript, n int) Kind {
	if n == 0 {
		return Comment
	}
	return t.Lines[n-1].Kind
}

// decisive is how much of a line is looked at to see how it would be read, in bytes.
const decisive = 4 << 10

// written returns the line of the file for a line of output that is put in at
// line n, behind a line of some kind.
func written(t *Transcript, n int, above Kind, l *matcher.Line) matcher.Text {
	w := matcher.Writing{ASCII: t.format.ASCII}
	if f := t.fences.at(n); f != nil && f.hidden && strings.Contains(l.Shown(), "-->") {
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
func isExpected(t *Transcript, n int, above Kind, text string) bool {
	got, ok := t.syntax.Expected(t, n, above, t.syntax.Render(t, n, text))
	return ok && got == text
}

// Guard returns an expected line that is to stand at line n, directly behind line
// n-1 of the file, so that it reads as one: where it would be code, its first
// character is escaped.
func (t *Transcript) Guard(n int, text string) string {
	if isExpected(t, n, kindAbove(t, n), text) {
		return text
	}
	return matcher.EscapeFirst(text)
}

// guardNext keeps the expected line behind an edit that only deletes from reading
// as more of the code above, to which it comes to stand next.
func guardNext(t *Transcript, e *Draft) {
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
	if !isExpected(t, n, Output, text) {
		text = matcher.EscapeFirst(text)
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
	return strings.Join(matcher.Apply(rawLines(t), edits, t.eol), "")
}

// SameCommands reports whether the bytes of a file, in the same syntax, differ from
// the transcript in expected output and empty lines only.
func SameCommands(t *Transcript, data string) bool {
	return slices.EqualFunc(kept(t), kept(printedAs(t.syntax.Parse(data), t)), func(a, b Line) bool { return a.Kind == b.Kind && a.Text == b.Text })
}

// kept returns the lines that no edit changes.
func kept(t *Transcript) []Line {
	return slices.DeleteFunc(slices.Clone(t.Lines), func(l Line) bool {
		return l.Kind == Output || l.Kind == Blank || l.Kind == Comment && l.Text == ""
	})
}

// Unified returns the diff of the edits, between files of the given names, as far as
// the limit goes. more is how many changed lines there are besides those of the edits.
func (t *Transcript) Unified(max matcher.DiffLimit, from, to string, edits []matcher.Edit, more int) (string, matcher.Left) {
	diff, left := max.Unified(from, to, rawLines(t), edits, t.eol, more)
	return t.fences.headed(diff), left
}

// Excerpt returns the lines [start,end) of the file as the edits, which all lie
// among them, leave them, without line ends.
func Excerpt(t *Transcript, start, end int, edits []matcher.Edit) []string {
	var lines []string
	at := start
	upTo := func(end int) {
		for ; at < end; at++ {
			lines = append(lines, withoutEnd(t, t.Lines[at].Raw))
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

// rawLines returns the lines as they are in the file, with their line ends.
func rawLines(t *Transcript) []string {
	raw := make([]string, len(t.Lines))
	for i, l := range t.Lines {
		raw[i] = l.Raw
	}
	return raw
}
