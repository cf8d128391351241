package history

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dott/runner/event"
)

// A Slower says when a test is slow: when it takes longer than its median by a factor
// and by an amount. The zero value is never.
type Slower struct {
	Factor float64
	Amount time.Duration
}

// slowerAmount is the amount where none is given: of what takes a moment, nobody sees
// twice of it.
const slowerAmount = 100 * time.Millisecond

func (s *Slower) String() string {
	if s.Factor == 0 {
		return ""
	}
	return strconv.FormatFloat(s.Factor, 'g', -1, 64) + "x+" + s.Amount.String()
}

// Type is the word for it among options.
func (s *Slower) Type() string { return "slower" }

// Set reads 1.5x or 1.5x+200ms.
func (s *Slower) Set(text string) error {
	factor, amount, given := strings.Cut(text, "+")
	f, err := strconv.ParseFloat(strings.TrimSuffix(factor, "x"), 64)
	d := slowerAmount
	if err == nil && given {
		d, err = time.ParseDuration(amount)
	}
	if err != nil || !(f >= 1) || f > 1e6 || d < 0 {
		return errors.New("not a factor of 1 or more such as 1.5x, or 1.5x+200ms")
	}
	*s = Slower{f, d}
	return nil
}

// paceRuns is in how many runs a test must have passed before it can be slow.
const paceRuns = 5

// Pace returns a function that tells how long the test of an event may take, and how long
// it takes as a rule, in seconds, by so many runs. The limit is 0 where these are too few.
// It is nil where no test is slow.
func (k *Keeper) Pace(s Slower) func(e event.Event) (limit, usual float64, runs int) {
	if s.Factor == 0 {
		return nil
	}
	return func(e event.Event) (limit, usual float64, runs int) { return k.pace(s, e) }
}

func (k *Keeper) pace(s Slower, e event.Event) (limit, usual float64, runs int) {
	if k.History == nil {
		return 0, 0, 0
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked = true
	usual, runs = k.History.Median(k.Names.Key(e))
	if runs < paceRuns {
		return 0, usual, runs
	}
	k.paced = true
	return max(usual*s.Factor, usual+s.Amount.Seconds()), usual, runs
}

// unpaced is the warning about a run in which no test could be told from a slow one.
func (k *Keeper) unpaced() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.asked || k.paced {
		return nil
	}
	return fmt.Errorf("--slower: none of the tests has passed in %d earlier runs, which it takes to know how long one takes", paceRuns)
}
