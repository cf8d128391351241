package shell

import (
	"slices"
	"strings"
)

// Apart adds what was printed on standard error, which the same script's ErrorSplitter
// made. What cannot belong where it was printed belongs to the block before.
func (o *Output) Apart(errs Output) {
	last := 0
	for b, pieces := range errs.Blocks {
		if o.Blocks[b] != nil {
			last = b
		}
		o.Blocks[last] = withErrors(o.Blocks[last], pieces)
	}
	o.Setups = withErrors(o.Setups, errs.Setups)
	o.Teardowns = withErrors(o.Teardowns, errs.Teardowns)
	if errs.Stray >= 0 && (o.Stray < 0 || errs.Stray < o.Stray) {
		o.Stray = errs.Stray
	}
}

// withErrors adds pieces of standard error to those of standard output, one to one as
// far as there are any.
func withErrors(out, errs []Piece) []Piece {
	out = slices.Clip(out)
	for i, e := range errs {
		if e.Text == "" {
			continue
		}
		if len(out) == 0 {
			out = append(out, Piece{Status: -1})
		}
		out[min(i, len(out)-1)].Errors += e.Text
	}
	return out
}

// untraced takes out of standard error what `set -x` says in mksh of where the markers
// for standard error go.
func (s *Script) untraced(text string) string {
	sign := ">>" + s.errors
	if !strings.Contains(text, sign) {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if before, _, ok := strings.Cut(line, sign); ok {
			line = dropTrace(before)
		}
		b.WriteString(line)
	}
	return b.String()
}
