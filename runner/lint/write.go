package lint

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"dott/matcher/lint"
	"dott/runner/words"
)

// Counts says how many findings there are.
type Counts struct{ Errors, Warnings, Notes int }

// Fails reports whether they fail a check. Notes do not.
func (c Counts) Fails() bool { return c.Errors+c.Warnings > 0 }

// Count counts the findings of some files.
func Count(files []File) (c Counts) {
	for _, f := range files {
		for _, found := range f.Findings {
			switch found.Severity {
			case lint.Error:
				c.Errors++
			case lint.Warning:
				c.Warnings++
			case lint.Note:
				c.Notes++
			}
		}
	}
	return c
}

// column returns the column, from 1, of a byte of a line, in characters.
func column(f *File, found *lint.Finding) int {
	if found.Line >= len(f.transcript.Lines) {
		return 1
	}
	raw := f.transcript.Lines[found.Line].Raw
	return utf8.RuneCountInString(raw[:min(found.Start, len(raw))]) + 1
}

// WriteText prints a line for each finding, as compilers do, and one with the sums.
func WriteText(w io.Writer, files []File) error {
	b := bufio.NewWriter(w)
	with := 0
	for i := range files {
		f := &files[i]
		if len(f.Findings) > 0 {
			with++
		}
		for k := range f.Findings {
			found := &f.Findings[k]
			fmt.Fprintf(b, "%s:%d:%d: %s: %s [%s]\n", f.Name, found.Line+1, column(f, found), found.Severity, found.Message, found.Rule)
		}
	}
	c := Count(files)
	fmt.Fprintf(b, "# Checked %s: %s, %s, %s in %s.\n", words.Count(len(files), "file"), words.Count(c.Errors, "error"), words.Count(c.Warnings, "warning"), words.Count(c.Notes, "note"), words.Count(with, "file"))
	return b.Flush()
}

// A finding is one line of JSON.
type finding struct {
	File     string        `json:"file"`
	Line     int           `json:"line"`   // from 1
	Column   int           `json:"column"` // from 1, in characters
	Rule     string        `json:"rule"`
	Severity lint.Severity `json:"severity"`
	Message  string        `json:"message"`
	Fix      *fix          `json:"fix,omitempty"`
}

type fix struct {
	Title string `json:"title"`
	Safe  bool   `json:"safe"`
	Edits any    `json:"edits"` // as in docs/events.md
}

// WriteJSON prints an object for each finding, one a line.
func WriteJSON(w io.Writer, files []File) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	for i := range files {
		f := &files[i]
		for k := range f.Findings {
			found := &f.Findings[k]
			line := finding{f.Name, found.Line + 1, column(f, found), found.Rule, found.Severity, found.Message, nil}
			if found.Fix != nil {
				line.Fix = &fix{found.Fix.Title, found.Fix.Safe, found.Fix.Edits}
			}
			if err := enc.Encode(line); err != nil {
				return err
			}
		}
	}
	return b.Flush()
}
