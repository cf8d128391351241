package lint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/layout"
	"dott/matcher/transcript"
	"dott/runner/discover"
)

// A Formatted is a file, and how it is written in the one form.
type Formatted struct {
	Name string // as it is shown
	Path string // absolute
	Data string
	Text string // Data, where nothing is to change
}

// Formatting returns all files as they would be written anew.
func Formatting(ctx context.Context, o Options) ([]Formatted, error) {
	found, err := o.discovered(ctx)
	if err != nil {
		return nil, err
	}
	files := make([]Formatted, len(found))
	scopes := newScopes(&o)
	err = o.each(ctx, len(files), func(i int) error {
		data, err := discover.ReadFile(found[i].Path)
		if err != nil {
			return fmt.Errorf("%s: %w", found[i].Name, err)
		}
		scope, err := scopes.of(found[i].Path)
		if err != nil {
			return err
		}
		files[i] = Formatted{found[i].Name, found[i].Path, string(data), layout.File(found[i].Path, string(data), scope.Format)}
		return nil
	})
	return files, err
}

// Changes reports whether the file is to change.
func (f *Formatted) Changes() bool { return f.Text != f.Data }

// Edits returns what changes, as edits of lines. That the last line gets its end is an
// edit of it.
func (f *Formatted) Edits() (edits []matcher.Edit) {
	was, is := slices.Collect(strings.Lines(f.Data)), slices.Collect(strings.Lines(f.Text))
	for n := range was {
		if n < len(is) && was[n] == is[n] {
			continue
		}
		if last := len(edits) - 1; last < 0 || edits[last].End < n {
			edits = append(edits, matcher.Edit{Start: n, End: n})
		}
		e := &edits[len(edits)-1]
		if e.End++; n < len(is) {
			e.New = append(e.New, strings.TrimRight(is[n], "\r\n"))
		}
	}
	return edits
}

// noNewline is what a diff says below a last line without end.
const noNewline = "\\ No newline at end of file\n"

// Diff returns what changes, as a unified diff.
func (f *Formatted) Diff() string {
	diff, _ := transcript.Unified(matcher.DiffLimit(0), f.Name, f.Name, f.Data, f.Edits())
	if !strings.HasSuffix(f.Data, "\n") && strings.HasSuffix(f.Text, "\n") {
		diff = strings.TrimSuffix(diff, noNewline)
	}
	return diff
}

// Write writes the file, unless it changed meanwhile.
func (f *Formatted) Write() error {
	if err := Replace(f.Path, f.Data, f.Text); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}
