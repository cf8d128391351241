package transcript

import (
	"testing"

	"dott/matcher"
)

func TestUnclear(t *testing.T) {
	for _, c := range []struct {
		data string
		want string // of each block, whether it is unclear
	}{
		{"  >>> 1\n", "--"},
		{"  $ a\n  >>> 1\n", "--u"},
		{"  $ a\n  > b\n  out\n  >>> 1\n  ... 2\n  >>> 3\n", "--u-"},
		{"  $ a\n\n  >>> 1\n", "---"},
		{"  $ a\ncomment\n  >>> 1\n", "---"},
		{"  $ a\n#if x\n  >>> 1\n#endif\n", "---"},
	} {
		parsed, got := Format{}.Parse(c.data), ""
		for b := range parsed.Blocks {
			if parsed.At(b).Unclear() {
				got += "u"
			} else {
				got += "-"
			}
		}
		if got != c.want {
			t.Errorf("%q: %s, not %s", c.data, got, c.want)
		}
	}
}

// TestPrinted: what is output in a run is output where its edits are made.
func TestPrinted(t *testing.T) {
	data := "  $ a\n  text\n  >>> 1\n  ... 2\n  $ b\n  >>> 3\n"
	parsed := Printed(Format{}.Parse(data), 2)
	if n := len(parsed.Blocks); n != 4 || len(parsed.Blocks[1].Output) != 3 {
		t.Fatalf("%d blocks: %v", n, parsed.Blocks)
	}
	edits := []matcher.Edit{{Start: 2, End: 3, New: []string{"  new"}}}
	if taken := Taken(Format{}.Parse(data), edits); !SameCommands(taken, Apply(data, edits)) {
		t.Error("the edit seems to change commands")
	}
	edits = []matcher.Edit{{Start: 3, End: 4, New: []string{"  >>> new"}}}
	if taken := Taken(Format{}.Parse(data), edits); !SameCommands(taken, Apply(data, edits)) {
		t.Error("new lines of output seem to be commands")
	}
	if SameCommands(parsed, "  $ a\n  text\n  >>> 1\n  ... 2\n  $ b\n  >>> 4\n") {
		t.Error("changed code is no change")
	}
}
