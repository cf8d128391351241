package project

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"dott/runner/covermap"
)

// Changed returns a function that reports whether a file is one that changed since
// a revision, those not committed and not tracked included. Without a revision it
// is the one that is checked out.
func Changed(ctx context.Context, dir, revision string) (func(path string) bool, error) {
	found, err := NewHistory(dir).Since(ctx, revision)
	if err != nil {
		return nil, err
	}
	changed := make(map[string]bool, len(found.Changed))
	for _, path := range found.Changed {
		changed[path] = true
	}
	return func(path string) bool {
		if real, err := filepath.EvalSymlinks(path); err == nil && changed[real] {
			return true
		}
		return changed[path]
	}, nil
}

// Origin returns what a run that begins now is made from.
func (p *Project) Origin(ctx context.Context) (covermap.Origin, error) {
	files := p.around()
	revision := p.History.Revision(ctx)
	if revision != "" {
		c, err := p.History.Since(ctx, "")
		if err != nil {
			return covermap.Origin{}, err
		}
		files = slices.DeleteFunc(slices.Concat(files, c.Changed, c.Gone), p.ours())
	}
	return covermap.NewOrigin(p.Root, p.o.How, revision, files), nil
}

// Affected is which tests the changes since a revision concern.
type Affected struct {
	// Test reports whether a test is one of them, by its name in the project and its
	// file.
	Test func(name, file string) bool
	// Why it is every test, if it is; Unread is the error of records that could not
	// be read, which is then why.
	Why    string
	Unread error
}

// Affected finds the tests that the changes since a revision concern, by the
// records of coverage, which load reads.
func (p *Project) Affected(ctx context.Context, revision string, load func() (*covermap.Map, error)) (Affected, error) {
	var m *covermap.Map
	var unread error
	var both sync.WaitGroup
	both.Go(func() { m, unread = load() })
	since, err := p.History.Since(ctx, revision)
	both.Wait()
	if err != nil {
		return Affected{}, err
	}
	if revision == "" { // so that tests measured at this one need no second comparison
		p.History.known[p.History.Revision(ctx)] = since
	}
	a := p.AffectedBy(ctx, since, m)
	a.Unread = unread
	return a, nil
}

// AffectedBy finds the tests that some changes concern.
func (p *Project) AffectedBy(ctx context.Context, since covermap.Changes, m *covermap.Map) (a Affected) {
	affected, why := m.Affected(ctx, &covermap.Question{
		Root: p.Root, How: p.o.How, Since: since, SinceRevision: p.History.Since,
		All: p.around(), Dir: p.Base, AffectsAll: p.o.AffectsAll, AffectsNone: p.o.AffectsNone,
		Test: p.isTest, Ours: p.ours(),
	})
	a.Test = func(name, file string) bool { return affected(name, p.Real(file)) }
	a.Why = why
	return a
}

// Weigh returns the changes that may concern tests, and why they concern every test, if
// they do.
func (p *Project) Weigh(c covermap.Changes) (rest covermap.Changes, why string) {
	ours, all := p.ours(), p.around()
	matches := func(globs []string, path string) bool {
		rel, err := filepath.Rel(p.Base, path)
		return err == nil && covermap.MatchesAny(globs, filepath.ToSlash(rel))
	}
	weigh := func(paths []string) (kept []string) {
		for _, path := range paths {
			base := filepath.Base(path)
			switch {
			case slices.Contains(all, path), base == "dott.toml", base == ".cramrc", matches(p.o.AffectsAll, path):
				why = cmp.Or(why, covermap.NameIn(p.Root, path)+" changed, on which all tests depend")
			case ours(path), matches(p.o.AffectsNone, path):
				continue
			}
			kept = append(kept, path)
		}
		return kept
	}
	rest = covermap.Changes{Changed: weigh(c.Changed), Gone: weigh(c.Gone), Added: weigh(c.Added), Untracked: weigh(c.Untracked)}
	return rest, why
}

// Covering returns the tests that ran a line of a file, or any where it is 0, by what
// they are known by. The remark is what there is to say about that.
func (p *Project) Covering(m *covermap.Map, path string, line int) (tests []string, remark string, err error) {
	if m.Empty() {
		return nil, "", errors.New("nothing was measured yet; dott --cover does that")
	}
	spec := path
	if line > 0 {
		spec = fmt.Sprintf("%s:%d", path, line)
	}
	tests, known, changed := m.Covers(p.Root, p.Real(path), line)
	switch {
	case !known:
		return nil, "", fmt.Errorf("%s: nothing was measured of this file; dott --cover measures what [coverage] has", spec)
	case len(tests) == 0:
		remark = "no test covers " + spec
	case changed:
		remark = path + " was changed since it was measured: its lines may be others now"
	}
	return tests, remark, nil
}
