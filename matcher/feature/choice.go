package feature

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Choice chooses some of the versions of an axis: `>=3.4, latest 3, tip`.
// Bounds must all hold, "latest" takes that many of those for which they do, and
// versions that are named come besides. The zero Choice takes everything.
type Choice struct {
	all    bool // said, to have versions that are named come besides all others
	bounds []bound
	exact  []string
	latest int // 0: all
	order  *Order
}

type bound struct{ op, version string }

// ParseChoice reads a choice; commas and blanks separate its parts.
func ParseChoice(s string) (Choice, error) {
	var c Choice
	for part := range strings.SplitSeq(s, ",") {
		for words := strings.Fields(part); len(words) > 0; {
			n, err := c.add(words)
			if err != nil {
				return Choice{}, err
			}
			words = words[n:]
		}
	}
	if !c.all && len(c.exact) == 0 && !c.ranged() {
		return Choice{}, fmt.Errorf("%q chooses no versions; as in: >=3.4, latest 3, tip", s)
	}
	return c, nil
}

// add takes the first part from some words, and returns how many words it has.
func (c *Choice) add(words []string) (int, error) {
	switch {
	case words[0] == "all":
		c.all = true
		return 1, nil
	case words[0] == "latest":
		n, used := 1, 1
		if len(words) > 1 && span(words[1], isDigit) == len(words[1]) {
			n, _ = strconv.Atoi(words[1])
			used = 2
		}
		if n <= 0 {
			return 0, fmt.Errorf("latest %s: how many must be a number of 1 or more", words[1])
		}
		if c.latest > 0 {
			return 0, fmt.Errorf("latest is said twice")
		}
		c.latest = n
		return used, nil
	}
	op, v := cutOperator(words[0])
	used := 1
	if op != "" && v == "" && len(words) > 1 {
		v, used = words[1], 2
	}
	if v == "" || strings.ContainsAny(v, "=!<>") {
		return 0, fmt.Errorf("%q is not a choice of versions; as in: >=3.4, latest 3, tip", words[0])
	}
	c.compare(op, v)
	return used, nil
}

// compare adds a comparison; the equal ones are alternatives.
func (c *Choice) compare(op, v string) {
	if op == "" || op == "=" {
		c.exact = append(c.exact, v)
	} else {
		c.bounds = append(c.bounds, bound{op, v})
	}
}

// In returns the choice among versions of an order.
func (c Choice) In(o *Order) Choice {
	c.order = o
	return c
}

// Has reports whether the choice takes a version, whatever others there are.
func (c Choice) Has(version string) (bool, error) {
	if c.Names(version) {
		return true, nil
	}
	if len(c.exact) > 0 && !c.all && !c.ranged() {
		return false, nil
	}
	for _, b := range c.bounds {
		if ok, err := c.order.compares(version, b.op, b.version); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// Select returns the chosen ones of the known versions, oldest first. A version
// that is named and not known is an error, as is a choice that takes none.
func (c Choice) Select(known []string) ([]string, error) {
	return c.take(known, func(string) bool { return true }, func(string) bool { return false })
}

// Pick returns the chosen ones of published versions, oldest first. It is Select,
// but that pre-releases and names are not taken for being new: a pre-release must
// be named, or a pre-release be a bound. A name such as main need not have been
// published: lists have releases, and recipes take names of branches. In a listed
// order, every version is like any other.
func (c Choice) Pick(published []string) ([]string, error) {
	pre := slices.ContainsFunc(c.bounds, func(b bound) bool { return isPreRelease(b.version) })
	return c.take(published, func(v string) bool {
		return c.order != nil || !isNamed(v) && (pre || !isPreRelease(v))
	}, isNamed)
}

// take chooses among versions; usual ones need not be named, and those that are
// free need not be known.
func (c Choice) take(versions []string, usual, free func(string) bool) ([]string, error) {
	known := c.order.Sorted(versions)
	var chosen []string
	if len(c.exact) == 0 || c.all || c.ranged() {
		ranged := Choice{bounds: c.bounds, order: c.order}
		for _, v := range known {
			if !usual(v) {
				continue
			}
			ok, err := ranged.Has(v)
			if err != nil {
				return nil, err
			}
			if ok {
				chosen = append(chosen, v)
			}
		}
		if c.latest > 0 && c.latest < len(chosen) {
			chosen = chosen[len(chosen)-c.latest:]
		}
	}
	for _, e := range c.exact {
		found := slices.Contains(known, e)
		if found {
			chosen = append(chosen, e)
			continue
		}
		for _, v := range known {
			if c.order.Same(v, e) {
				chosen, found = append(chosen, v), true
			}
		}
		switch {
		case found:
		case free(e):
			chosen = append(chosen, e)
		default:
			return nil, fmt.Errorf("no version %s; known are %s", e, listed(known))
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("%s takes none of the versions; known are %s", c, listed(known))
	}
	// Names stand as they were published, whatever the order in which they are named.
	return c.order.Sorted(append(slices.DeleteFunc(known, func(v string) bool { return !slices.Contains(chosen, v) }), chosen...)), nil
}

// String writes the choice as ParseChoice reads it.
func (c Choice) String() string {
	var parts []string
	if c.all || len(c.exact) == 0 && !c.ranged() {
		parts = append(parts, "all")
	}
	for _, b := range c.bounds {
		parts = append(parts, b.op+b.version)
	}
	if c.latest > 0 {
		parts = append(parts, fmt.Sprintf("latest %d", c.latest))
	}
	for _, e := range c.exact {
		parts = append(parts, "="+e)
	}
	return strings.Join(parts, ", ")
}

// ranged reports whether the choice takes a range.
func (c Choice) ranged() bool { return len(c.bounds) > 0 || c.latest > 0 }

// listed names versions for an error; of very many, the newest.
func listed(versions []string) string {
	const most = 30
	if len(versions) == 0 {
		return "none"
	}
	if n := len(versions) - most; n > 0 {
		return fmt.Sprintf("%s (and %d older ones)", strings.Join(versions[n:], ", "), n)
	}
	return strings.Join(versions, ", ")
}

// Names reports whether the choice names a version, rather than a range in which
// it is.
func (c Choice) Names(version string) bool {
	return slices.ContainsFunc(c.exact, func(e string) bool { return c.order.Same(e, version) })
}

// Relative reports whether what the choice takes depends on all versions there
// are, so that Has does not tell.
func (c Choice) Relative() bool { return c.latest > 0 }
