package prompt

import (
	"errors"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/review/change"
)

// edited lets the person edit the lines of a change as they will be written. The command
// stands above them, so that it is seen what they are the output of.
func (c *choice) edited(edits []matcher.Edit) ([]matcher.Edit, error) {
	if c.Edit == nil {
		return nil, errors.New("there is no editor here")
	}
	start, end := edits[0].Start, edits[len(edits)-1].End
	above := c.code(edits[0])
	text, err := c.Edit(above + c.excerpt(start, end, edits))
	if err != nil {
		return nil, err
	}
	text = strings.TrimPrefix(text, above)
	edit := matcher.Edit{Start: start, End: end}
	for l := range strings.Lines(text) {
		if c.about.Event.Target == "" {
			l = strings.TrimRight(l, "\r\n")
		}
		edit.New = append(edit.New, l)
	}
	made := []matcher.Edit{edit}
	if c.about.Event.Target == "" {
		made = transcript.Complete(c.about.Transcript, made)
	}
	result := change.Applied(c.about.Event, c.about.Data, made)
	if result == c.about.Data {
		return nil, errors.New("the file would stay as it is; n does that")
	}
	if c.about.Event.Target == "" && !transcript.SameCommands(c.about.Transcript, result) {
		return nil, errors.New("the file would have other commands or comments; only expected output can be edited here, and it keeps its indent")
	}
	return []matcher.Edit{edit}, nil
}

// code returns the lines of the command whose output an edit changes.
func (c *choice) code(e matcher.Edit) string {
	if c.about.Event.Target != "" {
		return ""
	}
	b := c.about.Transcript.Blocks[change.Block(c.about.Transcript, e)]
	var text strings.Builder
	for _, n := range slices.Concat(b.Code, b.Input) {
		text.WriteString(strings.TrimRight(c.about.Transcript.Lines[n].Raw, "\r\n") + "\n")
	}
	return text.String()
}

// excerpt returns the lines [start,end) of the file as edits leave them.
func (c *choice) excerpt(start, end int, edits []matcher.Edit) string {
	if c.about.Event.Target == "" {
		var b strings.Builder
		for _, l := range transcript.Excerpt(c.about.Transcript, start, end, edits) {
			b.WriteString(l + "\n")
		}
		return b.String()
	}
	shifted := make([]matcher.Edit, len(edits))
	for i, e := range edits {
		shifted[i] = matcher.Edit{Start: e.Start - start, End: e.End - start, New: e.New}
	}
	return strings.Join(matcher.Apply(change.Lines(c.about.Data)[start:end], shifted, ""), "")
}
