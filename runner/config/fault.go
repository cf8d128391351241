package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A place is where a value stands: its section, and its keys within.
type place struct {
	section string // "run", or "" for the top of the file
	list    bool   // whether the section is one of many: [[override]]
	keys    string // "resources.memory"
	id      string // the same and the numbers in lists, for the index of lines
}

const idSep = "\x00"

func (p place) key(name string) place {
	p.id += idSep + name
	if name = shown(name); p.section == "" {
		p.section = name
		return p
	}
	if p.keys != "" {
		p.keys += "."
	}
	p.keys += name
	return p
}

// shown quotes a key that cannot be told from the words around it.
func shown(key string) string {
	if q := strconv.Quote(key); key == "" || strings.ContainsRune(key, ' ') || q != `"`+key+`"` {
		return q
	}
	return key
}

func (p place) item(i int) place {
	p.list = p.list || p.keys == ""
	p.id += idSep + strconv.Itoa(i)
	return p
}

// String is the place as a message shows it: `[[override]] resources.memory`.
func (p place) String() string {
	s := "[" + p.section + "]"
	if p.list {
		s = "[" + s + "]"
	}
	if p.keys != "" {
		s += " " + p.keys
	}
	return s
}

// faults is all that is wrong with a file. Reading goes on behind a fault, so
// that one run shows them all.
type faults struct {
	name  string         // of the file, for the messages
	lines map[string]int // of the values, by the id of their place
	all   []fault
	bad   map[string]bool // places that have a fault already
}

type fault struct {
	line int
	text string
}

func (f *faults) add(p place, format string, a ...any) {
	if f.bad == nil {
		f.bad = map[string]bool{}
	}
	f.bad[p.id] = true
	f.all = append(f.all, fault{f.line(p.id), fmt.Sprintf(format, a...)})
}

// missing says what a table has not; it is no reason to distrust what it has.
func (f *faults) missing(table place, format string, a ...any) {
	f.all = append(f.all, fault{f.line(table.id), table.String() + " " + fmt.Sprintf(format, a...)})
}

// wrong says what is wrong with a value that has the right type.
func (f *faults) wrong(p place, value any, format string, a ...any) {
	f.add(p, "%s = %s: %s", p, literal(value), fmt.Sprintf(format, a...))
}

// line is the line of a value, or of the nearest thing around it.
func (f *faults) line(id string) int {
	for {
		if n, ok := f.lines[id]; ok || id == "" {
			return n
		}
		id = id[:strings.LastIndex(id, idSep)]
	}
}

// err returns the faults in the order of their lines, or nil.
func (f *faults) err() error {
	slices.SortStableFunc(f.all, func(a, b fault) int { return cmp.Compare(a.line, b.line) })
	var all []error
	for _, x := range f.all {
		all = append(all, fmt.Errorf("%s: %s", at(f.name, x.line), x.text))
	}
	return errors.Join(all...)
}

func at(name string, line int) string {
	if line == 0 {
		return name
	}
	return name + ":" + strconv.Itoa(line)
}

func literal(value any) string {
	if s, ok := value.(string); ok {
		return strconv.Quote(s)
	}
	return fmt.Sprint(value)
}
