package matcher

import "strings"

// An Edit replaces lines [Start,End) of a file, counted from 0, by New. It is
// the one form of a change from the matcher on: shown as a diff, written to the
// .err file, accepted or left by a person. The edits of a file are in order, and
// between two of them is a line that stays.
type Edit struct {
	Start int      `json:"start"`
	End   int      `json:"end"`
	New   []string `json:"new,omitempty"` // without line ends; valid UTF-8
}

// Apply returns lines with the edits made. Every line has its line end, but the
// last may lack it; if it does, so does the last line of the result (unless that
// is empty, and would not be there without its end). New lines end in eol.
func Apply(lines []string, edits []Edit, eol string) []string {
	if len(edits) == 0 {
		return lines
	}
	size := len(lines)
	for _, e := range edits {
		size += len(e.New) - (e.End - e.Start)
	}
	out := make([]string, 0, size)
	at := 0
	for _, e := range edits {
		out = append(out, lines[at:e.Start]...)
		for _, s := range e.New {
			out = append(out, s+eol)
		}
		at = e.End
	}
	out = append(out, lines[at:]...)
	if n := len(lines); n > 0 && !strings.HasSuffix(lines[n-1], "\n") {
		for i, s := range out {
			if !strings.HasSuffix(s, "\n") {
				out[i] = s + eol
			}
		}
		if n := len(out); n > 0 {
			out[n-1] = unended(out[n-1], eol)
		}
	}
	return out
}

// withLineEnds returns the edits with line ends on their new lines, as Apply
// would write them: in a file without a final newline, the last line changes
// when something is put behind it or it is taken away. That is so only where the edits
// are all that there are.
func withLineEnds(lines []string, edits []Edit, eol string, all bool) []Edit {
	ended := make([]Edit, len(edits))
	for i, e := range edits {
		ended[i] = Edit{Start: e.Start, End: e.End}
		for _, s := range e.New {
			ended[i].New = append(ended[i].New, s+eol)
		}
	}
	if !all {
		return ended
	}
	n := len(lines)
	last := &ended[len(ended)-1]
	if n == 0 || last.End != n || strings.HasSuffix(lines[n-1], "\n") {
		return ended
	}
	switch {
	case len(last.New) > 0 && last.Start < n: // the last line is replaced
	case len(last.New) > 0: // lines are put behind it
		last.Start--
		last.New = append([]string{lines[n-1] + eol}, last.New...)
	case last.Start > 0: // it goes: the line before loses its line end
		last.Start--
		last.New = []string{lines[last.Start]}
		if !strings.HasSuffix(last.New[0], eol) {
			last.New[0] += eol
		}
	default:
		return ended
	}
	last.New[len(last.New)-1] = unended(last.New[len(last.New)-1], eol)
	return ended
}

// unended returns a last line without its end.
func unended(line, eol string) string {
	if line == eol {
		return line
	}
	return strings.TrimSuffix(line, eol)
}
