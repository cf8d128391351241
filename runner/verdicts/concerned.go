package verdicts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/trace"
)

// A Text stands for what a test says and what it is run with: its file, the configuration,
// the files around it. A key has more in it, and can only be had of a test that is about
// to run; this can be had of one that may not.
type Text [16]byte

// NewText makes a text of parts.
func NewText(parts ...string) (t Text) {
	var all [][]byte
	for _, p := range parts {
		all = append(all, []byte(p))
	}
	k := NewKey(all...)
	copy(t[:], k[:])
	return t
}

// Changes are files that are others than they were, by absolute paths without links to
// folders in them.
type Changes struct {
	Files []string // others than before, new or gone
	Moved []string // those of them that are new or gone
	// WasFolder reports whether a folder was there before what is new in it; nil is that
	// all were.
	WasFolder func(dir string) bool
	// Saved is that the files were changed just now, while somebody works on them: then
	// what a test touched counts also if it failed, and what is outside of the project is
	// as it was.
	Saved bool
}

// An Answer says whether a change concerns a test.
type Answer int

// There may be no record of what the test touched.
const (
	Unknown Answer = iota
	Concerned
	Unconcerned
)

// Services is why a test has no verdict that uses some: nobody sees what they read.
const Services = "it uses services"

// Concern returns a function that says of tests whether changes concern them.
//
// It errs on the side of running. Changes do not concern a test if there is a record of it
// with the same text, of which everything is as it was then, and nothing is among what
// changed: what the test opened, executed, asked about or looked for, the folders that it
// listed, and what links on these paths lead to. Then it does what it did, before the
// change as well as after it. A record of a test that always runs is none, unless files
// were just saved.
func Concern(s *Store, c Changes) func(test string, text Text) Answer { return ask(s, c).answer }

func ask(s *Store, c Changes) *question {
	q := &question{store: s, changes: c, files: map[string]bool{}, above: map[string]bool{}, folders: map[string]bool{}, real: map[string]string{}}
	q.project = append(q.project, s.proj)
	if real, err := filepath.EvalSymlinks(s.o.Project); err == nil {
		q.project = append(q.project, real+"/")
	}
	for _, file := range c.Files {
		q.files[file] = true
	}
	for _, file := range c.Moved {
		for dir := filepath.Dir(file); !q.above[dir]; dir = filepath.Dir(dir) {
			q.above[dir] = true
		}
	}
	q.answers = make([]Answer, len(s.inputs))
	return q
}

// Written reports whether a test wrote one of the files that changed.
func Written(s *Store, c Changes) bool {
	q := ask(s, c)
	return slices.ContainsFunc(s.inputs, func(in input) bool { return in.how&trace.Write != 0 && q.among(&in) })
}

// A question is one about changes. What it finds out about an input, it does once.
type question struct {
	store   *Store
	changes Changes
	project []string        // its folder, with a slash at its end
	files   map[string]bool // that changed
	above   map[string]bool // folders that have some below them that are new or gone
	folders map[string]bool // whether they were there before
	real    map[string]string
	answers []Answer // about inputs
}

func (q *question) answer(test string, text Text) Answer {
	all := q.store.old[test]
	if len(all) == 0 {
		return Unknown
	}
	for _, p := range slices.Backward(all) {
		e, ok := p.entry()
		if !ok || e.text != text || e.why != "" && !q.changes.Saved || e.why == Services {
			continue
		}
		if !slices.ContainsFunc(e.inputs, q.concerns) {
			return Unconcerned
		}
	}
	return Concerned
}

// concerns reports whether an input is among what changed, or is another for any reason.
func (q *question) concerns(n int) bool {
	if n >= len(q.answers) {
		return true
	}
	if q.answers[n] == Unknown {
		q.answers[n] = Unconcerned
		in := &q.store.inputs[n]
		if in.how&(trace.Connect|trace.Unseen) != 0 || q.among(in) || q.another(in, n) {
			q.answers[n] = Concerned
		}
	}
	return q.answers[n] == Concerned
}

// another reports whether an input is not as it was when a test touched it. What tests
// write is another each time.
func (q *question) another(in *input, n int) bool {
	if !q.changes.Saved {
		return !q.store.same([]int{n})
	}
	path := q.store.abs(in.path)
	inside := slices.ContainsFunc(q.project, func(dir string) bool { return strings.HasPrefix(path+"/", dir) })
	return inside && in.how&trace.Write == 0 && !q.store.same([]int{n})
}

// among reports whether what is at the path of an input was changed, or what a link on it
// leads to.
func (q *question) among(in *input) bool {
	path := q.store.abs(in.path)
	return q.changed(path, in.how) || q.changed(q.realPath(path), in.how)
}

func (q *question) changed(path string, how trace.How) bool {
	for at := path; ; at = filepath.Dir(at) { // a folder may have been a link, or a repository of its own
		if q.files[at] {
			return true
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	return q.above[path] && (how&(trace.Read|trace.Absent) != 0 || !q.wasFolder(path))
}

func (q *question) wasFolder(dir string) bool {
	was, known := q.folders[dir]
	if !known {
		was = q.changes.WasFolder == nil || q.changes.WasFolder(dir)
		q.folders[dir] = was
	}
	return was
}

// realPath returns a path without links, of which the end need not be there.
func (q *question) realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	dir := filepath.Dir(path)
	if dir == path {
		return path
	}
	real, known := q.real[dir]
	if !known {
		real = q.realPath(dir)
		q.real[dir] = real
	}
	return filepath.Join(real, filepath.Base(path))
}

// Folders returns the folders of the project in which a change may concern a test: those
// with files that tests touch or look for, and those that they list. What is hidden is not
// among them: it is written by programs, not by people.
func Folders(s *Store) (dirs []string) {
	seen := map[string]bool{}
	for i := range s.inputs {
		rest, inside := strings.CutPrefix(s.inputs[i].path+"/", "./")
		if !inside || s.inputs[i].how&(trace.Connect|trace.Unseen) != 0 || strings.HasPrefix(rest, ".") || strings.Contains(rest, "/.") {
			continue
		}
		dir := s.abs(s.inputs[i].path)
		for info, err := os.Stat(dir); (err != nil || !info.IsDir()) && dir+"/" != s.proj; info, err = os.Stat(dir) {
			dir = filepath.Dir(dir)
		}
		if !seen[dir] {
			seen[dir] = true
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}
