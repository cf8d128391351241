package accept

import (
	"fmt"
	"slices"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/matcher/weakened"
	"dott/runner/review/change"
)

// A Result is what became of one file.
type Result struct {
	File      string             `json:"file"`
	Accepted  int                `json:"accepted"`         // changes, each of one block, that were written
	Denied    int                `json:"denied,omitempty"` // changes that were not, as less would be checked
	Judgement weakened.Judgement `json:"judgement"`
	Findings  []weakened.Finding `json:"findings,omitempty"`
	Refused   []weakened.Finding `json:"refused,omitempty"` // about those that were denied
	Verdict   string             `json:"verdict,omitempty"` // of the tests of the file, run again
	Reason    string             `json:"reason,omitempty"`  // why nothing was written, or why a test fails
	Tests     []string           `json:"tests,omitempty"`   // that still fail

	chosen bool // something is wanted of it
}

// Refuse notes that nothing of the file is written.
func (r *Result) Refuse(why string) { r.chosen, r.Reason = false, why }

// A Chooser accepts what is wanted of each file. It is asked in the place of a person.
type Chooser struct {
	Files  []*File
	As     string // a form; "" is as it was printed
	Format func(file string) transcript.Format

	Results map[string]*Result // by the paths of files
}

// Result returns what became of a file.
func (c *Chooser) Result(f *File) *Result {
	if c.Results == nil {
		c.Results = map[string]*Result{}
	}
	r := c.Results[f.Path]
	if r == nil {
		r = &Result{File: f.Name}
		c.Results[f.Path] = r
	}
	return r
}

// Choose returns the edits that are wanted of a file.
func (c *Chooser) Choose(about change.Change) ([]matcher.Edit, bool, error) {
	i := slices.IndexFunc(c.Files, func(f *File) bool { return f.Path == about.Event.File })
	if i < 0 {
		return nil, true, nil
	}
	f := c.Files[i]
	r := c.Result(f)
	units := [][]matcher.Edit{about.Event.Edits}
	if about.Event.Target == "" {
		units = change.ByBlock(about.Transcript, about.Event.Edits)
	}
	var chosen []matcher.Edit
	for _, edits := range units {
		if !f.wants(about, edits) {
			continue
		}
		made, err := formed(about, edits, c.As)
		if err != nil {
			r.Refuse(fmt.Sprintf("%s:%d: %v", f.Name, change.Line(edits), err))
			return nil, true, nil
		}
		chosen = append(chosen, made...)
		r.chosen = true
	}
	return chosen, true, nil
}

// wants reports whether a change of one block is wanted.
func (f *File) wants(c change.Change, edits []matcher.Edit) bool {
	if f.all || c.Event.Target != "" {
		return true
	}
	block := change.Block(c.Transcript, edits[0])
	for line, exact := range f.lines {
		if exact && line == change.Line(edits) || !exact && line <= len(c.Transcript.Lines) && c.Transcript.Lines[line-1].Block == block {
			return true
		}
	}
	return false
}

// Yes accepts that lines which are not stable are written as patterns, as an update does.
func (c *Chooser) Yes(string, string) (bool, error) { return true, nil }
