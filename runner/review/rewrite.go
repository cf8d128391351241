package review

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
	"dott/matcher/transcript"
	"dott/runner/atomicfile"
	"dott/runner/event"
)

// errBytes is the error for output that no edit can hold.
var errBytes = errors.New("the output has bytes that are not UTF-8")

// errMany is the error for a test whose changes are left out of its event.
var errMany = errors.New("these are too many changes to be written into a test")

// target returns the path of the file that the event's edits are about.
func target(e event.Event) string {
	if e.Target != "" {
		return e.Target
	}
	return e.File
}

// read returns the bytes that the event's edits are about. What a foreign test is
// expected to print need not have a file yet.
func read(e event.Event) (string, error) {
	data, err := os.ReadFile(target(e))
	if err != nil && (e.Target == "" || !errors.Is(err, fs.ErrNotExist)) {
		return "", err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != e.Hash {
		return "", atomicfile.ErrChanged
	}
	return string(data), nil
}

// fileLines cuts a file into lines with their ends.
func fileLines(data string) []string { return slices.Collect(strings.Lines(data)) }

// appliedTo returns the bytes of the event's file with the edits made.
func appliedTo(e event.Event, data string, edits []matcher.Edit) string {
	if e.Target == "" {
		return transcript.Apply(data, edits)
	}
	lines := matcher.Apply(fileLines(data), edits, "") // new ones have their ends
	for i := range lines {
		// A last line without an end may have got others behind it.
		if i < len(lines)-1 && !strings.HasSuffix(lines[i], "\n") {
			lines[i] += "\n"
		}
	}
	return strings.Join(lines, "")
}

// rewrite makes the edits in the event's file: all of them, or none and an error.
// Where its name is a link, what the link leads to is replaced.
func rewrite(e event.Event, edits []matcher.Edit, syntax transcript.Syntax) error {
	data, err := read(e)
	if err != nil {
		return err
	}
	t := syntax.Parse(data)
	if e.Target == "" {
		edits = transcript.Complete(t, edits)
	}
	text := appliedTo(e, data, edits)
	if e.Target == "" && !transcript.SameCommands(t, text) {
		return errors.New("the changed file would have other commands or comments than the one that ran")
	}
	path, err := filepath.EvalSymlinks(target(e))
	if errors.Is(err, fs.ErrNotExist) && e.Target != "" {
		return atomicfile.Create(e.Target, text)
	}
	if err != nil {
		return err
	}
	return atomicfile.Replace(path, data, text)
}
