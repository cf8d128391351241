package accept

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dott/runner/state"
)

// What runs left is one file. It begins with an index: how tests were run, and a line for
// each test with its file, case and cell, and with the length of what is kept of it. That
// follows, in the same order: where its changes are, and its event. So whoever asks about
// one file of thousands reads the index, and what is kept of that file, which is what a
// person waits for who opens a review.
//
//	dott left 2 TESTS WAYS
//	{"again":"dott","dir":"/src"}
//	0	2	57	203		"/src/a.t"	"git=2.40"	"case"
//	[{"line":2,"code":"greet"},...]{"seq":0,...}
//
// The fields of a test are its way, how many changes there are, the lengths of the two
// texts that follow, "L" if the changes were too much to keep, the file, the cell and the
// cases; and behind a field that is empty, the cells in which its file ran.
const header = "dott left 2"

var errOther = errors.New("what the last run left was written by another dott; run the tests again")

// write writes what is left, in order, and of what is too much that it was there.
func write(w io.Writer, all []*Left) error {
	keys := make(map[*Left]string, len(all))
	for _, l := range all {
		keys[l] = l.key()
	}
	slices.SortStableFunc(all, func(a, b *Left) int { return strings.Compare(keys[a], keys[b]) })
	size := 0
	for i, l := range all {
		if size += len(l.event); size > mostBytes && !l.Large {
			if small, err := l.without(); err == nil {
				all[i] = small
			}
		}
	}
	var ways []Way
	var index []byte
	for _, l := range all {
		way := slices.Index(ways, l.Way)
		if way < 0 {
			way, ways = len(ways), append(ways, l.Way)
		}
		index = l.appendIndex(index, way)
	}
	fmt.Fprintln(w, header, len(all), len(ways))
	for _, way := range ways {
		text, err := json.Marshal(way)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\n", text)
	}
	if _, err := w.Write(index); err != nil {
		return err
	}
	for _, l := range all {
		for _, text := range [][]byte{l.places, l.event, []byte("\n")} {
			if _, err := w.Write(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// without returns the test without its changes.
func (l *Left) without() (*Left, error) {
	e, err := l.Event()
	if err != nil || len(e.Edits) == 0 {
		return nil, errors.Join(err, errOther)
	}
	small := about(begun(e))
	places, err := l.Places()
	if err != nil || len(places) == 0 {
		return nil, errors.Join(err, errOther)
	}
	small.setPlaces(places[:1])
	small.Way, small.Cells, small.Large = l.Way, l.Cells, true
	return small, nil
}

// appendIndex appends the line of a test.
func (l *Left) appendIndex(b []byte, way int) []byte {
	for _, n := range []int{way, l.Changes, len(l.places), len(l.event)} {
		b = append(strconv.AppendInt(b, int64(n), 10), '\t')
	}
	if l.Large {
		b = append(b, 'L')
	}
	texts := append([]string{l.File, l.Cell}, l.Case...)
	for _, s := range texts {
		b = strconv.AppendQuote(append(b, '\t'), s)
	}
	if len(l.Cells) > 0 {
		b = append(b, '\t')
		for _, s := range l.Cells {
			b = strconv.AppendQuote(append(b, '\t'), s)
		}
	}
	return append(b, '\n')
}

// readIndex reads it.
func (l *Left) readIndex(line string, ways []Way) (places, event int, err error) {
	var numbers [4]int
	for i := range numbers {
		field, rest, _ := strings.Cut(line, "\t")
		if numbers[i], err = strconv.Atoi(field); err != nil || numbers[i] < 0 {
			return 0, 0, errOther
		}
		line = rest
	}
	if numbers[0] >= len(ways) {
		return 0, 0, errOther
	}
	l.Way, l.Changes = ways[numbers[0]], numbers[1]
	large, rest, _ := strings.Cut(line, "\t")
	l.Large = large == "L"
	cells := false
	for i := 0; rest != ""; {
		var field string
		if field, rest, _ = strings.Cut(rest, "\t"); field == "" {
			cells = true
			continue
		}
		text, err := strconv.Unquote(field)
		switch {
		case err != nil:
			return 0, 0, errOther
		case cells:
			l.Cells = append(l.Cells, text)
		case i == 0:
			l.File = text
		case i == 1:
			l.Cell = text
		default:
			l.Case = append(l.Case, text)
		}
		i++
	}
	return numbers[2], numbers[3], nil
}

// Load returns what the folder keeps, in the order of the files.
func Load(dir string) ([]*Left, error) {
	if dir == "" {
		return nil, nil
	}
	data, err := state.ReadFile(filepath.Join(dir, "left"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return read(data)
}

// read reads what write wrote. What was cut off is passed over.
func read(data []byte) ([]*Left, error) {
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	var tests, count int
	if n, err := fmt.Sscanf(string(head), header+" %d %d", &tests, &count); n != 2 || err != nil || tests < 0 || count < 0 || tests > len(data) || count > len(data) {
		return nil, errOther
	}
	line := func() (text string) {
		head, tail, _ := bytes.Cut(rest, []byte("\n"))
		rest = tail
		return string(head)
	}
	ways := make([]Way, count)
	for i := range ways {
		if err := json.Unmarshal([]byte(line()), &ways[i]); err != nil {
			return nil, errOther
		}
	}
	all := make([]*Left, tests)
	lengths := make([][2]int, tests)
	for i := range all {
		all[i] = &Left{}
		var err error
		if lengths[i][0], lengths[i][1], err = all[i].readIndex(line(), ways); err != nil {
			return nil, err
		}
	}
	for i, l := range all {
		places, event := lengths[i][0], lengths[i][1]
		if places > len(rest) || event+1 > len(rest)-places {
			return all[:i], nil
		}
		l.places, l.event = rest[:places:places], rest[places:places+event:places+event]
		rest = rest[places+event+1:]
	}
	return all, nil
}
