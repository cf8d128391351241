// Package change is the changes of one test's file: reading what they are about, showing
// them, making them.
package change

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/atomicfile"
	"dott/runner/event"
)

// A Change is what is asked about: the file of a test that failed, with all that could be
// written.
type Change struct {
	Event      event.Event
	Data       string                 // the file
	Transcript *transcript.Transcript // of no use where the event has a Target
	// Together returns the condition of a line that stands wherever one of some conditions
	// holds. It is nil but in a file that runs several times.
	Together func(conditions [][]feature.Term) (terms []feature.Term, ok bool)
}

// Target returns the path of the file that the event's edits are about.
func Target(e event.Event) string {
	if e.Target != "" {
		return e.Target
	}
	return e.File
}

// Read returns the bytes that the event's edits are about. What a foreign test is
// expected to print need not have a file yet.
func Read(e event.Event) (string, error) {
	data, err := os.ReadFile(Target(e))
	if err != nil && (e.Target == "" || !errors.Is(err, fs.ErrNotExist)) {
		return "", err
	}
	if !HasHash(string(data), e.Hash) {
		return "", atomicfile.ErrChanged
	}
	return string(data), nil
}

// HasHash reports whether bytes are those that an event is about, by its hash.
func HasHash(data, hash string) bool {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:]) == hash
}

// Lines cuts a file into lines with their ends.
func Lines(data string) []string { return slices.Collect(strings.Lines(data)) }

// Applied returns the bytes of the event's file with the edits made.
func Applied(e event.Event, data string, edits []matcher.Edit) string {
	if e.Target == "" {
		return transcript.Apply(data, edits)
	}
	lines := matcher.Apply(Lines(data), edits, "") // new ones have their ends
	for i := range lines {
		// A last line without an end may have got others behind it.
		if i < len(lines)-1 && !strings.HasSuffix(lines[i], "\n") {
			lines[i] += "\n"
		}
	}
	return strings.Join(lines, "")
}

// Write makes the edits in the event's file: all of them, or none and an error. It
// returns what the file is then. Where its name is a link, what the link leads to is
// replaced.
func Write(e event.Event, edits []matcher.Edit, syntax transcript.Syntax) (text string, err error) {
	data, err := Read(e)
	if err != nil {
		return "", err
	}
	t := transcript.Taken(syntax.Parse(data), edits)
	if e.Target == "" {
		edits = transcript.Complete(t, edits)
	}
	text = Applied(e, data, edits)
	if e.Target == "" && !transcript.SameCommands(t, text) {
		return "", errors.New("the changed file would have other commands or comments than the one that ran")
	}
	path, err := filepath.EvalSymlinks(Target(e))
	if errors.Is(err, fs.ErrNotExist) && e.Target != "" {
		return text, atomicfile.Create(e.Target, text)
	}
	if err != nil {
		return "", err
	}
	return text, atomicfile.Replace(path, data, text)
}

// Diff returns the diff of some edits of the event's file. whole is the file that has
// what is left out of it, or "".
func Diff(max matcher.DiffLimit, e event.Event, data string, edits []matcher.Edit, whole string) string {
	name := ShownName(e)
	if e.Target == "" {
		diff, left := transcript.Unified(max, name, name+".err", data, edits)
		return diff + left.Note(whole)
	}
	diff, left := max.Unified(name, name+".err", Lines(data), edits, "", 0) // new lines have their ends
	return diff + left.Note(whole)
}

// ShownName is the name that is shown for the file that the event's edits are about.
func ShownName(e event.Event) string {
	if e.Target == "" {
		return e.FileName()
	}
	return filepath.Join(filepath.Dir(e.FileName()), filepath.Base(e.Target))
}

// Block returns the block whose output an edit changes.
func Block(t *transcript.Transcript, e matcher.Edit) int {
	n := e.Start
	if e.Start == e.End {
		n-- // put behind this line
	}
	if n < 0 {
		return 0
	}
	return t.Lines[n].Block
}

// ByBlock groups the edits of one block each, in order.
func ByBlock(t *transcript.Transcript, edits []matcher.Edit) [][]matcher.Edit {
	var groups [][]matcher.Edit
	edits = transcript.WithoutFences(t, edits)
	for i, e := range edits {
		if i == 0 || Block(t, e) != Block(t, edits[i-1]) {
			groups = append(groups, nil)
		}
		last := &groups[len(groups)-1]
		*last = append(*last, e)
	}
	return groups
}

// Line is the line, from 1, by which a change is known, as reports name it: the first one
// that it replaces, or in front of which it puts lines.
func Line(edits []matcher.Edit) int { return edits[0].Start + 1 }

// Moved returns the index that a line of the file has after edits.
func Moved(n int, edits []matcher.Edit) int {
	shift := 0
	for _, e := range edits {
		switch {
		case n < e.Start:
			return n + shift
		case n < e.End:
			return e.Start + shift + max(0, min(n-e.Start, len(e.New)-1))
		}
		shift += len(e.New) - (e.End - e.Start)
	}
	return n + shift
}
