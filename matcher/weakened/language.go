package weakened

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"unicode"
)

// What some expected lines match is a regular language: each line is an expression, and
// an optional or repeated line a part of a larger one. So whether one side matches all
// that the other does is no guess. Both are compiled to machines that are in several
// states at once, and run side by side over every text that there can be: a text that
// ends one of them and not the other is a difference. Texts that lead both to where they
// were before are not followed further, and of the characters that no state tells apart
// one is tried, so this ends. It may take long for expressions that were made to
// take long; then it is given up, and the caller goes by the looks of them.

// effort is how many steps of a machine are made before it is given up.
const effort = 200_000

// A machine is a compiled expression for the text of whole lines.
type machine struct {
	prog *syntax.Prog
	word bool // it looks at where words begin and end
}

func newMachine(re *syntax.Regexp) (*machine, error) {
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil, err
	}
	m := &machine{prog: prog}
	for _, in := range prog.Inst {
		if in.Op == syntax.InstEmptyWidth {
			op := syntax.EmptyOp(in.Arg)
			m.word = m.word || op&(syntax.EmptyWordBoundary|syntax.EmptyNoWordBoundary) != 0
		}
	}
	return m, nil
}

// closure returns the states that wait for a character, or for the end, where others
// come to between two characters.
func (m *machine) closure(from []uint32, between syntax.EmptyOp) []uint32 {
	var to []uint32
	seen := map[uint32]bool{}
	stack := slices.Clone(from)
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch in := &m.prog.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Arg, in.Out)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^between == 0 {
				stack = append(stack, in.Out)
			}
		case syntax.InstFail:
		default:
			to = append(to, pc)
		}
	}
	return to
}

// step returns the states behind a character.
func (m *machine) step(waiting []uint32, r rune) []uint32 {
	var to []uint32
	for _, pc := range waiting {
		in := &m.prog.Inst[pc]
		if in.Op != syntax.InstMatch && in.MatchRune(r) && !slices.Contains(to, in.Out) {
			to = append(to, in.Out)
		}
	}
	slices.Sort(to)
	return to
}

func (m *machine) ended(waiting []uint32) bool {
	return slices.ContainsFunc(waiting, func(pc uint32) bool { return m.prog.Inst[pc].Op == syntax.InstMatch })
}

// edges appends where ranges of characters begin that the machine tells apart.
func (m *machine) edges(all []rune) []rune {
	for i := range m.prog.Inst {
		in := &m.prog.Inst[i]
		switch in.Op {
		case syntax.InstRune, syntax.InstRune1:
			if len(in.Rune) == 1 {
				all = append(all, in.Rune[0], in.Rune[0]+1)
				if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
					for r := unicode.SimpleFold(in.Rune[0]); r != in.Rune[0]; r = unicode.SimpleFold(r) {
						all = append(all, r, r+1)
					}
				}
				continue
			}
			for k := 0; k+1 < len(in.Rune); k += 2 {
				all = append(all, in.Rune[k], in.Rune[k+1]+1)
			}
		case syntax.InstRuneAnyNotNL:
			all = append(all, '\n', '\n'+1)
		}
	}
	if m.word {
		all = append(all, '0', '9'+1, 'A', 'Z'+1, '_', '_'+1, 'a', 'z'+1)
	}
	return all
}

// A relation is how what two sides match compares.
type relation struct {
	known        bool // it was found out
	within, over bool // all that the first matches the second does too, and the other way round
}

// compare compares what two machines match.
func compare(a, b *machine) relation {
	alphabet := append(b.edges(a.edges(nil)), 0, '\n', '\n'+1)
	slices.Sort(alphabet)
	alphabet = slices.Compact(alphabet)
	type state struct {
		a, b []uint32
		last rune
	}
	start := state{[]uint32{uint32(a.prog.Start)}, []uint32{uint32(b.prog.Start)}, -1}
	queue := []state{start}
	seen := map[string]bool{}
	r := relation{true, true, true}
	work := 0
	for len(queue) > 0 && (r.within || r.over) {
		s := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		ends := syntax.EmptyOpContext(s.last, -1)
		endA, endB := a.ended(a.closure(s.a, ends)), b.ended(b.closure(s.b, ends))
		r.within = r.within && (!endA || endB)
		r.over = r.over && (!endB || endA)
		// What is between two characters depends on both, so the states are closed once for
		// each kind of character.
		closed := map[syntax.EmptyOp][2][]uint32{}
		for _, c := range alphabet {
			op := syntax.EmptyOpContext(s.last, c)
			at, ok := closed[op]
			if !ok {
				at = [2][]uint32{a.closure(s.a, op), b.closure(s.b, op)}
				closed[op] = at
			}
			if work += 1 + len(at[0]) + len(at[1]); work > effort {
				return relation{}
			}
			next := state{a.step(at[0], c), b.step(at[1], c), c}
			if len(next.a) == 0 && len(next.b) == 0 || len(next.a) == 0 && !r.over || len(next.b) == 0 && !r.within {
				continue
			}
			if key := stateKey(next.a, next.b, kindOf(c)); !seen[key] {
				seen[key] = true
				queue = append(queue, next)
			}
		}
	}
	return r
}

// kindOf is all that assertions know of the character before.
func kindOf(r rune) byte {
	switch {
	case r == '\n':
		return 'n'
	case syntax.IsWordChar(r):
		return 'w'
	}
	return 'o'
}

func stateKey(a, b []uint32, kind byte) string {
	key := append(make([]byte, 0, 4*(len(a)+len(b)+2)), kind)
	for _, pc := range a {
		key = binary.AppendUvarint(key, uint64(pc)+1)
	}
	key = append(key, 0)
	for _, pc := range b {
		key = binary.AppendUvarint(key, uint64(pc)+1)
	}
	return string(key)
}
