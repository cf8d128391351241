package lint

import (
	"fmt"
	"strings"

	"dott/matcher/transcript"
)

// A Beginning is how a file begins: what of it can be compared with other files.
type Beginning struct {
	File   int      // the caller's number of the file
	Line   int      // index of the first command's line
	Blocks []string // the code of the first blocks
	Lines  []int    // how many lines each has
}

// comparedBlocks is how many blocks at the beginning of a file are compared.
const comparedBlocks = 20

// BeginningOf returns the beginning of a file; false is that there is none.
func BeginningOf(file int, t *transcript.Transcript) (b Beginning, ok bool) {
	b.File = file
	for _, block := range t.Blocks[min(1, len(t.Blocks)):min(1+comparedBlocks, len(t.Blocks))] {
		var code strings.Builder
		for _, n := range block.Code {
			code.WriteString(t.Lines[n].Text + "\n")
		}
		if len(b.Blocks) == 0 {
			b.Line = block.Code[0]
		}
		b.Blocks, b.Lines = append(b.Blocks, code.String()), append(b.Lines, len(block.Code))
	}
	return b, len(b.Blocks) > 0
}

// How much is to be the same, and in how many files.
const (
	sameLines = 3
	sameFiles = 3
)

// A Repetition is a finding about one file, for all that begin as it does.
type Repetition struct {
	File    int
	Finding Finding
}

// Repeated finds files that begin with the same commands, at least three lines of them
// in at least three files. Files go by the longest beginning that so many share, and
// the first of them is told of it. Cost: linear in the beginnings.
func Repeated(files []Beginning) (found []Repetition) {
	count := map[string]int{}
	prefixes := func(b Beginning, f func(key string, blocks, lines int)) {
		var key strings.Builder
		lines := 0
		for i, code := range b.Blocks {
			key.WriteString(code + "\x00")
			if lines += b.Lines[i]; lines >= sameLines {
				f(key.String(), i+1, lines)
			}
		}
	}
	for _, b := range files {
		prefixes(b, func(key string, _, _ int) { count[key]++ })
	}
	said := map[string]bool{}
	for _, b := range files {
		best, lines := "", 0
		prefixes(b, func(key string, _, n int) {
			if count[key] >= sameFiles {
				best, lines = key, n
			}
		})
		if best == "" || said[best] {
			continue
		}
		said[best] = true
		rule, _ := Named("repeated-setup")
		found = append(found, Repetition{b.File, Finding{
			Line: b.Line, Rule: rule.Name, Severity: rule.Severity,
			Message: fmt.Sprintf("%d files begin with these %d lines of commands; put them into a file and write `#setup FILE`, or [run] setup in dott.toml", count[best], lines),
		}})
	}
	return found
}
