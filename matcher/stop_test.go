package matcher

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// runaway is a pattern that would backtrack for longer than anybody waits, with a
// line for it.
func runaway(n int) (Pattern, Line) {
	text := strings.Repeat("a", 40) + fmt.Sprint(n)
	return Parse(fmt.Sprintf(`(?=a)(a+)+%d$x\1 (re)`, n)), NewLine(text, text, false)
}

// TestStop: whatever the comparison is at, it ends when its context does, and says
// why.
func TestStop(t *testing.T) {
	cause := errors.New("time is up")
	words := func(i int) string { return fmt.Sprint(i * 7919 % 101) }
	shuffled := func(i int) string { return fmt.Sprint(i * i % 103) }
	hard, hardOutput := block(30_000, words, shuffled)
	var slow []Pattern
	var slowOutput []Line
	for n := range 20 {
		p, l := runaway(n)
		slow, slowOutput = append(slow, p), append(slowOutput, l)
	}
	long := strings.Repeat("ab", longestMatched/2)
	tests := []struct {
		name string
		want []Pattern
		got  []Line
	}{
		{"search", hard, hardOutput},
		{"backtracking", slow, slowOutput},
		{"a long line", patterns(`(a|b|ab)*c (re)`), lines(long)},
		{"repeated", append(patterns("[0-9]* (re*)", "* (glob*)"), hard...), hardOutput},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, cause)
			defer cancel()
			changes, faults, err := Align(ctx, test.want, test.got)
			if !errors.Is(err, cause) || changes != nil || faults != nil {
				t.Errorf("%d changes, faults %v, error %v", len(changes), faults, err)
			}
		})
	}
	ended, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	many := strings.Repeat("x\n", 100_000)
	shown := func(s string) string { return s }
	if ok, err := Matches(ended, patterns("x (*)"), CutSeq(many, false, shown, 100)); ok || err != cause {
		t.Errorf("Matches: %v, %v", ok, err)
	}
	got := append(Cut(many, false, shown), StatusLine(1, true))
	if _, err := LooseStatuses(ended, patterns("* (glob*)"), got, nil); err != cause {
		t.Errorf("LooseStatuses: %v", err)
	}
	if _, _, err := Spare(ended, patterns("* y"), got[:2000], []Change{{0, 1, 0, 2000}}); err != cause {
		t.Errorf("Spare: %v", err)
	}
}

// TestRunaway: a pattern that backtracks for too long is stopped once, and not for
// each line again.
func TestRunaway(t *testing.T) {
	p, l := runaway(1)
	var got []Line
	for range 50 {
		got = append(got, l)
	}
	_, faults, err := Align(t.Context(), []Pattern{p}, got)
	if err != nil || len(faults) != 1 || !strings.Contains(faults[0].Err.Error(), "stopped after 1s of backtracking") {
		t.Errorf("faults %v, %v", faults, err)
	}
	if strings.Contains(faults[0].Err.Error(), `\\`) {
		t.Errorf("the expression has other backslashes than its own: %v", faults[0].Err)
	}
}

// TestFaultDeleted: it is known of a fault whether its line goes.
func TestFaultDeleted(t *testing.T) {
	want := patterns("a", "*** (re)", "a)|(b (re) (?)")
	changes, faults, err := Align(t.Context(), want, lines("a", "b"))
	if err != nil || len(faults) != 2 {
		t.Fatalf("faults %v, %v", faults, err)
	}
	if !Deletes(changes, faults[0].Index) || Deletes(changes, faults[1].Index) {
		t.Errorf("changes %v", changes)
	}
}
