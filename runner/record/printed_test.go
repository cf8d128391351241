package record

import (
	"bytes"
	"testing"
)

// TestPrinted: what the shell prints comes in pieces of any length, and the mark with it.
func TestPrinted(t *testing.T) {
	for size := 1; size < 12; size++ {
		var screen bytes.Buffer
		p := newPrinted("\x1b]m;", &screen)
		p.loud(true)
		text := "a\x1b]mb\r\n\x1b[31mred\x1b[m\x1b]m;17\a"
		for i := 0; i < len(text); i += size {
			if _, err := p.Write([]byte(text[i:min(i+size, len(text))])); err != nil {
				t.Fatal(err)
			}
		}
		if status := <-p.statuses; status != 17 {
			t.Errorf("%d: status %d", size, status)
		}
		if got, want := screen.String(), "a\x1b]mb\r\n\x1b[31mred\x1b[m"; got != want {
			t.Errorf("%d: %q", size, got)
		}
		if got, want := p.text(), "a\x1b]mb\n\x1b[31mred\x1b[m"; got != want {
			t.Errorf("%d: %q", size, got)
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"a\n": "a\n", "\x1b[1mb\x1b[m": "b", "10%\r50%\rdone\nx": "done\nx", "a\r\n": "a\n", "": "",
	} {
		if got := plain(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
