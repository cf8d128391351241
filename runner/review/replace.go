package review

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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

// read returns the bytes that the event's edits are about.
func read(e event.Event) (string, error) {
	data, err := os.ReadFile(e.File)
	if err != nil {
		return "", err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != e.Hash {
		return "", errChanged
	}
	return string(data), nil
}

// fileLines cuts a file into lines with their ends.
func fileLines(data string) []string { return slices.Collect(strings.Lines(data)) }

// applied returns the bytes of a file with the edits made.
func applied(data string, edits []matcher.Edit) string {
	return strings.Join(matcher.Apply(fileLines(data), edits, transcript.LineEnd(data)), "")
}

// rewrite makes the edits in the event's file: all of them, or none and an error.
// The file is replaced in one step, by one of the same mode and owner; where its
// name is a link, what the link leads to is.
func rewrite(e event.Event, edits []matcher.Edit, format transcript.Format) error {
	data, err := read(e)
	if err != nil {
		return err
	}
	text := applied(data, edits)
	if !sameCommands(data, text, format) {
		return errors.New("the changed file would have other commands or comments than the one that ran")
	}
	path, err := filepath.EvalSymlinks(e.File)
	if err != nil {
		return err
	}
	// Once more, as late as can be: an editor may have saved while we asked.
	if _, err := read(e); err != nil {
		return err
	}
	err = replace(path, []byte(text))
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("its directory %s cannot be written: permission denied", filepath.Dir(path))
	}
	return err
}

// sameCommands reports whether two transcripts differ in expected output only.
func sameCommands(a, b string, format transcript.Format) bool {
	kept := func(data string) []string {
		var lines []string
		for _, l := range format.Parse(data).Lines {
			if l.Kind != transcript.Output && l.Kind != transcript.Blank && l.Text != "" {
				lines = append(lines, fmt.Sprint(l.Kind, " ", l.Text))
			}
		}
		return lines
	}
	return slices.Equal(kept(a), kept(b))
}
