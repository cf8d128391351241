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
	"dott/runner/event"
)

// errChanged is the error for a file that is not the one that ran any more.
var errChanged = errors.New("it changed on disk since it was run")

// errBytes is the error for output that no edit can hold.
var errBytes = errors.New("the output has bytes that are not UTF-8")

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
		return "", errChanged
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
	text := appliedTo(e, data, edits)
	if e.Target == "" && !syntax.Parse(data).SameCommands(text) {
		return errors.New("the changed file would have other commands or comments than the one that ran")
	}
	path, err := filepath.EvalSymlinks(target(e))
	if errors.Is(err, fs.ErrNotExist) && e.Target != "" {
		return create(e.Target, text)
	}
	if err != nil {
		return err
	}
	return replace(path, data, text)
}

// create makes a file that is not there yet, as a whole.
func create(path, text string) error {
	f, err := draft(path, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	err = os.Link(f.Name(), path) // unlike a rename, it replaces nothing
	if err == nil || errors.Is(err, fs.ErrExist) {
		return errors.Join(err, os.Remove(f.Name()))
	}
	// There are file systems without hard links.
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(errChanged, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
}
