package config

import (
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/pelletier/go-toml/v2"

	"dott/matcher/feature"
)

// A KnownFailure says of some tests that they are known to fail: they run, and do not
// count.
type KnownFailure struct {
	Tests  []string `toml:"tests"`  // paths or globs as in Override, with a case or a cell behind them if only that fails
	When   string   `toml:"when"`   // conditions, such as git>=2.44; "" is always
	Reason string   `toml:"reason"` // why
	Until  Date     `toml:"until"`  // the last day on which it is known; "" is for ever
}

// A Date is a day, as 2026-12-31; "" is none.
type Date string

// Past reports whether the day has passed.
func (d Date) Past(now time.Time) bool {
	return d != "" && now.Format(time.DateOnly) > string(d)
}

func (d *decoder) date(v any, into *Date, p place) {
	switch v := v.(type) {
	case toml.LocalDate:
		*into = Date(v.String())
	case string:
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			d.wrong(p, v, "not a date such as 2026-12-31")
		}
		*into = Date(v)
	default:
		d.mismatch(p, "a date such as 2026-12-31", v)
	}
}

func checkKnownFailure(k checker, f KnownFailure, p place) {
	k.need(f.Reason, p, "reason", "why the tests are known to fail")
	at := p.key("tests")
	switch _, given := k.lines[at.id]; {
	case k.bad[at.id] || k.bad[p.id]:
	case len(f.Tests) == 0 && given:
		k.wrong(at, f.Tests, "must name a test or a glob; ** is any folders")
	case len(f.Tests) == 0:
		k.missing(p, "has no tests: which are known to fail?")
	}
	for i, glob := range f.Tests {
		if at := at.item(i); !k.bad[at.id] && (glob == "" || !doublestar.ValidatePattern(glob)) {
			k.wrong(at, glob, "must be a path or a glob such as tests/slow/**")
		}
	}
	if at := p.key("when"); f.When != "" && !k.bad[at.id] {
		if _, err := feature.Parse(f.When); err != nil {
			k.wrong(at, f.When, "%v", err)
		}
	}
}
