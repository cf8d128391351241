package jsonvalue

import (
	"math"
	"strconv"
	"strings"
)

// Rules say when a value is as expected.
type Rules struct {
	// Tolerance is by how much numbers may differ, absolutely or in relation to the
	// larger one.
	Tolerance float64
	// Match reports whether a string that stands in the expectation, and is no text that
	// was printed, is a pattern that matches a text. It is nil where there are no patterns.
	Match func(pattern, text string) (bool, error)
	// Write returns the string of the expectation that stands for a text that was printed,
	// if it is not the text itself. It may be nil.
	Write func(text string) (pattern string, ok bool)
}

// Anything is the string of an expectation that any value matches.
const Anything = "*"

// Equal reports whether a value is as expected. The error is that of a pattern.
func (r *Rules) Equal(want, got *Value) (bool, error) {
	if want.Kind == String && want.Text == Anything {
		return true, nil
	}
	if want.Kind == String {
		return r.equalString(want, got)
	}
	if want.Kind != got.Kind {
		return false, nil
	}
	switch want.Kind {
	case Word:
		return want.Text == got.Text, nil
	case Number:
		return r.equalNumbers(want.Text, got.Text), nil
	}
	if len(want.Items) != len(got.Items) {
		return false, nil
	}
	for i, w := range want.Items {
		g := got.Items[i]
		if want.Kind == Object {
			if g = got.Of(want.Keys[i].Text); g == nil {
				return false, nil
			}
		}
		if ok, err := r.Equal(w, g); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// equalString compares a string, which may be a pattern for anything that is not made of
// parts.
func (r *Rules) equalString(want, got *Value) (bool, error) {
	switch {
	case got.Kind == String && got.Text == want.Text:
		return true, nil
	case got.Kind == Array || got.Kind == Object || r.Match == nil:
		return false, nil
	}
	return r.Match(want.Text, got.Text)
}

func (r *Rules) equalNumbers(want, got string) bool {
	if want == got || decimalOf(want) == decimalOf(got) {
		return true
	}
	if r.Tolerance == 0 {
		return false
	}
	a, errA := strconv.ParseFloat(want, 64)
	b, errB := strconv.ParseFloat(got, 64)
	if errA != nil || errB != nil {
		return false // too large to be told
	}
	return math.Abs(a-b) <= r.Tolerance*max(1, math.Abs(a), math.Abs(b))
}

// A decimal is a number with each of its values in one form: the digits without zeros at
// their ends, and the exponent behind them.
type decimal struct {
	digits   string
	exponent int64
	negative bool
	odd      string // the number itself, where its exponent is too large to be counted
}

func decimalOf(number string) decimal {
	var d decimal
	rest, negative := strings.CutPrefix(number, "-")
	mantissa, exponent := rest, ""
	if i := strings.IndexAny(rest, "eE"); i >= 0 {
		mantissa, exponent = rest[:i], rest[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return decimal{} // zero, whatever its sign
	}
	if exponent != "" {
		n, err := strconv.ParseInt(strings.TrimPrefix(exponent, "+"), 10, 32)
		if err != nil {
			return decimal{odd: number}
		}
		d.exponent = n
	}
	d.digits, d.negative = strings.TrimRight(digits, "0"), negative
	d.exponent += int64(len(digits)-len(d.digits)) - int64(len(fraction))
	return d
}
