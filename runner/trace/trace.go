// Package trace finds out what a command touched: which files it opened, executed, asked
// about or looked for, which folders it listed, and where it connected to.
//
// On Linux, a filter of system calls (seccomp) has the kernel tell a listener in the
// helper process of each call that takes a path, before it is carried out. The listener
// reads the path from the memory of the process, has the call go on, and then notes it.
// Nothing is changed or refused, static programs are seen as well, and what is below the
// command inherits the filter. A call that is told takes some 5 µs longer.
//
// What the kernel opens by itself is added: the interpreter of a script or of a program
// with shared libraries, which the file names. What changes files is noted where it opens, renames or links them.
package trace

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// How says what was done with a path.
type How uint16

// What can be done with a path.
const (
	Read    How = 1 << iota // opened to be read, or a folder listed
	Stat                    // asked about
	Access                  // asked whether it is there, or may be used
	Exec                    // executed
	Link                    // read as a symbolic link
	Write                   // opened to be written, renamed, or linked to
	Absent                  // it was not there
	Connect                 // an address, not a path
	Unseen                  // not a path: something that cannot be seen was done
	Enter                   // made the current folder, or opened for paths to begin in
)

// A Touch is what was done with one path, or with one address.
type Touch struct {
	Path string
	How  How
}

// A Record is what a command touched, each path once, in order.
type Record []Touch

// A Spec says how a command is traced.
type Spec struct {
	File string   // where the record is written
	Skip []string // folders that are of no interest: the command's own
}

// append writes an access as one line of a record.
func (a Touch) append(b []byte) []byte {
	b = strconv.AppendUint(b, uint64(a.How), 16)
	b = append(b, ' ')
	return append(strconv.AppendQuote(b, a.Path), '\n')
}

// write leaves a record for ReadRecord.
func (r Record) write(file string) error {
	b := []byte(head)
	for _, a := range r {
		b = a.append(b)
	}
	return os.WriteFile(file, append(b, tail...), 0o600)
}

const head, tail = "dott trace 1\n", "end\n"

// ReadRecord reads the record of a command that has ended, and removes its file.
func ReadRecord(file string) (Record, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading what the test touched: %w", err)
	}
	_ = os.Remove(file)
	return parse(text)
}

func parse(text []byte) (Record, error) {
	text, whole := bytes.CutSuffix(text, []byte(tail))
	text, ours := bytes.CutPrefix(text, []byte(head))
	if !whole || !ours {
		return nil, fmt.Errorf("reading what the test touched: it is not whole")
	}
	var r Record
	for line := range bytes.Lines(text) {
		how, path, _ := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
		n, err := strconv.ParseUint(how, 16, 16)
		if err != nil {
			return nil, fmt.Errorf("reading what the test touched: %w", err)
		}
		if path, err = strconv.Unquote(path); err != nil {
			return nil, fmt.Errorf("reading what the test touched: %w", err)
		}
		r = append(r, Touch{path, How(n)})
	}
	return r, nil
}

// sorted makes a record of paths and what was done with them.
func sorted(all map[string]How) Record {
	r := make(Record, 0, len(all))
	for path, how := range all {
		r = append(r, Touch{path, how})
	}
	slices.SortFunc(r, func(a, b Touch) int { return strings.Compare(a.Path, b.Path) })
	return r
}
