package matcher

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Two kinds of expected lines are probably not what they were meant to be: one that
// looks like a command, which was never run (the caller knows, see [Pattern]), and a
// pattern whose suffix was forgotten or has no blank in front, which is text and is
// compared to the letter. Where they match nothing they would be deleted, and that is
// the last thing that was wanted. So a block that differs is aligned a second time, with
// the ones allowed to be absent and the others taken for the patterns that they look
// like. What stays in this way is named.
//
// With these changes made, the block passes when it is aligned so; this is how they are
// known to be all, and a second update has nothing to do.

// Typed is why a line that looks like input for a command is a suspect, in a file without
// a terminal. It is none where the command prints lines that begin so, as diff does.
const Typed = "this looks like what is typed into the command and is expected output, as the file has no #tty; write `#tty` at the margin above the first command"

// tightSuffix finds a suffix that no blank stands in front of, so that it is none.
var tightSuffix = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(.*[^ ])(\((?:(?:re|glob)[*+?]?|esc|no-eol|any-order|json(?: ~[0-9.e+-]+)?|[?*+])\))$`)
})

// regexpSigns finds what hardly ever stands in output and often in an expression.
var regexpSigns = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\\[dwsDWS]|[.\])][*+]`) })

// meanings returns what an expected line may have been meant to be; nothing, for
// most.
func meanings(p *Pattern) (meant []string) {
	if p.Absent || !p.Literally() || !strings.ContainsAny(p.Text, `*)\.]}`) {
		return nil
	}
	if m := tightSuffix().FindStringSubmatch(p.Text); m != nil {
		meant = append(meant, m[1]+" "+m[2])
	}
	if strings.Contains(p.Text, "*") && strings.Trim(p.Text, "* ") != "" {
		meant = append(meant, p.Text+" (glob)")
	}
	if References(Glob, p.Text) != nil {
		meant = append(meant, p.Text+" (glob)")
	}
	if regexpSigns().MatchString(p.Text) {
		meant = append(meant, p.Text+" (re)")
	}
	return meant
}

// Literally reports whether the line is compared to the letter and must be there.
func (p *Pattern) Literally() bool {
	return p.Kind == Literal && once(p) && !p.NoEOL && len(p.Conditions) == 0
}

// meantBudget is how many comparisons are made in a block to find out what its
// expected lines were meant to match.
const meantBudget = 20_000

// Spare takes the changes that Align made of the same lines, and returns those to
// make instead, which keep what was probably meant otherwise than it is. A Fault for
// each of these lines says why: until it is mended the block does not pass, even if
// no change is left.
// The error is the cause of the context's end.
func Spare(ctx context.Context, want []Pattern, got []Line, changes []Change) ([]Change, []Fault, error) {
	if len(changes) == 0 {
		return nil, nil, nil
	}
	lenient, reasons, err := leniently(ctx, want, got)
	if lenient == nil || err != nil {
		return changes, nil, err
	}
	fewer, _, err := Align(ctx, lenient, got)
	if err != nil || cost(fewer) >= cost(changes) {
		return changes, nil, err
	}
	// Those are named that would be deleted; where none would, others would be for
	// their sake.
	var faults, others []Fault
	for i := range want {
		switch f := (Fault{i, reasons[i]}); {
		case f.Err == nil || Deletes(fewer, i):
		case Deletes(changes, i):
			faults = append(faults, f)
		default:
			others = append(others, f)
		}
	}
	if len(faults) == 0 {
		faults = others
	}
	return fewer, faults, nil
}

// leniently returns the patterns as they were probably meant, and why for each that
// is another now; nil if none is.
func leniently(ctx context.Context, want []Pattern, got []Line) (lenient []Pattern, reasons map[int]error, err error) {
	budget, w := meantBudget, watch{ctx: ctx}
	put := func(i int, p Pattern, reason error) {
		if lenient == nil {
			lenient, reasons = slices.Clone(want), map[int]error{}
		}
		lenient[i], reasons[i] = p, reason
	}
	for i := range want {
		p := want[i]
		if p.Suspect == Typed && slices.ContainsFunc(got, func(l Line) bool { return strings.HasPrefix(l.shown, "<") }) {
			continue // the command prints such lines
		}
		if p.Suspect != "" {
			p.Optional = true
			put(i, p, fmt.Errorf("%s", p.Suspect))
			continue
		}
		for _, m := range meanings(&p) {
			if budget -= len(got); budget < 0 {
				return lenient, reasons, nil
			}
			meant := Parse(m)
			meant.Text = p.Text // it still matches itself
			found := slices.ContainsFunc(got, func(l Line) bool {
				if w.over(l.Len() + 64) {
					return true
				}
				ok, err := meant.match(ctx, &l)
				return ok && err == nil
			})
			if w.stopped != nil {
				return nil, nil, w.stopped
			}
			if found {
				put(i, meant, fmt.Errorf("this line is compared literally; written as `%s` it would match", m))
				break
			}
		}
	}
	return lenient, reasons, nil
}

// cost is how many lines the changes delete and insert.
func cost(changes []Change) (n int) {
	for _, c := range changes {
		n += c.End - c.Start + c.To - c.From
	}
	return n
}
