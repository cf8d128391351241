package covermap

import (
	"encoding/binary"
	"iter"
	"slices"
)

// Covered is what one test ran: for each file, by its name, the lines, packed.
type Covered map[string]string

// Add adds lines of a file, which are in order. A file without lines is none that
// the test covers.
func (c Covered) Add(file string, lines []int) {
	if packed := pack(lines); packed != "" {
		c.add(file, packed)
	}
}

// Merge adds all that another has.
func (c Covered) Merge(other Covered) {
	for file, packed := range other {
		c.add(file, packed)
	}
}

// A Span is lines of a file, from the first to the last, counted from 1.
type Span struct{ First, Last int }

// Lines returns the first and the last line of each range that was run of a file.
func (c Covered) Lines(file string) iter.Seq2[int, int] { return ranges(c[file]) }

func (c Covered) add(file, packed string) {
	if old := c[file]; old != "" && old != packed {
		all := append(unpack(old), unpack(packed)...)
		slices.Sort(all)
		packed = pack(slices.Compact(all))
	}
	c[file] = packed
}

// MaxLine is the highest line that a file can have.
const MaxLine = 1 << 30

// pack writes lines, which are in order, as ranges: for each, varints of the
// distance from the end of the last one and of its length. Most tests run the
// same long ranges, so this is small, and the same text for the same lines.
func pack(lines []int) string {
	var b []byte
	last, start, end := 0, 0, 0
	flush := func() {
		if start > 0 {
			b = binary.AppendUvarint(b, uint64(start-last))
			b = binary.AppendUvarint(b, uint64(end-start))
			last = end
		}
	}
	for _, n := range lines {
		switch {
		case n < 1:
		case n == end+1 && start > 0:
			end = n
		default:
			flush()
			start, end = n, n
		}
	}
	flush()
	return string(b)
}

// ranges returns the first and the last line of each range that pack wrote, as
// far as they can be read.
func ranges(packed string) iter.Seq2[int, int] {
	return func(yield func(first, last int) bool) {
		b, at := []byte(packed), uint64(0)
		for len(b) > 0 {
			distance, n := binary.Uvarint(b)
			length, k := binary.Uvarint(b[max(0, n):])
			if n <= 0 || k <= 0 || distance > MaxLine || length > MaxLine || at+distance+length > MaxLine {
				return
			}
			b = b[n+k:]
			first := at + distance
			at = first + length
			if !yield(int(first), int(at)) {
				return
			}
		}
	}
}

// unpack returns the lines that pack wrote.
func unpack(packed string) []int {
	var lines []int
	for first, last := range ranges(packed) {
		for n := first; n <= last; n++ {
			lines = append(lines, n)
		}
	}
	return lines
}
