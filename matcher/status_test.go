package matcher

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

// output makes lines of a text; a last line such as `=1` is an exit status.
func output(text string, loose bool) []Line {
	var got []Line
	for _, s := range split(text) {
		var status int
		if _, err := fmt.Sscanf(s, "=%d", &status); err == nil {
			got = append(got, StatusLine(status, loose))
		} else {
			got = append(got, NewLine(s, s, false))
		}
	}
	return got
}

// TestStatus: a status is matched by a line for a status alone.
func TestStatus(t *testing.T) {
	for _, test := range []struct{ want, got, text string }{
		{"[1]", "=1", ""},
		{"[1] (?)", "=1", ""},
		{"[1] (?)", "", ""},
		{"[1] (windows !)", "=1", ""},
		{"[?] (glob)", "=3", ""},
		{"[*] (glob*)", "=127", ""},
		{`\[[12]\] (re)`, "=2", ""},
		{`\[\d\] (re+)`, "=2", ""},
		{`[[]1\] (re)`, "=1", ""},
		{"[1]", "=2", "[2]"},
		{"* (glob)", "=1", "[1]"},
		{"* (glob) (?)", "=1", "* (glob) (?)|[1]"},
		{"* (glob*)", "=1", "* (glob*)|[1]"},
		{"* (glob*)", "a|=1", "* (glob*)|[1]"},
		{".* (re+)", "a|=1", ".* (re+)|[1]"},
		{"a|* (glob)", "a|b|=1", "a|* (glob)|[1]"},
		{"a|* (glob)", "a|=1", "a|[1]"},
		{"a|* (glob)|[1]", "a|=1", "a|[1]"},
		{"* (glob+)|[1]", "a|b|=1", ""},
		{"* (glob*)|[1]", "=1", ""},
		{`.\d\] (re)`, "=1", "[1]"},
		{"?1? (glob)", "=1", "[1]"},
		{`(\[1\]) (re)`, "=1", "[1]"},
		{`\x5b1] (esc)`, "=1", "[1]"},
		// What a program prints is output, whatever it looks like.
		{"* (glob)", "[3]", ""},
		{".* (re)", "[3]", ""},
		{"[3]", "[3]", ""},
		{"* (glob)", "[3]|=3", "* (glob)|[3]"},
		{"[3]", "[3]|=3", "[3]|[3]"},
		{"* (glob)|[3]", "[3]|=3", ""},
	} {
		want, got := patterns(split(test.want)...), output(test.got, false)
		changes, faults, _ := Align(t.Context(), want, got)
		text := ""
		if changes != nil {
			text = strings.Join(rewritten(want, got, changes), "|")
		}
		if text != test.text || len(faults) > 0 {
			t.Errorf("%s against %s: rewritten as %q, want %q (%v, %v)", test.want, test.got, text, test.text, changes, faults)
		}
		if ok, err := Matches(t.Context(), want, slices.Values(got)); ok != (changes == nil) || err != nil {
			t.Errorf("%s against %s: Matches says otherwise than Align", test.want, test.got)
		}
	}
}

// TestLooseStatus: under cram every pattern takes a status, and it is known which
// did.
func TestLooseStatus(t *testing.T) {
	for _, test := range []struct{ want, got, text, taken string }{
		{"* (glob)", "=1", "", "0: the pattern takes the exit status 1; write [1] below it"},
		{"a|.* (re+)", "a|b|=3", "", "1: the pattern takes the exit status 3; write [3] below it"},
		{"* (glob*)|a", "x|a|=1", "* (glob*)|a|[1]", ""},
		{"* (glob*)", "x|=1", "", "0: the pattern takes the exit status 1; write [1] below it"},
		{"[1]", "=1", "", ""},
		{"[*] (glob)", "=1", "", ""},
		{"b|* (glob)", "a|=1", "a|* (glob)", "1: the pattern takes the exit status 1; write [1] below it"},
		{"* (glob)", "a", "", ""},
		{"[1] (?)|* (glob)", "=1", "", "1: the pattern takes the exit status 1; write [1] below it"},
		{"* (glob)|* (glob)", "=1|=2", "", "0: the pattern takes the exit status 1; write [1] below it; 1: the pattern takes the exit status 2; write [2] below it"},
	} {
		want, got := patterns(split(test.want)...), output(test.got, true)
		changes, _, _ := Align(t.Context(), want, got)
		text := ""
		if changes != nil {
			text = strings.Join(rewritten(want, got, changes), "|")
		}
		var taken []string
		faults, err := LooseStatuses(t.Context(), want, got, changes)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range faults {
			taken = append(taken, fmt.Sprintf("%d: %v", f.Index, f.Err))
		}
		if text != test.text || strings.Join(taken, "; ") != test.taken {
			t.Errorf("%s against %s: rewritten as %q, want %q; taken %q, want %q", test.want, test.got, text, test.text, taken, test.taken)
		}
	}
}

// TestStatusProperties holds blocks that end in a status to the reference, and the
// rule to one that can be seen: without the patterns for output that come last, the
// status is still expected or still missing.
func TestStatusProperties(t *testing.T) {
	statuses := []string{"[1]", "[1] (?)", "[?] (glob)", `\[[12]\] (re)`, "[*] (glob*)", "[2]"}
	for seed := range tooltest.Seeds(t, 4_000) {
		r := rand.New(rand.NewPCG(seed, 7))
		want, got := randomBlock(r, 8)
		if r.IntN(3) > 0 {
			want = append(want, Parse(statuses[r.IntN(len(statuses))]))
		}
		got = append(got, StatusLine(1+r.IntN(2), false))
		checkAlign(t, want, got, true)
		hasStatus := slices.ContainsFunc(want, func(p Pattern) bool { return TakesStatus(&p) })
		strict, _ := Matches(t.Context(), want, slices.Values(got))
		if strict && !hasStatus {
			t.Errorf("a status passes where none is expected: %v", want)
		}
		loose := slices.Clone(got)
		loose[len(loose)-1].status = takenLoosely
		changes, _, _ := Align(t.Context(), want, loose)
		if taken, _ := LooseStatuses(t.Context(), want, loose, changes); changes == nil && (len(taken) > 0) == strict {
			t.Errorf("taken %v, and it passes without: %v", taken, len(taken) > 0)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}
