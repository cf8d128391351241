package discover

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"dott/matcher/transcript"
)

// expand makes tests of files: one of each, or one for each of its cases that was
// asked for, and these in every cell.
func expand(ctx context.Context, o *Options, found []foundFile) ([]Test, error) {
	all, err := readCases(ctx, o, found)
	if err != nil {
		return nil, err
	}
	cells := o.Cells
	if len(cells) == 0 {
		cells = []string{""}
	}
	files := make([]File, len(found))
	tests := make([]Test, 0, len(found)*len(cells))
	for i, f := range found {
		runs := all[i]
		if runs == nil {
			runs = [][]string{nil}
		}
		if err := f.check(o.Format, all[i]); err != nil {
			return nil, err
		}
		files[i] = File{Foreign: f.foreign, path: f.path}
		if f.foreign == nil && (len(runs)*len(cells) > 1 || all[i] != nil) {
			files[i].shared = &shared{cases: all[i]}
		}
		for _, cases := range runs {
			t := Test{Name: f.name, Path: f.path, Cases: cases, File: &files[i]}
			t.Name += t.suffix()
			for _, t.Cell = range cells {
				if f.wants(&t, slices.Contains(o.Addressed, t.Cell)) {
					tests = append(tests, t)
				}
			}
		}
	}
	return tests, nil
}

// wants reports whether a test of the file was asked for. One in a cell that is only
// for those whose address names it must have been.
func (f *foundFile) wants(t *Test, addressed bool) bool {
	if f.only == nil {
		return !addressed
	}
	return slices.ContainsFunc(f.only, func(p part) bool {
		return (p.cases == "" || hasAll(t.Cases, p.cases)) && (p.cell == t.Cell || p.cell == "" && !addressed)
	})
}

// check returns the error of cases that were asked for and that the file does not
// have.
func (f *foundFile) check(format transcript.Format, all [][]string) error {
	for _, p := range f.only {
		has := func(cases []string) bool { return hasAll(cases, p.cases) }
		if p.cases != "" && !slices.ContainsFunc(all, has) {
			return noCase(format, *f, p.cases, all)
		}
	}
	return nil
}

// hasAll reports whether a run has all the cases of a name such as a#x.
func hasAll(cases []string, name string) bool {
	for c := range strings.SplitSeq(name, "#") {
		if !slices.Contains(cases, c) {
			return false
		}
	}
	return true
}

// noCase returns the error of a case that a file does not have.
func noCase(format transcript.Format, f foundFile, name string, cases [][]string) error {
	if len(cases) == 0 {
		if f.foreign == nil {
			// Perhaps it has cases, and they could not be read.
			data, err := ReadFile(f.path)
			if err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
			if faults := transcript.For(f.path, format).Parse(string(data)).Faults; len(faults) > 0 {
				return fmt.Errorf("%s:%d: %s", f.name, faults[0].Line+1, faults[0].Reason)
			}
		}
		return fmt.Errorf("%s has no cases, so there is no %s#%s", f.name, f.name, name)
	}
	var names []string
	for _, c := range cases {
		names = append(names, strings.Join(c, "#"))
	}
	return fmt.Errorf("%s has no case %q; its cases are %s", f.name, name, strings.Join(names, ", "))
}

// readCases returns the runs that the #testcases lines of each file ask for. Most
// files have none: they are searched for the word, and nothing more is done with
// them now.
func readCases(ctx context.Context, o *Options, found []foundFile) ([][][]string, error) {
	cases := make([][][]string, len(found))
	if o.Format.Plain {
		return cases, nil
	}
	read := func(i int) {
		if found[i].foreign != nil {
			return
		}
		// A file that cannot be read is the error of its test later on.
		data, err := ReadFile(found[i].path)
		if err == nil && bytes.Contains(data, []byte("#testcases")) {
			if t := transcript.For(found[i].path, o.Format).Parse(string(data)); len(t.Faults) == 0 {
				cases[i] = t.Cases()
			}
		}
	}
	const share = 64 // files that a goroutine takes at a time
	shares := (len(found) + share - 1) / share
	var next atomic.Int64
	var readers sync.WaitGroup
	for range min(max(1, o.Jobs), shares) {
		readers.Go(func() {
			for n := next.Add(1) - 1; n < int64(shares) && ctx.Err() == nil; n = next.Add(1) - 1 {
				for i := int(n) * share; i < min(int(n+1)*share, len(found)); i++ {
					read(i)
				}
			}
		})
	}
	readers.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return cases, nil
}
