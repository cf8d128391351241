package coverage

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf16"
)

// jsScript is the text of a script, as V8 counts in it.
type jsScript struct {
	units []uint16
	code  []bool // of each line, from 1: it has more than a comment and brackets
}

func newJSScript(text string) *jsScript {
	text = strings.TrimPrefix(text, "\ufeff") // Node leaves it out
	return &jsScript{utf16.Encode([]rune(text)), jsCode(text)}
}

// jsCode tells for each line whether it is one that can be run.
func jsCode(text string) []bool {
	code := []bool{false}
	comment := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		// Only what begins a line is taken for a comment; elsewhere it may be a part of
		// a string or of a regular expression.
		for comment || strings.HasPrefix(line, "/*") {
			_, rest, ended := strings.Cut(strings.TrimPrefix(line, "/*"), "*/")
			if comment = !ended; comment {
				line = ""
				break
			}
			line = strings.TrimSpace(rest)
		}
		code = append(code, strings.Trim(line, "{}()[];,` \t") != "" && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "#!"))
	}
	return code
}

// wrapper is what versions of Node before 10.16 put around a module that is no
// ES module, before V8 sees it.
const wrapper, wrapperEnd = "(function (exports, require, module, __filename, __dirname) { ", "\n});"

// lines turns counts of ranges into counts of lines: that of a line is the
// highest of any character in it. It is not ok if the ranges are of another text.
func (s *jsScript) lines(ranges []v8Range) (lines Lines, ok bool) {
	end := 0
	for _, r := range ranges {
		end = max(end, r.End)
	}
	shift := 0
	if end == len(wrapper)+len(s.units)+len(wrapperEnd) {
		shift = len(wrapper)
	} else if end > len(s.units) {
		return nil, false
	}
	counts := paint(ranges, len(s.units), shift)
	lines = Lines{}
	line := 1
	for i, unit := range s.units {
		if unit == '\n' {
			line++
			continue
		}
		if unit != ' ' && unit != '\t' && unit != '\r' && line < len(s.code) && s.code[line] {
			lines[line] = max(lines[line], counts[i])
		}
	}
	return lines, true
}

// paint returns the count of each unit of a text: that of the innermost range. It
// costs as much as all ranges are long.
func paint(ranges []v8Range, size, shift int) []int64 {
	ranges = slices.Clone(ranges)
	slices.SortStableFunc(ranges, func(a, b v8Range) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	counts := make([]int64, size+1)
	for _, r := range ranges {
		from, to := max(0, r.Start-shift), min(size, r.End-shift)
		for i := from; i < to; i++ {
			counts[i] = max(0, r.Count)
		}
	}
	return counts
}

// mapping is a place in a script and the one in a source that it was made of, all
// from 0.
type mapping struct{ line, column, source, sourceLine int }

// mappings reads the mappings of a source map: lines end in ";", places in ",",
// and each place is up to five numbers, which but for the line are told by their
// distance from the last ones. What cannot be read is left out.
func mappings(text string) iter.Seq[mapping] {
	return func(yield func(mapping) bool) {
		var at mapping
		for line := range strings.SplitSeq(text, ";") {
			at.column = 0
			for place := range strings.SplitSeq(line, ",") {
				n := vlq(place)
				if len(n) > 0 {
					at.column += n[0]
				}
				if len(n) < 4 {
					continue // made of nothing
				}
				at.source += n[1]
				at.sourceLine += n[2]
				if at.column >= 0 && !yield(at) {
					return
				}
			}
			at.line++
		}
	}
}

// vlq reads numbers as source maps write them: in digits of base 64, five bits
// each and one that says that more follow, the lowest first; the lowest bit of a
// number is its sign.
func vlq(text string) []int {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	var numbers []int
	value, shift := 0, 0
	for i := range len(text) {
		digit := strings.IndexByte(digits, text[i])
		if digit < 0 || shift > 30 {
			return nil
		}
		value |= (digit & 31) << shift
		shift += 5
		if digit&32 != 0 {
			continue
		}
		if value&1 != 0 {
			value = -value
		}
		numbers = append(numbers, value/2)
		value, shift = 0, 0
	}
	return numbers
}
