package weigh

import (
	"strings"
	"testing"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/matcher/weakened"
)

func parse(text string) *transcript.Transcript { return transcript.Format{Indent: 2}.Parse(text) }

const three = "  $ a\n  one\n  $ b\n  [1]\n  $ c\n  x* (glob)\n"

func TestWritten(t *testing.T) {
	was := parse(three)
	edits := []matcher.Edit{{Start: 1, End: 2, New: []string{"  two"}}, {Start: 3, End: 4}, {Start: 5, End: 6, New: []string{"  x.* (re)"}}}
	j := Written(was, parse(was.Apply(edits)), edits)
	if j.Same != 1 || j.Changed != 1 || j.Weakened != 1 || len(j.Findings) != 2 || weakened.Worst(j.Findings) != weakened.Weakened {
		t.Errorf("%+v", j)
	}
}

// TestDeny: a weaker change is left out, with the line that it has behind the others.
func TestDeny(t *testing.T) {
	was := parse(three)
	edits := []matcher.Edit{{Start: 1, End: 2, New: []string{"  two", "  three"}}, {Start: 3, End: 4}, {Start: 5, End: 6, New: []string{"  y"}}}
	kept, denied := Deny(was, was, edits, parse)
	if len(kept) != 2 || kept[1].Start != 5 || denied.Changes != 1 || len(denied.Findings) != 1 || denied.Findings[0].Line != 5 {
		t.Errorf("%v, %+v", kept, denied)
	}
	if w := weakened.Worst(weakened.Compare(was, parse(was.Apply(kept)))); w == weakened.Weakened {
		t.Error("what is kept is weaker")
	}
	if kept, denied := Deny(was, was, edits[:1], parse); len(kept) != 1 || denied.Changes != 0 {
		t.Errorf("%v, %+v", kept, denied)
	}
}

// TestDenyLater: a pattern is held against what the line was at first.
func TestDenyLater(t *testing.T) {
	was, now := parse("  $ a\n  one\n"), parse("  $ a\n  uno\n  due\n")
	_, denied := Deny(was, now, []matcher.Edit{{Start: 1, End: 2, New: []string{"  u* (glob)"}}}, parse)
	if denied.Changes != 1 {
		t.Errorf("%+v", denied)
	}
}

// TestWrittenMany: the findings of one test are only so many, but all are counted.
func TestWrittenMany(t *testing.T) {
	was := parse(strings.Repeat("  $ a\n  b\n", 2*mostFindings))
	var edits []matcher.Edit
	for n := range 2 * mostFindings {
		edits = append(edits, matcher.Edit{Start: 2*n + 1, End: 2*n + 2, New: []string{"  c"}})
	}
	if j := Written(was, parse(was.Apply(edits)), edits); j.Changed != 2*mostFindings || len(j.Findings) != mostFindings {
		t.Errorf("%d, %d", j.Changed, len(j.Findings))
	}
}
