package weakened

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dott/matcher/transcript"
)

// directives compares what is said of the whole file. Those that stand on both sides
// cancel out, wherever they stand.
func (c *comparison) directives() {
	was, is := grouped(c.was.Transcript), grouped(c.is.Transcript)
	var names []string
	for _, t := range []*transcript.Transcript{c.was.Transcript, c.is.Transcript} {
		for _, d := range t.Directives {
			if !slices.Contains(names, d.Name) {
				names = append(names, d.Name)
			}
		}
	}
	for _, name := range names {
		switch name {
		case "if", "else", "endif": // see guards
		case "timeout", "serial", "resource": // they say how a test runs, and nothing of what it prints
		case "require":
			c.required(was[name], is[name])
		default:
			c.directive(name, cancelled(was[name], is[name]), cancelled(is[name], was[name]), len(was[name]) > 0)
		}
	}
}

func grouped(t *transcript.Transcript) map[string][]transcript.Directive {
	by := map[string][]transcript.Directive{}
	for _, d := range t.Directives {
		by[d.Name] = append(by[d.Name], d)
	}
	return by
}

// cancelled returns the directives that the other side does not have.
func cancelled(all, other []transcript.Directive) (left []transcript.Directive) {
	other = slices.Clone(other)
	for _, d := range all {
		i := slices.IndexFunc(other, func(o transcript.Directive) bool { return o.Args == d.Args })
		if i >= 0 {
			other = slices.Delete(other, i, i+1)
		} else {
			left = append(left, d)
		}
	}
	return left
}

// directive compares directives of one name, in pairs.
func (c *comparison) directive(name string, was, is []transcript.Directive, had bool) {
	for k := range max(len(was), len(is)) {
		f := Finding{Line: 1, Judgement: Changed, Reason: "another #" + name}
		before, now := "", ""
		if k < len(was) {
			before, f.Was, f.Old = was[k].Args, was[k].Line+1, "`#"+strings.TrimSpace(name+" "+was[k].Args)+"`"
		}
		if k < len(is) {
			now, f.Line, f.New = is[k].Args, is[k].Line+1, "`#"+strings.TrimSpace(name+" "+is[k].Args)+"`"
		}
		switch name {
		case "known-failure":
			switch {
			case f.Old != "" && f.New != "":
				continue // for another reason
			case f.New != "" && !had:
				f.Judgement, f.Reason = Weakened, "the test may fail"
			}
		case "max-duration":
			if f.New == "" || f.Old != "" && longer(now, before) {
				f.Judgement, f.Reason = Weakened, "commands may take longer"
			}
		case "eventually":
			if f.New != "" && (f.Old == "" || longer(now, before)) {
				f.Judgement, f.Reason = Weakened, "a command is tried again until it fits"
			}
		case "testcases":
			if !contains(strings.Fields(now), strings.Fields(before)) {
				f.Judgement, f.Reason = Weakened, "a case went"
			}
		}
		c.add(f)
	}
}

// longer reports whether a duration is longer than another.
func longer(now, before string) bool {
	a, errA := duration(now)
	b, errB := duration(before)
	return errA != nil || errB != nil || a > b
}

func duration(s string) (time.Duration, error) {
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return time.Duration(n * float64(time.Second)), nil
	}
	return time.ParseDuration(s)
}

// required compares what features a file needs.
func (c *comparison) required(was, is []transcript.Directive) {
	words := func(all []transcript.Directive) (terms []string, line int) {
		for _, d := range all {
			line = d.Line + 1
			for _, t := range d.Terms {
				terms = append(terms, t.String())
			}
		}
		return terms, line
	}
	before, at := words(was)
	now, line := words(is)
	if contains(before, now) && contains(now, before) {
		return
	}
	f := Finding{Line: max(1, line), Was: at, Judgement: Changed, Reason: "the file needs other features"}
	if len(before) > 0 {
		f.Old = "`#require " + strings.Join(before, " ") + "`"
	}
	if len(now) > 0 {
		f.New = "`#require " + strings.Join(now, " ") + "`"
	}
	switch {
	case contains(now, before):
		f.Judgement, f.Reason = Weakened, "the file is skipped in more places"
	case contains(before, now):
		f.Reason = "the file is skipped in fewer places"
	}
	c.add(f)
}
