package transcript

import (
	"fmt"
	"testing"
)

func TestUntil(t *testing.T) {
	// Lines 0 to 8.
	tr := Format{}.Parse("Text.\n  $ a\n  > b\n  out\n\nmore\n  $ c\n  out\n  $ d\n")
	for n, want := range map[int]string{
		-1: "9 4 []", 0: "1 1 [1 2 3]", 1: "1 1 [1 2 3]", 2: "1 1 [1 2 3]", 3: "1 1 [1 2 3]",
		4: "6 2 [2 3]", 5: "6 2 [2 3]", 6: "6 2 [2 3]", 7: "6 2 [2 3]", 8: "8 3 [3]", 9: "9 4 []",
	} {
		head, rest := Until(tr, n)
		if got := fmt.Sprint(len(head.Lines), len(head.Blocks), rest); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	if got := tr.At(1).CommandText(); got != "a\nb" {
		t.Errorf("%q", got)
	}
}
