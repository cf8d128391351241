package prepare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dott/matcher/feature"
	"dott/runner/discover"
)

// known returns why the configuration knows of a test that it fails; of several
// entries, the first that applies.
func (p *Preparer) known(ctx context.Context, t *discover.Test) (*Known, error) {
	c := &p.o.Config
	for i, f := range c.KnownFailure {
		if !p.names(f.Tests, t) {
			continue
		}
		where := c.Where("known-failure", strconv.Itoa(i))
		if f.When != "" {
			terms, err := feature.Parse(f.When)
			if err != nil {
				return nil, err
			}
			ok, _, err := p.features.holds(ctx, t, terms)
			if err != nil {
				return nil, fmt.Errorf("%s: [[known-failure]] when: %w", where, err)
			}
			if !ok {
				continue
			}
		}
		return &Known{Reason: f.Reason, Until: f.Until, Where: where}, nil
	}
	return nil, nil
}

// names reports whether one of some paths and globs, relative to the configuration's
// folder, stands for a test: for its file or a folder above it, for one of its cases,
// or for its cell.
func (p *Preparer) names(tests []string, t *discover.Test) bool {
	rel := relative(p.o.Config.Dir, t.Path)
	names := []string{rel}
	if len(t.Cases) > 0 {
		names = append(names, rel+"#"+strings.Join(t.Cases, "#"))
		for _, one := range t.Cases {
			names = append(names, rel+"#"+one)
		}
	}
	for _, glob := range tests {
		base, cell := discover.CutCell(glob)
		if cell != "" && cell != t.Cell {
			continue
		}
		if slices.ContainsFunc(names, func(name string) bool { return covers([]string{base}, name) }) {
			return true
		}
	}
	return false
}

// Forgotten returns a sentence for each entry that stands for none of the tests, where
// these are all that there are. In which cells they run may differ.
func (p *Preparer) Forgotten(tests []discover.Test) (sentences []string) {
	for i, f := range p.o.Config.KnownFailure {
		stands := false
		for k := range tests {
			stands = stands || p.names(f.Tests, &tests[k])
		}
		for _, glob := range f.Tests {
			_, cell := discover.CutCell(glob)
			stands = stands || cell != ""
		}
		if !stands {
			sentences = append(sentences, fmt.Sprintf("%s: [[known-failure]] stands for no test", p.o.Config.Where("known-failure", strconv.Itoa(i))))
		}
	}
	return sentences
}

// Require returns the error of the first of some terms that does not hold in one of the
// cells of the tests. A cell that cannot be made ready is the error of its tests.
func (p *Preparer) Require(ctx context.Context, terms []feature.Term, tests []discover.Test) error {
	seen := map[string]bool{}
	for i := range tests {
		t := &tests[i]
		if seen[t.Cell] {
			continue
		}
		seen[t.Cell] = true
		if p.o.Cell != nil {
			if _, err := p.o.Cell(t.Cell); err != nil {
				continue
			}
		}
		for _, term := range terms {
			ok, why, err := p.features.holds(ctx, t, []feature.Term{term})
			if err == nil && !ok {
				err = errors.New(why)
			}
			switch {
			case err != nil && t.Cell != "":
				return fmt.Errorf("--require %s: in the cell %s: %w", term, t.Cell, err)
			case err != nil:
				return fmt.Errorf("--require %s: %w", term, err)
			}
		}
	}
	return nil
}
