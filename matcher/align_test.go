package matcher

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

func patterns(texts ...string) []Pattern {
	var ps []Pattern
	for _, t := range texts {
		ps = append(ps, Parse(t))
	}
	return ps
}

func lines(texts ...string) []Line {
	var ls []Line
	for _, t := range texts {
		ls = append(ls, NewLine(t, t, false))
	}
	return ls
}

// rewritten returns the expected lines after the changes.
func rewritten(want []Pattern, got []Line, changes []Change) []string {
	var out []string
	at := 0
	for _, c := range changes {
		for _, p := range want[at:c.Start] {
			out = append(out, p.Text)
		}
		for j := c.From; j < c.To; j++ {
			out = append(out, got[j].Written())
		}
		at = c.End
	}
	for _, p := range want[at:] {
		out = append(out, p.Text)
	}
	return out
}

func TestAlign(t *testing.T) {
	for _, test := range []struct {
		name string
		want string
		got  string
		text string // after the changes; empty: passes
	}{
		{"equal", "a|b|c", "a|b|c", ""},
		{"nothing", "", "", ""},
		{"changed", "a|b|c", "a|x|c", "a|x|c"},
		{"missing", "a|b|c", "a|c", "a|c"},
		{"extra", "a|c", "a|b|c", "a|b|c"},
		{"all new", "", "a|b", "a|b"},
		{"all gone", "a|b", "", "-"},
		{"pattern kept", "a|[bx] (re)|c|d", "a|x|d", "a|[bx] (re)|d"},
		{"optional there", "a|b (?)|c", "a|b|c", ""},
		{"optional absent", "a|b (?)|c", "a|c", ""},
		{"optional kept in a change", "a|b (?)|c", "a|d", "a|b (?)|d"},
		{"any lines", "* (glob*)", "a|b|c", ""},
		{"any lines, none", "* (glob*)", "", ""},
		{"backtracking", "* (glob*)|a|b", "a|a|b|a|b", ""},
		{"at least one", "x (+)", "", "-"},
		{"at least one, two", "x (+)|y", "x|x|y", ""},
		{"repeated literal", "x (*)|y", "x|x|x|y", ""},
		{"repeated, wrong inside", "[0-9] (re*)|end", "1|x|2|end", "[0-9] (re*)|x|2|end"},
		{"re plus", "[0-9] (re+)|end", "1|2|end", ""},
		{"re optional", "[0-9] (re?)|end", "1|2|end", "[0-9] (re?)|2|end"},
		{"glob once", "* (glob?)", "a", ""},
		{"invalid but literal", "*** (re)", "*** (re)", ""},
		{"literal that looks like a suffix", "a (?)", "a (?)", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, got := patterns(split(test.want)...), lines(split(test.got)...)
			changes, faults, _ := Align(t.Context(), want, got)
			if len(faults) > 0 {
				t.Errorf("faults %v", faults)
			}
			text := ""
			if changes != nil {
				text = strings.Join(rewritten(want, got, changes), "|")
				if text == "" {
					text = "-"
				}
			}
			if text != test.text {
				t.Errorf("%s against %s: rewritten as %q, want %q (%v)", test.want, test.got, text, test.text, changes)
			}
		})
	}
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

func TestAlignFault(t *testing.T) {
	_, faults, _ := Align(t.Context(), patterns("a", "*** (re)"), lines("a", "b"))
	if len(faults) != 1 || faults[0].Index != 1 {
		t.Fatalf("faults %v", faults)
	}
	t.Log(faults[0].Err)
}

// reference is the plain way to the cost of the best alignment: the whole grid,
// every step, memory for all of it.
func reference(want []Pattern, got []Line) int {
	type key struct {
		i, j   int
		inside bool // item i took a line already
	}
	memo := map[key]int{}
	var best func(k key) int
	best = func(k key) int {
		if v, ok := memo[k]; ok {
			return v
		}
		v := 1 << 30
		p := (*Pattern)(nil)
		if k.i < len(want) {
			p = &want[k.i]
		} else if k.j == len(got) {
			return 0
		}
		if p != nil {
			skip := 1
			if p.Optional || k.inside {
				skip = 0
			}
			v = min(v, skip+best(key{k.i + 1, k.j, false}))
			if k.j < len(got) {
				if ok, _ := p.Match(&got[k.j]); ok {
					if p.Repeated {
						v = min(v, best(key{k.i, k.j + 1, true}))
					}
					if !k.inside {
						v = min(v, best(key{k.i + 1, k.j + 1, false}))
					}
				}
			}
		}
		if k.j < len(got) && !k.inside {
			v = min(v, 1+best(key{k.i, k.j + 1, false}))
		}
		memo[k] = v
		return v
	}
	return best(key{0, 0, false})
}

var pieces = []string{
	"a", "b", "c", "d", "[ab] (re)", "[cd]* (glob)", "? (glob)", "x", "",
	"a (?)", "b (*)", "c (+)", "[ab] (re*)", "[a-c] (re+)", "d (re?)", "? (glob*)", "* (glob*)", "* (glob+)", "* (glob?)",
}

func randomBlock(r *rand.Rand, size int) ([]Pattern, []Line) {
	var want []Pattern
	for range r.IntN(size) {
		if r.IntN(12) == 0 {
			want = append(want, BlankLine())
			continue
		}
		k := len(pieces)
		if r.IntN(2) == 0 {
			k = 9 // plain ones only
		}
		want = append(want, Parse(pieces[r.IntN(k)]))
	}
	var got []Line
	for range r.IntN(size) {
		s := []string{"a", "b", "c", "d", "x", "y", "", "cd"}[r.IntN(8)]
		got = append(got, NewLine(s, s, false))
	}
	return want, got
}

// TestAlignProperties holds the aligner to the reference on many small blocks:
// it passes what passes, changes as few lines, and what it rewrites passes.
func TestAlignProperties(t *testing.T) {
	for seed := range tooltest.Seeds(t, 6_000) {
		want, got := randomBlock(rand.New(rand.NewPCG(seed, 1)), 10)
		checkAlign(t, want, got, true)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func checkAlign(t *testing.T, want []Pattern, got []Line, exact bool) {
	t.Helper()
	changes, faults, _ := Align(t.Context(), want, got)
	describe := func() string {
		var w, g []string
		for _, p := range want {
			w = append(w, p.Text)
		}
		for _, l := range got {
			g = append(g, l.ended(l.raw))
		}
		return fmt.Sprintf("want %q\n got %q\nchanges %v", w, g, changes)
	}
	at, j := 0, 0
	for _, c := range changes {
		if c.Start < at || c.End < c.Start || c.End > len(want) || c.From < j || c.To < c.From || c.To > len(got) || c.Start == c.End && c.From == c.To {
			t.Errorf("changes out of order or empty: %s", describe())
			return
		}
		at, j = c.End, c.To
	}
	if exact {
		// An empty line that is written anew was not a changed line.
		least, most := cost(changes), cost(changes)
		for _, c := range changes {
			for i := c.Start; i < c.End; i++ {
				if want[i].Kind == Blank {
					least -= 2
				}
			}
		}
		if n := reference(want, got); n < least || n > most || least == most && n != most {
			t.Errorf("%d changed lines, the fewest is %d: %s", cost(changes), n, describe())
		}
	}
	if len(faults) > 0 {
		return
	}
	var again []Pattern
	at = 0
	for _, c := range append(slices.Clone(changes), Change{Start: len(want), End: len(want)}) {
		again = append(again, want[at:c.Start]...)
		for j := c.From; j < c.To; j++ {
			again = append(again, Parse(got[j].Written()))
		}
		at = c.End
	}
	if rest, _, _ := Align(t.Context(), again, got); rest != nil {
		t.Errorf("what was rewritten does not pass: %s\nrest %v", describe(), rest)
	}
}

func FuzzAlign(f *testing.F) {
	f.Add("a\nb (?)\n* (glob*)", "a\nc")
	f.Add("[ab]+ (re+)\nx", "a\nb\nx")
	f.Add("a\\x01 (esc)\n[3]", "a\x01\n[3]")
	f.Add("* (glob*)\n[?] (glob)", "a\n=3")
	f.Add("* (glob*)\n[3] (?)\n.* (re)", "a\n[3]\n=3\n=4")
	f.Fuzz(func(t *testing.T, w, g string) {
		if len(w)+len(g) > 300 {
			return
		}
		var want []Pattern
		for _, s := range strings.Split(w, "\n") {
			want = append(want, Parse(s))
		}
		got := output(strings.ReplaceAll(strings.ReplaceAll(g, "|", "/"), "\n", "|"), false)
		checkAlign(t, want, got, len(want)*len(got) < 100)
	})
}

func TestBeginning(t *testing.T) {
	for _, test := range []struct {
		want, got    string
		items, lines int
	}{
		{"a|b|c", "a|x|c", 1, 1},
		{"a|b|c", "a|b", 2, 2},
		{"a|b", "a|b|c", 2, 2},
		{"a|b", "x", 0, 0},
		{"", "x", 0, 0},
		{"a|b (?)|c", "a|x", 2, 1},
		{"a (*)|b", "a|a|a|x", 1, 3},
		{"a (+)", "a|a|b", 1, 2},
		{"* (glob*)|end", "a|b|c", 1, 3},
	} {
		items, lines, _ := Beginning(t.Context(), patterns(split(test.want)...), slices.Values(lines(split(test.got)...)))
		if items != test.items || lines != test.lines {
			t.Errorf("%s against %s: %d of %d lines, want %d of %d", test.want, test.got, items, lines, test.items, test.lines)
		}
	}
}
