package matcher

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dott/matcher/expression"
)

// compiled is what a (glob) or (re) became, once it was compared with something.
type compiled struct {
	glob expression.Glob
	re   *expression.Expression
	err  error // of the expression
}

// match applies the glob or regular expression to one form of a line.
func (c *compiled) match(ctx context.Context, kind Kind, body, s string) (bool, error) {
	if kind == Glob {
		if c.glob == nil {
			c.glob = expression.NewGlob(body)
		}
		return c.glob.Match(s), nil
	}
	c.compile(body)
	switch {
	case errors.Is(c.err, expression.ErrRunaway):
		return false, c.err
	case c.err != nil && cramRepeat(ctx, body, s):
		return true, nil
	case c.err != nil:
		return false, expression.Invalid(body, c.err)
	}
	if len(s) > longestMatched {
		return false, fmt.Errorf("regular expression `%s`: not tried on a line of more than %d MiB", body, longestMatched>>20)
	}
	ok, err := c.re.Match(ctx, s)
	if errors.Is(err, expression.ErrRunaway) {
		// It would take as long for the next line.
		err = fmt.Errorf("regular expression `%s`: %w", body, err)
		c.err = err
	}
	return ok, err
}

// compile compiles an expression, once.
func (c *compiled) compile(body string) {
	if c.re == nil && c.err == nil {
		c.re, c.err = expression.Compile(body)
	}
}

// invalid returns what is wrong with an expression.
func (c *compiled) invalid(body string) error {
	c.compile(body)
	if c.err == nil || errors.Is(c.err, expression.ErrRunaway) {
		return nil
	}
	if _, err := expression.Compile(" " + body); err == nil { // see cramRepeat
		return nil
	}
	return expression.Invalid(body, c.err)
}

// cramRepeat matches a pattern that begins with a sign of repetition, invalid by
// itself, as cram does: it compares lines with their indent, so that the sign
// repeats a blank.
func cramRepeat(ctx context.Context, body, s string) bool {
	if body == "" || strings.IndexByte("*+?{", body[0]) < 0 {
		return false
	}
	re, err := expression.Compile(" " + body)
	if err != nil {
		return false
	}
	ok, err := re.Match(ctx, " "+s)
	return ok && err == nil
}

// longestMatched is the length of a line, in bytes, past which no expression is tried
// on it: that may take as much memory again, or four times as much.
const longestMatched = 16 << 20
