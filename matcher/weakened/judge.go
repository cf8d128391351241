package weakened

import (
	"slices"
	"strconv"
	"strings"

	"dott/matcher"
)

// judge compares some expected lines with those in their place.
func judge(was, is []matcher.Pattern) (Judgement, string) {
	if len(was) == 1 && len(is) == 1 {
		if j, reason, ok := special(&was[0], &is[0]); ok {
			return j, reason
		}
	}
	r := relate(was, is)
	switch {
	case r.known && r.within && r.over:
		if lost(was, is) {
			return Weakened, "a value may be another one each time"
		}
		return Same, ""
	case r.known && r.within:
		return Weakened, wider(was, is)
	case len(was) == 0:
		return Changed, "there is more output"
	case len(is) == 0:
		switch {
		case !slices.ContainsFunc(was, func(p matcher.Pattern) bool { return !p.Optional }):
			return Changed, "what could be absent must be"
		case !slices.ContainsFunc(was, func(p matcher.Pattern) bool { return !isStatus(&p) }):
			return Weakened, "a status was removed"
		}
		return Weakened, "expected output went"
	case r.known && r.over:
		return Changed, "it matches less"
	case statuses(was) && !statuses(is):
		return Weakened, "a status was removed"
	case widths(is) > widths(was):
		return Weakened, wider(was, is)
	}
	return Changed, "something else is expected"
}

// wider says how lines are wider than others.
func wider(was, is []matcher.Pattern) string {
	some := func(lines []matcher.Pattern, has func(p *matcher.Pattern) bool) bool {
		return slices.ContainsFunc(lines, func(p matcher.Pattern) bool { return has(&p) })
	}
	isPattern := func(p *matcher.Pattern) bool { return p.Kind == matcher.Glob || p.Kind == matcher.Regexp }
	repeated := func(p *matcher.Pattern) bool { return p.Repeated }
	optional := func(p *matcher.Pattern) bool { return p.Optional }
	switch {
	case some(is, repeated) && !some(was, repeated):
		return "any number of lines matches"
	case some(is, isPattern) && !some(was, isPattern):
		return "a literal became a pattern"
	case some(is, optional) && !some(was, optional):
		return "a line may be absent"
	}
	return "a pattern became wider"
}

// special judges pairs of lines of which what they match says too little.
func special(was, is *matcher.Pattern) (j Judgement, reason string, ok bool) {
	switch {
	case was.Kind == matcher.JSON && is.Kind == matcher.JSON && was.Body() == is.Body():
		switch before, now := tolerance(was), tolerance(is); {
		case now > before:
			return Weakened, "numbers may differ by more", true
		case now < before:
			return Changed, "numbers may differ by less", true
		}
	case was.Kind != matcher.JSON && is.Kind == matcher.JSON:
		return Weakened, "it is compared as JSON, not as text", true
	case is.AnyOrder && !was.AnyOrder && was.Body() == is.Body():
		return Weakened, "the order of lines does not count", true
	case was.AnyOrder && !is.AnyOrder && was.Body() == is.Body():
		return Changed, "the order of lines counts", true
	}
	return Same, "", false
}

// tolerance is by how much numbers may differ.
func tolerance(p *matcher.Pattern) float64 {
	_, after, _ := strings.Cut(p.Suffixes(), "(json ~")
	number, _, _ := strings.Cut(after, ")")
	f, _ := strconv.ParseFloat(number, 64)
	return f
}

// lost reports whether a value has no name any more, so that any text does.
func lost(was, is []matcher.Pattern) bool {
	var now []string
	for i := range is {
		now = append(now, is[i].Names()...)
	}
	for i := range was {
		if !contains(now, was[i].Names()) {
			return true
		}
	}
	return false
}

// isStatus reports whether a line is for a status.
func isStatus(p *matcher.Pattern) bool {
	if !matcher.TakesStatus(p) {
		return false
	}
	for n := 1; n < 256; n++ {
		l := matcher.StatusLine(n, false)
		if ok, err := p.Match(&l); ok || err != nil {
			return ok
		}
	}
	return false
}

// statuses reports whether the last of some lines is for a status.
func statuses(lines []matcher.Pattern) bool {
	return len(lines) > 0 && isStatus(&lines[len(lines)-1])
}

func widths(lines []matcher.Pattern) float64 {
	sum := 0.0
	for i := range lines {
		sum += width(&lines[i])
	}
	return sum
}
