package matcher

import (
	"fmt"
	"strings"
)

// contextLines is how many unchanged lines a unified diff shows around changes.
const contextLines = 3

// A DiffLimit is how many lines a diff has, unchanged ones among them, and how many
// KiB of them. What is beyond it is left out, but for the beginning of a line. 0 is no
// limit.
type DiffLimit int

// LongestShown is how much of a line a diff with a limit has, in bytes.
const LongestShown = 64 << 10

// Left is what was left out of a diff.
type Left struct {
	Lines int // that are added or removed
	Ends  int // of long lines
}

// Note is a line, for below a diff, that says what was left out and which file has it,
// if one has; it is empty where nothing was.
func (l Left) Note(whole string) string {
	var what []string
	verb := "is"
	count := func(n int, one, many string) {
		switch {
		case n == 1:
			what = append(what, one)
		case n > 1:
			what, verb = append(what, fmt.Sprintf(many, n)), "are"
		}
	}
	count(l.Lines, "1 more changed line", "%d more changed lines")
	count(l.Ends, "the end of a long line", "the ends of %d long lines")
	switch {
	case len(what) == 0:
		return ""
	case len(what) > 1:
		verb = "are"
	}
	if whole != "" {
		whole = "; all of it is in " + whole
	}
	return "# " + strings.Join(what, " and ") + " " + verb + " left out" + whole + "\n"
}

// Unified returns the unified diff of the edits, as `patch -p0` takes it, with
// the header lines cram writes: `--- from` and `+++ to`. It is empty when there
// are no edits. Lines and eol are as for [Apply].
func Unified(from, to string, lines []string, edits []Edit, eol string) string {
	diff, _ := DiffLimit(0).Unified(from, to, lines, edits, eol, 0)
	return diff
}

// Unified returns as much of [Unified] as there is room for. It is a diff still, of
// some of the edits. more is how many changed lines there are besides those of the
// edits.
func (max DiffLimit) Unified(from, to string, lines []string, edits []Edit, eol string, more int) (diff string, left Left) {
	if len(edits) == 0 {
		return "", left
	}
	d := differ{lines: lines, longest: LongestShown}
	if max == 0 {
		d.longest = -1
	}
	edits, left.Lines = max.clip(lines, edits)
	left.Lines += more
	d.clipped = left.Lines > 0
	edits = withLineEnds(lines, edits, eol, !d.clipped)
	fmt.Fprintf(&d.b, "--- %s\n+++ %s\n", from, to)
	shift := 0 // by how much the new file's lines are ahead
	for len(edits) > 0 {
		n := 1
		for n < len(edits) && edits[n].Start-edits[n-1].End <= 2*contextLines {
			n++
		}
		shift = d.hunk(edits[:n], shift, n == len(edits))
		edits = edits[n:]
	}
	left.Ends = d.ends
	return d.b.String(), left
}

// clip returns the edits for which there is room, the last of them perhaps in part,
// and how many changed lines the others have.
func (max DiffLimit) clip(lines []string, edits []Edit) (fit []Edit, left int) {
	if max == 0 {
		return edits, 0
	}
	room, bytes := int(max), int(max)<<10
	take := func(lines []string, most int) (n int) {
		for n < len(lines) && n < most && bytes > 0 {
			bytes -= min(len(lines[n]), LongestShown)
			n++
		}
		room -= n
		return n
	}
	for i, e := range edits {
		old, size := e.End-e.Start, e.End-e.Start+len(e.New)
		if left > 0 {
			left += size
			continue
		}
		if i > 0 {
			room -= min(e.Start-edits[i-1].End, 2*contextLines)
		}
		if room <= 0 {
			left += size
			continue
		}
		part := Edit{Start: e.Start}
		part.End = e.Start + take(lines[e.Start:e.End], room-min(len(e.New), room/2))
		part.New = e.New[:take(e.New, room)]
		if part.End-part.Start+len(part.New) > 0 {
			fit = append(fit, part)
		}
		left = old - (part.End - part.Start) + len(e.New) - len(part.New)
	}
	return fit, left
}

// A differ writes a diff.
type differ struct {
	lines   []string
	longest int  // bytes of a line; -1 is all
	clipped bool // there are more edits, or more of the last
	ends    int  // that were cut off
	b       strings.Builder
}

func (d *differ) hunk(edits []Edit, shift int, last bool) int {
	start := max(0, edits[0].Start-contextLines)
	end := min(len(d.lines), edits[len(edits)-1].End+contextLines)
	if last && d.clipped {
		end = edits[len(edits)-1].End // who knows what stays there
	}
	grown := 0
	for _, e := range edits {
		grown += len(e.New) - (e.End - e.Start)
	}
	fmt.Fprintf(&d.b, "@@ -%d,%d +%d,%d @@\n", start+1, end-start, start+shift+1, end-start+grown)
	at := start
	for _, e := range edits {
		d.write(" ", d.lines[at:e.Start])
		d.write("-", d.lines[e.Start:e.End])
		d.write("+", e.New)
		at = e.End
	}
	d.write(" ", d.lines[at:end])
	return shift + grown
}

func (d *differ) write(sign string, lines []string) {
	for _, s := range lines {
		d.b.WriteString(sign)
		if d.longest >= 0 && len(s) > d.longest {
			d.b.WriteString(s[:boundary(s, d.longest)] + "…\n")
			d.ends++
			continue
		}
		d.b.WriteString(s)
		if !strings.HasSuffix(s, "\n") {
			d.b.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
