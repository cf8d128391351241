// Package verdicts keeps what tests touched, and verdicts that hold for as long as that
// stays as it is.
//
// The life of a verdict: a test is traced (see package trace) and passes. [Store.Keep]
// makes inputs of what it touched: each path with what was done with it and the state that
// the test can have seen, the content of a file say. What cannot be repeated, such as a
// connection, or what changed while the test ran, leaves a reason instead of a verdict. In
// a later run, [Store.Passed] compares the states with those of now, each distinct input
// once, and reports whether they are the same. [Store.Close] writes what is new into a file
// of its own, so that several runs, and several machines, can share the directory.
//
// A file of verdicts has no absolute path of the project in it, ends in a hash of itself,
// and is read as a whole or not at all. Content is hashed when a file's size, times or
// number in the file system are others than the last time, as git does it; that is known
// in a file beside, which is this machine's alone.
package verdicts

import (
	"cmp"
	"crypto/sha256"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dott/runner/trace"
)

// Options say where verdicts are.
type Options struct {
	Dir     string // of the verdicts, which may be shared
	Hashes  string // file with the hashes of contents, of this machine
	Project string // folder whose paths are written relative to it, absolute
	Host    string // name of this machine
	Limit   int64  // bytes that the verdicts may take; 0 is 256 MiB
}

// A Key has all that a verdict depends on besides what the test touches.
type Key [sha256.Size]byte

// A Store has the verdicts of a project. Its methods may be called at the same time.
type Store struct {
	o      Options
	hashes *hashes
	files  []string // that were read

	mu     sync.Mutex
	inputs []input
	index  map[input]int // made when something is kept
	states []byte        // of the inputs now: 0 is not known, 1 as it was, 2 another
	old    map[string][]packed
	fresh  map[string][]entry
	proj   string // Options.Project with a slash
	real   string // the same without symbolic links
}

// An input is what a test did with a path, and what it can have seen.
type input struct {
	path  string // begins with ./ in the project
	how   trace.How
	state state
}

// An entry is what is known of one run of a test.
type entry struct {
	key    Key
	text   Text
	when   int64 // seconds
	host   string
	why    string // there is no verdict; "" is that the test passed and that it holds
	inputs []int
}

// A Verdict is one that holds.
type Verdict struct {
	When time.Time
	Host string
}

// most is for how many states of its inputs the verdicts of a test are kept: those of some
// branches.
const most = 4

// Open reads the verdicts. What is no file of verdicts, or is damaged, is as if it were not
// there.
func Open(o Options) *Store {
	o.Limit = cmp.Or(o.Limit, 256<<20)
	s := &Store{o: o, hashes: openHashes(o.Hashes), old: map[string][]packed{}, fresh: map[string][]entry{}}
	s.proj = strings.TrimSuffix(o.Project, "/") + "/"
	s.real = s.proj
	if real, err := filepath.EvalSymlinks(o.Project); err == nil {
		s.real = strings.TrimSuffix(real, "/") + "/"
	}
	s.read()
	s.states = make([]byte, len(s.inputs))
	return s
}

// Passed reports whether a test passed with a key, and everything that it touched is as it
// was then.
func (s *Store) Passed(test string, key Key) (Verdict, bool) {
	for _, p := range s.old[test] {
		e, ok := p.entry()
		if ok && e.why == "" && e.key == key && s.same(e.inputs) {
			return Verdict{time.Unix(e.when, 0), e.host}, true
		}
	}
	return Verdict{}, false
}

func (s *Store) same(inputs []int) bool {
	for _, n := range inputs {
		if n >= len(s.states) {
			return false
		}
		s.mu.Lock()
		known := s.states[n]
		in := s.inputs[n]
		s.mu.Unlock()
		if known == 0 {
			known = 2
			if s.hashes.state(s.abs(in.path), in.how, s.rel) == in.state {
				known = 1
			}
			s.mu.Lock()
			s.states[n] = known
			s.mu.Unlock()
		}
		if known != 1 {
			return false
		}
	}
	return true
}

// Keep notes what a test touched that began at some time. With a reason, such as that it
// failed, there is no verdict; otherwise Keep may find one, and returns it.
func (s *Store) Keep(test string, key Key, text Text, began time.Time, r trace.Record, why string) string {
	now := time.Now()
	e := entry{key: key, text: text, when: now.Unix(), host: s.o.Host}
	for _, t := range r {
		if ignored(t.Path) && t.How&(trace.Connect|trace.Unseen) == 0 {
			continue
		}
		in := input{path: s.rel(t.Path), how: t.How}
		if t.How&(trace.Connect|trace.Unseen) == 0 {
			in.how &^= trace.Absent | trace.Write
			in.state = s.hashes.state(t.Path, in.how, s.rel)
			in.how |= t.How & trace.Write
			if in.state == (state{}) {
				in.how |= trace.Absent
			}
		}
		e.inputs = append(e.inputs, s.number(in))
		// Behind the state: what changed before that was looked at is told by its time.
		if w := obstacle(s, t, began); w != "" && why == "" {
			why = w
		}
	}
	e.why = why
	slices.Sort(e.inputs)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fresh[test] = append(s.fresh[test], e)
	return why
}

// number returns the number of an input among all.
func (s *Store) number(in input) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.index == nil {
		s.index = make(map[input]int, len(s.inputs))
		for n, in := range s.inputs {
			s.index[in] = n
		}
	}
	n, ok := s.index[in]
	if !ok {
		n = len(s.inputs)
		s.inputs = append(s.inputs, in)
		s.index[in] = n
	}
	return n
}

// settled is how long before a test a file was last changed that the test surely saw as it
// is now: the clock of file systems is as coarse as that.
const settled = 12 * time.Millisecond

// obstacle returns why what a test did with a path leaves no verdict, or "".
func obstacle(s *Store, t trace.Touch, began time.Time) string {
	switch {
	case t.How&trace.Unseen != 0:
		return "it used " + t.Path
	case t.How&trace.Connect != 0:
		return "it connected to " + t.Path
	case t.How&trace.Write != 0:
		return "it wrote " + s.rel(t.Path)
	}
	changed, dir, ok := changedAt(t.Path)
	switch {
	case ok && t.How&trace.Absent != 0, !ok && t.How&trace.Absent == 0:
		return s.rel(t.Path) + " came or went while it ran"
	case ok && !(dir && t.How&trace.Read == 0) && changed.After(began.Add(-settled)):
		return s.rel(t.Path) + " changed while it ran, or just before"
	}
	return ""
}

// ignored reports whether a path is of the system's own, whose files change by themselves.
func ignored(path string) bool {
	for _, dir := range []string{"/dev", "/proc", "/sys"} {
		if rest, ok := strings.CutPrefix(path, dir); ok && (rest == "" || rest[0] == '/') && !strings.HasPrefix(path, "/dev/shm/") {
			return true
		}
	}
	return false
}

// rel returns a path as it is kept.
func (s *Store) rel(path string) string {
	for _, project := range []string{s.proj, s.real} {
		if path+"/" == project {
			return "."
		}
		if rest, ok := strings.CutPrefix(path, project); ok {
			return "./" + rest
		}
	}
	return path
}

// abs returns the path of what is kept.
func (s *Store) abs(path string) string {
	switch rest, ok := strings.CutPrefix(path, "./"); {
	case path == ".":
		return strings.TrimSuffix(s.proj, "/")
	case ok:
		return s.proj + rest
	}
	return path
}

// Touched returns what a test touched the last time that it was traced, with paths as they
// are kept, when that was, and why there is no verdict.
func (s *Store) Touched(test string) (r trace.Record, when time.Time, why string, ok bool) {
	var last entry
	for _, p := range s.old[test] {
		if e, good := p.entry(); good && e.when >= last.when {
			last, ok = e, true
		}
	}
	for _, n := range last.inputs {
		if n < len(s.inputs) {
			r = append(r, trace.Touch{Path: s.inputs[n].path, How: s.inputs[n].how})
		}
	}
	slices.SortFunc(r, func(a, b trace.Touch) int { return strings.Compare(a.Path, b.Path) })
	return r, time.Unix(last.when, 0), last.why, ok
}

// Tests returns the names of all tests of which something is known, in order.
func (s *Store) Tests() []string {
	var names []string
	for name := range s.old {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
