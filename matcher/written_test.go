package matcher

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestTextPieces: a long line is written as a short one is, only piece by piece.
func TestTextPieces(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	alphabets := []string{"abc", "\x00", "\\a\t", "é", "€\xff", "\xe2\x82", "😀\x80"}
	for round := range 500 {
		alphabet := alphabets[round%len(alphabets)]
		piece := 8 + random.IntN(100)
		var b strings.Builder
		for size := random.IntN(5 * piece); b.Len() < size; {
			i := random.IntN(len(alphabet))
			b.WriteString(alphabet[i:min(len(alphabet), i+1+random.IntN(3))])
		}
		b.WriteString([]string{"", " (?)", " (re)", " (x !)", ")"}[random.IntN(5)])
		raw, noeol := b.String(), random.IntN(2) == 0
		l := NewLine(raw, raw, noeol)
		for _, w := range []Writing{{}, {ASCII: true}, {EscapeFirst: true}} {
			text := l.Text(w)
			text.piece = piece
			got := text.String()
			if want := writtenWhole(raw, noeol, w); got != want {
				t.Fatalf("round %d, %v: %d bytes of %q… are written as %.40q… (%d bytes), want %.40q… (%d bytes)", round, w, len(raw), raw[:min(len(raw), 20)], got, len(got), want, len(want))
			}
			if text.Len() != len(got) {
				t.Errorf("round %d: %d bytes, not %d", round, text.Len(), len(got))
			}
			for _, n := range []int{0, 1, 10, piece, len(got) - 1, len(got), len(got) + 1} {
				n = max(0, n)
				head, all := text.Head(n)
				if !strings.HasPrefix(got, head) || all != (n >= len(got)) || all && head != got || !all && len(head) < n-utf8.UTFMax || len(head) > n || !utf8.ValidString(head) {
					t.Errorf("round %d: the head of %d bytes has %d, all: %v", round, n, len(head), all)
				}
			}
		}
	}
}

// writtenWhole is the plain way to the text of a line.
func writtenWhole(raw string, noeol bool, w Writing) string {
	s := raw
	if noeol {
		s += noEOL
	}
	switch p := Parse(s); {
	case w.ASCII && needsCramEscape(s):
		s = cramEscape(s)
	case needsEscape(s):
		s = Escape(s)
	case w.EscapeFirst:
		s = escapeBackslashes(s)
	case p.Optional || len(p.Conditions) > 0:
		i := len(s) - 2
		return escapeBackslashes(s[:i]) + hexEscape(s[i:i+1]) + s[i+1:] + escSuffix
	default:
		return s
	}
	if w.EscapeFirst {
		s = escapeFirst(s)
	}
	return s + escSuffix
}

// TestLongLines: a line of megabytes matches as a short one does, but for globs and
// expressions that are about its escaped form.
func TestLongLines(t *testing.T) {
	long := "a" + strings.Repeat("\x00", longLine)
	escaped := Escape(long)
	for _, test := range []struct {
		pattern string
		noeol   bool
		want    bool
	}{
		{"a* (glob)", false, true},
		{`a\x00+ (re)`, false, true},
		{`a\x00* (glob)`, false, false},
		{`a* (no-eol) (glob)`, true, true},
		{`a* (glob) (no-eol)`, true, true},
		{"b* (glob)", false, false},
		{escaped + " (esc)", false, true},
		{escaped + " (no-eol) (esc)", true, true},
		{escaped + " (no-eol) (esc)", false, false},
		{escaped + "b (esc)", false, false},
	} {
		p, l := Parse(test.pattern), NewLine(long, long, test.noeol)
		if ok, err := p.Match(&l); ok != test.want || err != nil {
			t.Errorf("%.30q (no end: %v): %v, %v", test.pattern, test.noeol, ok, err)
		}
		want, got := []Pattern{Parse("x"), p}, []Line{NewLine("y", "y", false), l}
		if changes, _, _ := Align(t.Context(), want, got); test.want != (len(changes) == 1 && changes[0] == Change{0, 1, 0, 1}) {
			t.Errorf("%.30q: %v", test.pattern, changes)
		}
	}
	p, l := Parse("x+ (re)"), NewLine(strings.Repeat("x", longestMatched+1), "", false)
	if ok, err := p.Match(&l); ok || err == nil || !strings.Contains(err.Error(), "16 MiB") {
		t.Errorf("%v, %v", ok, err)
	}
}
