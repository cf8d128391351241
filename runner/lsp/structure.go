package lsp

import (
	"slices"
	"strings"

	"dott/matcher/layout"
	"dott/matcher/transcript"
	linter "dott/runner/lint"
)

// formattingOf returns the edits of `dott fmt`.
func formattingOf(d *document) any {
	f := linter.Formatted{Data: d.text, Text: layout.File(d.path, d.text, d.options.Format)}
	edits := d.edits(f.Edits())
	if n := len(edits); strings.HasSuffix(f.Text, "\n") && !strings.HasSuffix(f.Data, "\n") {
		end := d.position(len(d.lines)-1, len(d.lines[len(d.lines)-1]))
		if n > 0 && edits[n-1].Range.End == end {
			edits[n-1].NewText += d.eol()
		} else {
			edits = append(edits, textEdit{textRange{end, end}, d.eol()})
		}
	}
	return edits
}

// foldingOf returns the blocks, the here-documents in them, and what #if encloses.
func foldingOf(d *document) any {
	folds := []foldingRange{}
	add := func(start, end int) {
		if end > start {
			folds = append(folds, foldingRange{StartLine: start, EndLine: end})
		}
	}
	t := d.parsed()
	for _, b := range t.Blocks[1:] {
		if len(b.Code) == 0 {
			continue
		}
		last := b.Code[len(b.Code)-1]
		for _, list := range [][]int{b.Input, b.Output} {
			if n := len(list); n > 0 {
				last = max(last, list[n-1])
			}
		}
		add(b.Code[0], last)
	}
	var open []int
	for _, dir := range t.Directives {
		switch dir.Name {
		case "if":
			open = append(open, dir.Line)
		case "else", "endif":
			if n := len(open); n > 0 {
				add(open[n-1], dir.Line-1)
				open = open[:n-1]
				if dir.Name == "else" {
					open = append(open, dir.Line)
				}
			}
		}
	}
	slices.SortFunc(folds, func(a, b foldingRange) int { return a.StartLine - b.StartLine })
	return folds
}

// Kinds of symbols.
const (
	isHeading  = 15 // a string
	isFunction = 12
)

// symbolsOf returns the commands, and above them the paragraphs that introduce them.
func symbolsOf(d *document) any {
	symbols := []documentSymbol{}
	t := d.parsed()
	for n, l := range t.Lines {
		kind := 0
		switch l.Kind {
		case transcript.Command, transcript.Inline:
			kind = isFunction
		case transcript.Comment:
			if begins := n == 0 || t.Lines[n-1].Kind != transcript.Comment || strings.TrimSpace(t.Lines[n-1].Text) == ""; begins && strings.TrimSpace(l.Text) != "" && !strings.Contains(l.Text, "dott:ignore") {
				kind = isHeading
			}
		}
		if kind == 0 || strings.TrimSpace(l.Text) == "" {
			continue
		}
		at := d.span(n, 0, 0)
		symbols = append(symbols, documentSymbol{Name: clipped(strings.ToValidUTF8(strings.TrimSpace(l.Text), "\uFFFD")), Kind: kind, Range: at, SelectionRange: at})
	}
	return symbols
}

// clipped shortens a long name.
func clipped(name string) string {
	const longest = 80
	for i := range name {
		if i >= longest {
			return name[:i] + "…"
		}
	}
	return name
}
