package judge

import (
	"io"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// diffLimit is how much of edits a diff needs.
func diffLimit(max matcher.DiffLimit) transcript.Limit {
	if max == 0 {
		return transcript.Limit{}
	}
	return transcript.Limit{Lines: 2 * int(max), Bytes: int(max)<<10 + matcher.LongestShown, Line: matcher.LongestShown + 1}
}

// take makes the changes those of the test: its edits, unless they are too many, and
// the diff.
func (t *trial) take(changed []transcript.Rewriting) {
	if len(changed) == 0 {
		return
	}
	whole := ""
	if t.in.Whole {
		whole = wholeFile(t.in.About)
	}
	all, added := 0, 0
	for i := range changed {
		for k := range changed[i].Drafts {
			d := &changed[i].Drafts[k]
			all, added = all+d.Size(), added+d.To-d.From+1
		}
	}
	if added <= t.in.limit().edits.Lines {
		if edits, more := transcript.Collect(changed, t.in.limit().edits); more == 0 {
			edits = transcript.Complete(t.in.Transcript, edits)
			t.end.Edits = edits
			t.end.Diff = t.diff(edits, 0, whole)
			return
		}
	}
	t.end.EditsLeftOut = all
	if t.in.Whole {
		t.end.Whole = rewritten{t.in.Transcript, changed}
	}
	t.showSome(changed, whole)
}

// show makes the diff of changes that are not the test's, since it ended before they
// could be told from what it meant to print.
func (t *trial) show(changed []transcript.Rewriting) {
	if len(changed) > 0 {
		t.showSome(changed, "")
	}
}

// showSome makes the diff of as many changes as it may have. whole is the file that
// has all, or "".
func (t *trial) showSome(changed []transcript.Rewriting, whole string) {
	edits, more := transcript.Collect(changed, diffLimit(t.in.MaxDiff))
	edits = transcript.Complete(t.in.Transcript, edits)
	t.end.Diff = t.diff(edits, more, whole)
}

func (t *trial) diff(edits []matcher.Edit, more int, whole string) string {
	name := t.in.About.Test
	diff, left := t.in.Transcript.Unified(t.in.MaxDiff, name, name+".err", edits, more)
	return diff + left.Note(whole)
}

// wholeFile is the name of the file that will have all changes of a test.
func wholeFile(about event.Event) string { return event.Key(about.Test, nil, about.Cell) + ".err" }

// rewritten is the file as its changes leave it.
type rewritten struct {
	transcript *transcript.Transcript
	changed    []transcript.Rewriting
}

// CopyTo writes it.
func (r rewritten) CopyTo(w io.Writer) error { return transcript.Rewrite(r.transcript, w, r.changed) }

// Close does nothing: the output that it is made of is another's.
func (r rewritten) Close() error { return nil }
