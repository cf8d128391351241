package accept

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/review/change"
	"dott/runner/words"
)

// An Address names changes: `a.t:14`, `a.t#case:14`, `a.t[git=2.40]:14`, or without a line
// all of a test or a file.
type Address struct {
	Text string
	Test string // with cases and cell
	Line int    // 0: all
}

// ParseAddress reads an address. A file whose name has a colon is that file.
func ParseAddress(text string) (Address, error) {
	a := Address{Text: text, Test: text}
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return a, nil
	}
	if _, err := os.Lstat(text); err == nil {
		return a, nil
	}
	n, err := strconv.Atoi(text[i+1:])
	if err != nil || n < 1 || i == 0 {
		return a, fmt.Errorf("%s: no address; it reads FILE, FILE:LINE or FILE#CASE[CELL]:LINE", text)
	}
	a.Test, a.Line = text[:i], n
	return a, nil
}

// names reports whether an address names a test.
func (a Address) names(e *Left, here string) bool {
	test := a.Test
	if cell := "[" + e.Cell + "]"; e.Cell != "" && strings.HasSuffix(test, cell) {
		test = strings.TrimSuffix(test, cell)
	}
	if cases := "#" + strings.Join(e.Case, "#"); len(e.Case) > 0 && strings.HasSuffix(test, cases) {
		test = strings.TrimSuffix(test, cases)
	}
	if !filepath.IsAbs(test) {
		test = filepath.Join(here, test)
	}
	if filepath.Clean(test) == e.File {
		return true
	}
	resolved, err := filepath.EvalSymlinks(test)
	if err != nil {
		return false
	}
	file, err := filepath.EvalSymlinks(e.File)
	return err == nil && file == resolved
}

// A File is a test file with what is left of it: its runs in all cases and cells.
type File struct {
	Path  string
	Name  string // as it is shown
	Lefts []*Left

	kept   bool // by a run on this machine
	all    bool
	lines  map[int]bool // wanted ones; true is that a change begins there
	picked []bool       // of each event, whether it is wanted; nil is all
}

// Event returns the end of one of the runs, by the name of the file that is shown.
func (f *File) Event(i int) (event.Event, error) {
	e, err := f.Lefts[i].Event()
	if err != nil {
		return e, fmt.Errorf("%s: %w; to run it again: dott %s", f.Name, err, words.Quote(f.Name))
	}
	e.Test = event.Key(f.Name, e.Case, "")
	return e, nil
}

// Picked returns the ends of those runs that are wanted, and the addresses of the others.
func (f *File) Picked() (picked []event.Event, others []string, err error) {
	for i, l := range f.Lefts {
		if f.picked != nil && !f.picked[i] {
			others = append(others, l.Address(f.Name))
			continue
		}
		e, err := f.Event(i)
		if err != nil {
			return nil, nil, err
		}
		picked = append(picked, e)
	}
	return picked, others, nil
}

// Gone reports whether the file was deleted: it has nothing to accept any more.
func (f *File) Gone() bool {
	_, err := os.Stat(f.Path)
	return f.kept && errors.Is(err, fs.ErrNotExist)
}

// Files groups what is left by files. Their tests are named from the directory here.
func Files(all []*Left, here string) (files []*File) {
	at := map[string]*File{}
	below := strings.TrimSuffix(here, string(filepath.Separator)) + string(filepath.Separator)
	for _, l := range all {
		f := at[l.File]
		if f == nil {
			name, ok := strings.CutPrefix(l.File, below) // most are, and Rel takes its time
			if !ok {
				var err error
				if name, err = filepath.Rel(here, l.File); err != nil {
					name = l.File
				}
			}
			f = &File{Path: l.File, Name: name}
			at[l.File] = f
			files = append(files, f)
		}
		f.Lefts = append(f.Lefts, l)
	}
	return files
}

// Select returns the files that addresses name, each with what is wanted of it; without
// addresses, all of all. What is named and is not there is an error.
func Select(files []*File, addresses []Address, here string, format func(file string) transcript.Format) (chosen []*File, err error) {
	if addresses == nil {
		for _, f := range files {
			f.all = true
		}
		return files, nil
	}
	var errs []error
	for _, a := range addresses {
		found := false
		for _, f := range files {
			for i, l := range f.Lefts {
				if !a.names(l, here) || f.Gone() {
					continue
				}
				wanted := a.Line == 0
				if wanted {
					f.all = true
				} else {
					places, err := l.Places()
					if err != nil {
						return nil, err
					}
					exact := slices.ContainsFunc(places, func(p Place) bool { return p.Line == a.Line })
					if wanted = exact || f.covers(i, a.Line, format); wanted {
						if f.lines == nil {
							f.lines = map[int]bool{}
						}
						f.lines[a.Line] = f.lines[a.Line] || exact
					}
				}
				if !wanted {
					continue
				}
				found = true
				if f.picked == nil {
					f.picked = make([]bool, len(f.Lefts))
				}
				f.picked[i] = true
				if !slices.Contains(chosen, f) {
					chosen = append(chosen, f)
				}
			}
		}
		if !found {
			errs = append(errs, a.missing(files, here))
		}
	}
	return chosen, errors.Join(errs...)
}

// covers reports whether a line stands in a block that has changes, as the file is now.
func (f *File) covers(i, line int, format func(file string) transcript.Format) bool {
	e, err := f.Event(i)
	if err != nil || e.Target != "" {
		return false
	}
	data, err := change.Read(e)
	if err != nil {
		return false
	}
	t := transcript.For(e.File, format(e.File)).Parse(data)
	for _, edits := range change.ByBlock(t, e.Edits) {
		if line <= len(t.Lines) && t.Lines[line-1].Block == change.Block(t, edits[0]) {
			return true
		}
	}
	return false
}

// missing says why an address names nothing that is left.
func (a Address) missing(files []*File, here string) error {
	var lines []string
	for _, f := range files {
		for _, l := range f.Lefts {
			if a.names(l, here) {
				places, _ := l.Places()
				for _, p := range places {
					if line := strconv.Itoa(p.Line); !slices.Contains(lines, line) {
						lines = append(lines, line)
					}
				}
			}
		}
	}
	test := words.Quote(a.Test)
	switch _, err := os.Stat(a.Test); {
	case len(lines) > 0:
		return fmt.Errorf("%s: no change is left there; there are changes at %s", a.Text, strings.Join(lines, ", "))
	case err != nil && !strings.ContainsAny(a.Test, "#["):
		return fmt.Errorf("%s: no such file", a.Text)
	}
	return fmt.Errorf("%s: the last run left no change there; to run it: dott %s", a.Text, test)
}

// Moved says, of a file that changed since it ran, which line a wanted one is now. It is
// nil where the file is as it was.
func (f *File) Moved(format func(file string) transcript.Format) error {
	for i, l := range f.Lefts {
		if l.Large {
			return fmt.Errorf("%s: the changes of its last run were too much to keep; to accept them: dott -i %s", f.Name, words.Quote(f.Name))
		}
		e, err := f.Event(i)
		if err != nil {
			return err
		}
		if _, err := change.Read(e); err == nil {
			continue
		} else if e.Target != "" {
			return fmt.Errorf("%s: %w; to run it again: dott %s", f.Name, err, words.Quote(f.Name))
		}
		data, err := os.ReadFile(f.Path)
		if err != nil {
			return err
		}
		t := transcript.For(f.Path, format(f.Path)).Parse(string(data))
		again := "; to run it again: dott " + words.Quote(f.Name)
		places, err := l.Places()
		if err != nil {
			return err
		}
		for _, p := range places {
			if _, wanted := f.lines[p.Line]; !wanted {
				continue
			}
			switch now := p.now(t); now {
			case 0:
				return fmt.Errorf("%s:%d: the file changed since it was run, and the command is not there any more%s", f.Name, p.Line, again)
			case p.Line:
				return fmt.Errorf("%s:%d: the file changed since it was run, though not before this line%s", f.Name, p.Line, again)
			default:
				return fmt.Errorf("%s:%d: the file changed since it was run; this is line %d now%s", f.Name, p.Line, now, again)
			}
		}
		return fmt.Errorf("%s: the file changed since it was run%s", f.Name, again)
	}
	return nil
}

// now returns the line that a place is now; 0 is that its command is gone.
func (p Place) now(t *transcript.Transcript) int {
	nth := 0
	found := 0
	for b := range t.Blocks {
		if codeOf(t, b) != p.Code {
			continue
		}
		if code := t.Blocks[b].Code; len(code) > 0 {
			found = code[0] + 1 + p.Below
		} else {
			found = p.Line
		}
		if nth == p.Nth {
			return min(found, len(t.Lines)+1)
		}
		nth++
	}
	return found
}

// Reject takes what is wanted of the file out of what is left, and counts it.
func (f *File) Reject(all []*Left, format func(file string) transcript.Format, n *int) []*Left {
	for i, l := range f.Lefts {
		if f.picked != nil && !f.picked[i] {
			continue
		}
		at := slices.IndexFunc(all, func(o *Left) bool { return o.key() == l.key() })
		if at < 0 {
			continue
		}
		e, err := f.Event(i)
		if f.all || err != nil || e.Target != "" {
			*n += l.Changes
			all = slices.Delete(all, at, at+1)
			continue
		}
		if kept := f.without(i, e, format, n); kept != nil {
			all[at] = kept
		} else {
			all = slices.Delete(all, at, at+1)
		}
	}
	return all
}

// without returns what is left of a test without its wanted changes; nil is nothing.
func (f *File) without(i int, e event.Event, format func(file string) transcript.Format, n *int) *Left {
	data, err := change.Read(e)
	if err != nil {
		*n++
		return nil // it has to be run again anyhow
	}
	t := transcript.For(e.File, format(e.File)).Parse(data)
	units := change.ByBlock(t, e.Edits)
	about := change.Change{Event: e, Data: data, Transcript: t}
	e.Edits = nil
	for _, edits := range units {
		if f.wants(about, edits) {
			*n++
		} else {
			e.Edits = append(e.Edits, edits...)
		}
	}
	if len(e.Edits) == 0 {
		return nil
	}
	old := f.Lefts[i]
	kept, err := newLeft(e, format)
	if err != nil {
		return nil
	}
	kept.Way, kept.Cells = old.Way, old.Cells
	return kept
}
