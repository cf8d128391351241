package discover

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// A list is a file of names and globs, one a line. Names are looked up, and only
// globs are tried one after another, since lists of hundreds of names are usual.
type list struct {
	path    string // as it is shown
	dir     string // to which entries may be relative as well, absolute; "" is none
	entries []entry
	globs   []string
	inCells []entry         // those that name a cell
	used    map[string]bool // whether a test matches, by the pattern of each entry

	// The last answer: tests of one name, in several cells, are neighbours.
	last    string
	matches bool
}

// An entry is one line of a list.
type entry struct {
	line    int
	text    string // as it stands there
	pattern string // the same, clean and with slashes, without the cell
	cell    string // in which alone it is meant: a.t[git=2.40]
}

// key is what the entry is known by.
func (e entry) key() string { return e.pattern + "\x00" + e.cell }

// withCell is an entry with a cell; no glob reads so.
var withCell = regexp.MustCompile(`^(.+)\[([A-Za-z][A-Za-z0-9_.+-]*=[^][]*)\]$`)

func readList(path, dir string) (*list, error) {
	l := &list{path: path, used: map[string]bool{}}
	if dir != "" {
		var err error
		if l.dir, err = filepath.Abs(dir); err != nil {
			return nil, err
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading a list of tests: %w", err)
	}
	defer f.Close()
	r := bufio.NewReader(f)
	for n := 1; ; n++ {
		line, err := r.ReadString('\n')
		if text := withoutComment(line); text != "" {
			if !doublestar.ValidatePattern(text) {
				return nil, fmt.Errorf("%s:%d: %q is not a path or a glob", path, n, text)
			}
			l.add(n, text)
		}
		switch {
		case err == io.EOF:
			return l, nil
		case err != nil:
			return nil, fmt.Errorf("reading a list of tests: %w", err)
		}
	}
}

func (l *list) add(line int, text string) {
	e := entry{line: line, text: text}
	if m := withCell.FindStringSubmatch(text); m != nil {
		e.pattern, e.cell = filepath.ToSlash(filepath.Clean(m[1])), m[2]
		l.entries, l.inCells = append(l.entries, e), append(l.inCells, e)
		l.used[e.key()] = false
		return
	}
	e.pattern = filepath.ToSlash(filepath.Clean(text))
	l.entries = append(l.entries, e)
	if _, ok := l.used[e.pattern]; !ok && strings.ContainsAny(e.pattern, `*?[]{}\`) {
		l.globs = append(l.globs, e.pattern)
	}
	l.used[e.pattern] = false
}

// withoutComment returns what a line of a list says. The # of file.t#case begins no
// comment, one behind a blank or at the start does.
func withoutComment(line string) string {
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			line = line[:i]
			break
		}
	}
	return strings.TrimSpace(line)
}

// has reports whether a test is in the list: by its path as it is shown, or as it
// is from the list's folder, or by a folder above it, or, for an entry without a
// slash, by its base name; with its cases or without them.
func (l *list) has(t *Test) bool {
	inCell := t.Cell != "" && l.hasInCell(t)
	if t.Name == l.last {
		return l.matches || inCell
	}
	names := l.names(t)
	l.last, l.matches = t.Name, false
	for _, name := range names {
		l.lookUp(path.Base(name))
		for above := name; above != ""; above = above[:max(0, strings.LastIndexByte(above, '/'))] {
			l.lookUp(above)
		}
	}
	for _, glob := range l.globs {
		if l.matches && l.used[glob] {
			continue // nothing new to find out
		}
		if slices.ContainsFunc(names, func(name string) bool { return standsFor(glob, name) }) {
			l.matches, l.used[glob] = true, true
		}
	}
	return l.matches || inCell
}

// hasInCell reports whether the test is in the list together with its cell.
func (l *list) hasInCell(t *Test) (has bool) {
	for _, e := range l.inCells {
		if e.cell == t.Cell && slices.ContainsFunc(l.names(t), func(name string) bool { return standsFor(e.pattern, name) }) {
			has, l.used[e.key()] = true, true
		}
	}
	return has
}

// names are those by which a test may be listed.
func (l *list) names(t *Test) []string {
	names := []string{filepath.ToSlash(t.Name), filepath.ToSlash(t.fileName())}
	if l.dir != "" {
		if rel, err := filepath.Rel(l.dir, t.Path); err == nil {
			rel = filepath.ToSlash(rel)
			names = append(names, rel+t.suffix(), rel)
		}
	}
	return names
}

// lookUp finds the entries that are a name.
func (l *list) lookUp(name string) {
	if _, ok := l.used[name]; ok {
		l.matches, l.used[name] = true, true
	}
}

// standsFor reports whether a glob is one of a name, of a folder above it, or, without
// a slash, of its base name.
func standsFor(glob, name string) bool {
	return doublestar.MatchUnvalidated(glob, name) || doublestar.MatchUnvalidated(glob+"/**", name) ||
		!strings.Contains(glob, "/") && doublestar.MatchUnvalidated(glob, path.Base(name))
}

// unmatched returns a sentence for each entry that no test matches.
func (l *list) unmatched() (sentences []string) {
	for _, e := range l.entries {
		if !l.used[e.pattern] && !l.used[e.key()] {
			sentences = append(sentences, fmt.Sprintf("%s:%d: no test matches %q", l.path, e.line, e.text))
		}
	}
	return sentences
}
