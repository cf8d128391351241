package block

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dott/matcher"
	"dott/runner/tooltest"
)

var (
	someWant = []string{
		"a", "b", "1", "{{x}} (glob)", "a {{x}} (glob)", "b {{x}} {{y}} (glob)", `{{x:\d+}} (re)`, `{{y:[ab]}} {{x}} (glob)`, "{{x}}={{x}} (re)",
		"a (any-order)", "{{x}} (glob) (any-order)", "* (glob) (any-order)", "b (?) (any-order)", "~a", "~a (any-order)", "x (*)", "x (+) (any-order)",
		"* (glob*)", "a* (glob)", "b (?)", "* (glob+) (any-order)", "[1]", "[1] (any-order)", "", "a (no-eol)",
		`{"k":1} (json)`, `{ (json)`, `"k": "(glob) {{x}}"`, `}`, `[1, "*"] (json)`, `[ (json) (any-order)`, `1`, `]`, `hello (json)`, `1 (json ~0.5)`, "{{y}} {{z:(}} (glob)",
		"a (any-order) (x !)", `{"k":1} (json) (?)`, `{"k":1} (json) (any-order)`, "(re) (re)", "a {{x}}",
	}
	someGot = []string{
		"a", "b", "1", "2", "a 1", "a 2", "a 1234", "b 1 2", "a 1", "1=1", "1=2", "x", "", "{{x}}", "{{x}} (glob)", "a (any-order)", "a {{x}}",
		`{"k":1}`, `{`, `"k": 1`, `}`, `[1,2]`, `[`, `]`, `{"k": 2}`, "=1", "a%", `{"k":"1234"}`, "hello", "b 1234 (json)", "b %", "1234", `{ "k": "x" } (json)`,
	}
)

func some(r *rand.Rand, from []string, most int) string {
	var lines []string
	for range r.IntN(most + 1) {
		lines = append(lines, from[r.IntN(len(from))])
	}
	return strings.Join(lines, "|")
}

// check holds Compare to what it promises: what it writes passes, and is not written
// again; what passes as a file of cram's passes; what is known behind a block is the same
// when it is compared again as it was written.
func check(t *testing.T, want, got, known string) {
	t.Helper()
	before := (*matcher.Values)(nil)
	if known != "" {
		before = before.With([]matcher.Value{{Name: "x", Text: known}})
	}
	w, g := parsed(want), printed(got)
	r, err := Compare(t.Context(), w, g, before)
	if err != nil {
		t.Fatal(err)
	}
	if ok, _ := matcher.Matches(t.Context(), asCram(parsed(want)), slices.Values(g)); ok && len(r.Changes) > 0 {
		t.Fatalf("%q with output %q passes as a file of cram's, and is changed to %q", want, got, rewritten(w, &r))
	}
	at := 0
	for _, c := range r.Changes {
		if c.Start < at || c.End < c.Start || c.End > len(w) || c.From < 0 || c.To < c.From || c.To > len(r.Output) || c.Start == c.End && c.From == c.To {
			t.Fatalf("%q with output %q: bad changes %v", want, got, r.Changes)
		}
		at = c.End
	}
	var written []matcher.Pattern
	for _, kept := range writtenPatterns(w, &r) {
		p := matcher.Parse(kept.Text)
		if kept.Kind == matcher.Blank {
			p = matcher.BlankLine()
		}
		p.Line, p.Apart = kept.Line, kept.Apart
		if kept.Absent {
			p.LeaveOut()
		}
		written = append(written, p)
	}
	again, err := Compare(t.Context(), written, g, before)
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Changes) > 0 {
		t.Fatalf("%q with output %q and %q known is written as %q, and then as %q", want, got, known, rewritten(w, &r), rewritten(written, &again))
	}
	for _, v := range slices.Concat(r.Values.All(), again.Values.All()) {
		a, _ := r.Values.Of(v.Name)
		b, _ := again.Values.Of(v.Name)
		if a.Text != b.Text {
			t.Fatalf("%q with output %q: {{%s}} is %q, and then %q", want, got, v.Name, a.Text, b.Text)
		}
	}
}

func TestRandom(t *testing.T) {
	for seed := range tooltest.Seeds(t, 4_000) {
		r := rand.New(rand.NewPCG(seed, 1))
		known := ""
		if r.IntN(3) == 0 {
			known = []string{"1", "1234"}[r.IntN(2)]
		}
		check(t, some(r, someWant, 6), some(r, someGot, 6), known)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestAnyOrder: a group passes exactly if one of the orders of the output passes without
// it.
func TestAnyOrder(t *testing.T) {
	lines := []string{"a", "b", "c", "a", "* (glob)", "a* (glob)", "b (?)", "[ab] (re)", "a (*)", "c (+)", "[bc]x? (re)"}
	outputs := []string{"a", "b", "c", "ab", "bx", "d"}
	passes := func(want []matcher.Pattern, got []matcher.Line) bool {
		ok, _ := matcher.Matches(t.Context(), want, slices.Values(got))
		return ok
	}
	var orders func(done, rest []matcher.Pattern, f func([]matcher.Pattern) bool) bool
	orders = func(done, rest []matcher.Pattern, f func([]matcher.Pattern) bool) bool {
		if len(rest) == 0 {
			return f(done)
		}
		for i := range rest {
			if orders(append(slices.Clone(done), rest[i]), slices.Delete(slices.Clone(rest), i, i+1), f) {
				return true
			}
		}
		return false
	}
	for seed := range tooltest.Seeds(t, 1_000) {
		r := rand.New(rand.NewPCG(seed, 2))
		var want []string
		for range 1 + r.IntN(4) {
			want = append(want, lines[r.IntN(len(lines))])
		}
		if slices.ContainsFunc(want, func(s string) bool { return strings.HasSuffix(s, "(*)") || strings.HasSuffix(s, "(+)") }) {
			continue // their lines need not stand next to each other
		}
		var got []string
		for range r.IntN(len(want) + 1) {
			got = append(got, outputs[r.IntN(len(outputs))])
		}
		output := printed(strings.Join(got, "|"))
		text := strings.Join(want, "|")
		any := orders(nil, parsed(text), func(p []matcher.Pattern) bool { return passes(p, output) })
		changed, _, _ := compared(t, text+" (any-order)", strings.Join(got, "|"), "")
		if any != (changed == "") {
			t.Errorf("seed %d: %q in any order with output %q: passes %v, and is changed to %q", seed, text, got, any, changed)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("id {{x}} (glob)|{{x}} (glob)|b (any-order)", "b|1|id 1", "")
	f.Add(`{ (json)|"a": 1|}|c (any-order)`, `c|{"a":1}`, "1")
	f.Add(strings.Join(someWant[:20], "|"), strings.Join(someGot[:20], "|"), "1234")
	for i := range someWant {
		f.Add(someWant[i]+"|"+someWant[len(someWant)-1-i], someGot[i%len(someGot)]+"|a", "1")
	}
	f.Fuzz(func(t *testing.T, want, got, known string) {
		if len(want)+len(got) > 200 || strings.Contains(want+got+known, "\n") {
			return
		}
		for l := range strings.SplitSeq(got, "|") {
			// As output it is read otherwise than as an expected line.
			if strings.HasPrefix(l, "~") || strings.HasPrefix(l, "=") && len(l) == 2 && (l[1] < '1' || l[1] > '9') {
				return
			}
		}
		check(t, want, got, known)
	})
}
