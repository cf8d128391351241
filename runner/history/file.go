package history

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A file is a line with the version, and records behind it: a letter, the length of
// what follows, that, and its sum. So a run is added by writing at the end, and a run
// whose writing was cut off, or that the disk lost, is known as that.
//
//	P the project's name
//	N names of tests, numbered from 0 on: the number of the first, their count, and
//	  for each its test and its cell
//	R a run: its numbers, its cells, its spans, and the results of all of these
const magic, version = "dott history ", 1

// ErrForeign is the error for a file that is no history.
var ErrForeign = errors.New("it is no history of dott")

// A LaterError is the error for a history that a later dott wrote.
type LaterError struct{ Version int }

func (e LaterError) Error() string {
	return fmt.Sprintf("a later dott wrote it (it has version %d, and this dott reads %d)", e.Version, version)
}

// A DamagedError is the error for a history that can be read to some point only.
type DamagedError struct {
	Runs   int // that could be read
	Offset int // of the first byte that could not
}

func (e DamagedError) Error() string {
	return fmt.Sprintf("it is damaged from byte %d on; the %d runs in front of that are used", e.Offset, e.Runs)
}

// checksums is the table of the sums.
var checksums = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

// IsHistory reports whether a file that begins so is a history.
func IsHistory(beginning string) bool { return strings.HasPrefix(beginning, magic) }

// Encode returns the whole as a file.
func (h *History) Encode() []byte {
	b := fmt.Appendf(nil, "%s%d\n", magic, version)
	if h.Project != "" {
		b = appendRecord(b, 'P', []byte(h.Project))
	}
	b = appendNames(h, b, 0)
	for _, r := range h.Runs {
		b = r.appendTo(b)
	}
	return b
}

func appendRecord(b []byte, kind byte, payload []byte) []byte {
	from := len(b)
	b = binary.AppendUvarint(append(b, kind), uint64(len(payload)))
	b = append(b, payload...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[from:], checksums()))
}

// appendNames appends the names from a number on.
func appendNames(h *History, b []byte, from int) []byte {
	if from == len(h.names) {
		return b
	}
	p := binary.AppendUvarint(nil, uint64(from))
	p = binary.AppendUvarint(p, uint64(len(h.names)-from))
	for _, k := range h.names[from:] {
		p = appendText(appendText(p, k.Test), k.Cell)
	}
	return appendRecord(b, 'N', p)
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func (r *Run) appendTo(b []byte) []byte {
	p := binary.LittleEndian.AppendUint64(nil, r.ID)
	p = binary.AppendVarint(p, r.Began.UnixMilli())
	p = binary.LittleEndian.AppendUint64(p, math.Float64bits(r.Seconds))
	for _, n := range []int{r.Ran, r.Failed, r.Skipped, r.Covered, r.Lines, len(r.Cells)} {
		p = binary.AppendUvarint(p, uint64(n))
	}
	for _, cell := range slices.Sorted(maps.Keys(r.Cells)) {
		p = appendText(appendText(p, cell), r.Cells[cell])
	}
	p = binary.AppendUvarint(p, uint64(len(r.spans)))
	last := 0
	for _, s := range r.spans {
		p = binary.AppendUvarint(p, uint64(s.first-last))
		p = binary.AppendUvarint(p, uint64(s.n))
		last = s.first + s.n
	}
	return appendRecord(b, 'R', append(append(p, r.verdicts...), r.times...))
}

// Parse reads a file. With a [DamagedError] there is a history all the same: the runs
// in front of the damage. No data are an empty one. It keeps the data.
func Parse(data []byte) (*History, error) {
	h := &History{}
	if len(data) == 0 {
		return h, nil
	}
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	line, rest, whole := bytes.Cut(rest, []byte("\n"))
	n, err := strconv.Atoi(string(line))
	switch {
	case strings.HasPrefix(fmt.Sprint(magic, version), string(data)): // it was cut off in the first line
		return h, DamagedError{0, 0}
	case !ok:
		return nil, ErrForeign
	case err != nil || !whole || n < 1:
		return nil, ErrForeign
	case n > version:
		return nil, LaterError{n}
	}
	for len(rest) > 0 {
		kind, payload, behind, ok := cutRecord(rest)
		if ok {
			r := reader{b: payload}
			switch kind {
			case 'P':
				h.Project = string(payload)
			case 'N':
				readNames(h, &r)
			case 'R':
				readRun(h, &r)
			}
			ok = !r.bad
		}
		if !ok {
			return h, DamagedError{len(h.Runs), len(data) - len(rest)}
		}
		rest = behind
	}
	slices.SortStableFunc(h.Runs, func(a, b *Run) int { return a.Began.Compare(b.Began) })
	return h, nil
}

// cutRecord cuts the first record off the data.
func cutRecord(data []byte) (kind byte, payload, rest []byte, ok bool) {
	length, n := binary.Uvarint(data[1:])
	if n <= 0 || length > uint64(len(data)) || len(data) < 1+n+int(length)+4 {
		return 0, nil, nil, false
	}
	end := 1 + n + int(length)
	if binary.LittleEndian.Uint32(data[end:]) != crc32.Checksum(data[:end], checksums()) {
		return 0, nil, nil, false
	}
	return data[0], data[1+n : end], data[end+4:], true
}

func readNames(h *History, r *reader) {
	first, n := r.number(), r.number()
	if first != len(h.names) || n > len(r.b) {
		r.bad = true
		return
	}
	if h.index == nil {
		h.index, h.cells = make(map[Key]int, n), make(map[string][]int, n)
		h.names = make([]Key, 0, n)
	}
	for range n {
		k := Key{r.text(), r.text()}
		if _, twice := h.index[k]; r.bad || twice {
			r.bad = true
			return
		}
		h.number(k)
	}
}

func readRun(h *History, r *reader) {
	run := &Run{ID: r.uint64(), Began: time.UnixMilli(r.signed()), Seconds: math.Float64frombits(r.uint64())}
	for _, to := range []*int{&run.Ran, &run.Failed, &run.Skipped, &run.Covered, &run.Lines} {
		*to = r.number()
	}
	for range r.count(2) {
		if run.Cells == nil {
			run.Cells = map[string]string{}
		}
		cell := r.text()
		run.Cells[cell] = r.text()
	}
	at, next := 0, 0
	for range r.count(2) {
		s := span{first: next + r.number(), n: r.number(), at: at}
		next, at = s.first+s.n, at+s.n
		if r.bad || s.n == 0 || next > len(h.names) {
			r.bad = true
			return
		}
		run.spans = append(run.spans, s)
	}
	if r.bad || len(r.b) != 3*at || !(run.Seconds >= 0) {
		r.bad = true
		return
	}
	run.verdicts, run.times = r.b[:at:at], r.b[at:]
	if !h.has(run.ID) {
		h.Runs = append(h.Runs, run)
	}
}

// A reader takes values off bytes. Once these are not enough it is bad, and returns
// zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || n < 0 || n > len(r.b) {
		r.bad = true
		return make([]byte, 8)
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) uint64() uint64 { return binary.LittleEndian.Uint64(r.take(8)) }

// number returns a number that fits into an int of any machine.
func (r *reader) number() int {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > math.MaxInt32 {
		r.bad = true
		return 0
	}
	r.take(size)
	return int(n)
}

// count returns how many things follow of so many bytes or more each.
func (r *reader) count(bytes int) int {
	n := r.number()
	if n > len(r.b)/bytes {
		r.bad = true
		return 0
	}
	return n
}

func (r *reader) signed() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.bad = true
		return 0
	}
	r.take(size)
	return n
}

func (r *reader) text() string {
	n := r.number()
	if n > len(r.b) {
		r.bad = true
		return ""
	}
	return string(r.take(n))
}
