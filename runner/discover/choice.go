package discover

import (
	"context"
	"fmt"
	"slices"
)

// A filter is a choice whose lists were read and whose questions were answered.
type filter struct {
	choice     *Choice
	only, skip *list // nil where there is none
	changed    func(path string) bool
	affected   func(key, path string) bool

	// Whether the keyword is in the text of the last file that was read for it: the
	// tests of a file are neighbours.
	searched string
	mentions bool
}

func newFilter(ctx context.Context, c *Choice) (f *filter, err error) {
	f = &filter{choice: c}
	if c.OnlyList != "" {
		if f.only, err = readList(c.OnlyList, c.ListDir); err != nil {
			return nil, err
		}
	}
	if c.SkipList != "" {
		if f.skip, err = readList(c.SkipList, c.ListDir); err != nil {
			return nil, err
		}
	}
	if c.Changed != nil {
		if f.changed, err = c.Changed(ctx); err != nil {
			return nil, err
		}
	}
	if c.Affected != nil {
		if f.affected, err = c.Affected(ctx); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// chosen returns the tests that are run, or shown as skipped, in the memory of all.
func (f *filter) chosen(all []Test) []Test {
	tests := all[:0]
	for _, t := range all {
		// Each list sees each test: then it knows which of its entries match none.
		listed := f.only == nil || f.only.has(&t)
		if f.skip != nil && f.skip.has(&t) {
			t.Skip = "listed in " + f.choice.SkipList
		}
		if listed && f.chooses(&t) {
			tests = append(tests, t)
		}
	}
	if len(tests) < len(all)/2 {
		return slices.Clone(tests) // the memory of all is free again
	}
	clear(all[len(tests):])
	return tests
}

// chooses reports whether a test fulfils all conditions but the list.
func (f *filter) chooses(t *Test) bool {
	c := f.choice
	return (c.Only == nil || c.Only(t.Key())) && (f.changed == nil || f.changed(t.Path)) &&
		(f.affected == nil || f.affected(t.Key(), t.Path)) && (c.Keyword == nil || f.mentioned(t))
}

// mentioned reports whether the keyword is in a test's name or text.
func (f *filter) mentioned(t *Test) bool {
	if f.choice.Keyword.MatchString(t.Name) {
		return true
	}
	if f.searched != t.Path {
		data, err := ReadFile(t.Path)
		f.searched, f.mentions = t.Path, err == nil && f.choice.Keyword.Match(data)
	}
	return f.mentions
}

// unmatched returns a sentence for each entry of a list that no test matches.
func (f *filter) unmatched() (warnings []string) {
	for _, l := range []*list{f.only, f.skip} {
		if l != nil {
			warnings = append(warnings, l.unmatched()...)
		}
	}
	return warnings
}

// none says why none of the tests in some place is run.
func (c *Choice) none(tests int, in string) string {
	why, several := "", false
	for _, w := range []struct {
		asked bool
		why   string
	}{
		{c.Keyword != nil, "matches --keyword"},
		{c.OnlyList != "", "is listed in " + c.OnlyList},
		{c.Only != nil, "failed in the last run"},
		{c.Changed != nil, "has changed"},
		{c.Affected != nil, "is affected by what changed"},
	} {
		if w.asked {
			several, why = several || why != "", w.why
		}
	}
	if several || why == "" {
		why = "fits all options that choose tests"
	}
	if tests == 1 {
		return fmt.Sprintf("of 1 test in %s, none %s", in, why)
	}
	return fmt.Sprintf("of %d tests in %s, none %s", tests, in, why)
}
