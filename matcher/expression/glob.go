package expression

import (
	"strings"
	"unicode/utf8"
)

// A glob is cut at its stars into segments of characters and `?`. The first
// must stand at the start of the text, the last at its end, and those between
// are taken at the first place where they fit after the one before: a later
// place could not help what follows. So no star is ever tried twice, and a
// segment without `?` is one strings.Index. Cost: the length of the text, times
// that of the longest segment with a `?` in it.

// A Glob is a pattern with stars and question marks, cut into segments.
type Glob []segment

// A segment is a run of literal pieces; between two pieces stands one `?`.
type segment []string

// Match reports whether the glob matches the whole of s.
func (g Glob) Match(s string) bool {
	first, rest := g[0], g[1:]
	n := first.matchAt(s)
	if n < 0 {
		return false
	}
	if len(rest) == 0 {
		return n == len(s)
	}
	s = s[n:]
	last := rest[len(rest)-1]
	if !strings.HasSuffix(s, last[len(last)-1]) {
		return false
	}
	for _, seg := range rest[:len(rest)-1] {
		end := seg.find(s)
		if end < 0 {
			return false
		}
		s = s[end:]
	}
	return last.matchEnd(s)
}

// NewGlob reads a glob: `*` is any run of characters, `?` one character, `\*` `\?` `\\`
// are literal. A byte that is not valid UTF-8 is one character.
func NewGlob(pattern string) Glob {
	segments := Glob{nil}
	var piece strings.Builder
	flush := func() {
		last := &segments[len(segments)-1]
		*last = append(*last, piece.String())
		piece.Reset()
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern) && strings.IndexByte(`*?\`, pattern[i+1]) >= 0:
			i++
			piece.WriteByte(pattern[i])
		case c == '?':
			flush()
		case c == '*':
			flush()
			segments = append(segments, nil)
		default:
			piece.WriteByte(c)
		}
	}
	flush()
	return segments
}

// Prefix returns the literal text that the glob begins with.
func (g Glob) Prefix() string { return g[0][0] }

// Expression returns the source of an expression that matches what the glob matches.
func (g Glob) Expression() string {
	var b strings.Builder
	for s, segment := range g {
		if s > 0 {
			b.WriteString("(?s:.*?)")
		}
		for i, piece := range segment {
			if i > 0 {
				b.WriteString("(?s:.)")
			}
			b.WriteString(Quote(piece))
		}
	}
	return b.String()
}

var globSigns = strings.NewReplacer(`*`, `\*`, `?`, `\?`, `\`, `\\`)

// QuoteGlob returns a glob that matches a text and nothing else.
func QuoteGlob(text string) string { return globSigns.Replace(text) }

// matchAt returns the length of the segment's match at the start of s, or -1.
func (g segment) matchAt(s string) int {
	n := 0
	for i, piece := range g {
		if i > 0 {
			if n == len(s) {
				return -1
			}
			_, size := utf8.DecodeRuneInString(s[n:])
			n += size
		}
		if !strings.HasPrefix(s[n:], piece) {
			return -1
		}
		n += len(piece)
	}
	return n
}

// find returns the end of the segment's first match in s, or -1.
func (g segment) find(s string) int {
	for at := 0; ; {
		i := strings.Index(s[at:], g[0])
		if i < 0 {
			return -1
		}
		at += i
		if n := g.matchAt(s[at:]); n >= 0 {
			return at + n
		}
		if at == len(s) {
			return -1
		}
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
}

// matchEnd reports whether the segment matches the end of s.
func (g segment) matchEnd(s string) bool {
	for i := len(g) - 1; i >= 0; i-- {
		var ok bool
		if s, ok = strings.CutSuffix(s, g[i]); !ok {
			return false
		}
		if i > 0 {
			if s == "" {
				return false
			}
			_, size := utf8.DecodeLastRuneInString(s)
			s = s[:len(s)-size]
		}
	}
	return true
}
