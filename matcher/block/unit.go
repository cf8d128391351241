package block

import (
	"errors"

	"dott/matcher"
	"dott/matcher/jsonvalue"
)

// A unit is what matches as a whole: an expected line, or the lines of a JSON value.
type unit struct {
	pattern    *matcher.Pattern
	start, end int // of its expected lines
}

// An element is a unit, or the units of a group, which match in any order.
type element struct {
	first, last int // of its units
	group       *group
}

var errUnclosed = errors.New("the JSON value that begins here has no end among the expected lines; close its brackets and quotes")

// makeUnits makes units and elements of the expected lines.
func (c *comparison) makeUnits() {
	for i := 0; i < len(c.want); {
		u := unit{&c.want[i], i, i + 1}
		if u.pattern.Kind == matcher.JSON {
			c.composite = true
			u = c.valueAt(i)
		}
		c.units = append(c.units, u)
		i = u.end
	}
	run := 0 // the first unit of the run that goes on
	for k, u := range c.units {
		if u.pattern.Kind == matcher.Blank {
			run = k + 1
		} else if u.pattern.Apart {
			run = k
		}
		if u.pattern.AnyOrder && !isForOthers(c.units, k) {
			c.elements = append(c.elements[:len(c.elements)-(k-run)], element{run, k, c.newGroup(run, k)})
			c.composite = true
		} else {
			c.elements = append(c.elements, element{k, k, nil})
		}
		if u.pattern.AnyOrder && !isForOthers(c.units, k) {
			run = k + 1
		}
	}
}

// isForOthers reports whether a unit is the last of its group in other cases, and the one
// behind it in this one.
func isForOthers(units []unit, k int) bool {
	if !units[k].pattern.Absent || k+1 == len(units) {
		return false
	}
	next := units[k+1]
	return next.pattern.AnyOrder && len(next.pattern.Conditions) > 0 && !next.pattern.Apart
}

// valueAt makes a unit of the value that begins in an expected line.
func (c *comparison) valueAt(i int) unit {
	var extent jsonvalue.Extent
	var more []string
	p := &c.want[i]
	for ends := extent.Line(p.Body()); !ends; {
		k := i + 1 + len(more)
		if k == len(c.want) || c.want[k].Kind == matcher.JSON {
			c.faults[len(c.units)] = errUnclosed
			return unit{p, i, i + 1}
		}
		more = append(more, c.want[k].Text)
		ends = extent.Line(c.want[k].Text)
	}
	if more == nil {
		return unit{p, i, i + 1}
	}
	whole := matcher.Continued(p, more)
	return unit{&whole, i, i + 1 + len(more)}
}

// valueFrom returns the output from line j on up to the line that ends the JSON value that
// begins there, as one line, and the line behind it.
func (c *comparison) valueFrom(j int) (l matcher.Line, end int, ok bool) {
	v, seen := c.extents[j]
	if !seen {
		v.end = c.extent(j)
		if v.end > j+1 {
			v.line = matcher.Joined(c.got[j:v.end])
		}
		c.extents[j] = v
	}
	switch {
	case v.end < 0:
		return l, j, false
	case v.end == j+1:
		return c.got[j], v.end, true
	}
	return v.line, v.end, true
}

// An extended is lines of output as one, up to the one that ends them; -1 is that none
// does.
type extended struct {
	line matcher.Line
	end  int
}

func (c *comparison) extent(j int) int {
	if c.got[j].Shown() == "" {
		return -1
	}
	var extent jsonvalue.Extent
	for k := j; k < len(c.got); k++ {
		text := c.got[k].Shown()
		if c.scanned += len(text); c.scanned > maxScanned || c.got[k].IsStatus() {
			if c.scanned > maxScanned {
				c.limit("not every line of the output was tried as the beginning of a JSON value")
			}
			return -1
		}
		if extent.Line(text) {
			return k + 1
		}
	}
	return -1
}
