// Package review does with the edits of a run what a person wants done: it
// keeps them in files beside the tests, or writes them into the tests.
package review

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dott/matcher"
	"dott/runner/event"
)

// ErrFiles writes `file.t.err`, the file as it would read with the actual
// output, for each test that fails, and removes it when the test passes.
type ErrFiles struct {
	Dir string // where they go, by the test's name; "" is beside the test
}

// Handle keeps the .err file of one test in step with its verdict.
func (f ErrFiles) Handle(e event.Event) error {
	path := f.path(e)
	switch e.Action {
	case event.Pass:
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing what an earlier run left: %w", err)
		}
	case event.Fail, event.Error:
		if len(e.Edits) == 0 {
			return nil
		}
		return f.write(path, e)
	}
	return nil
}

// path returns where the test's .err file belongs. Under Dir it keeps the
// folders of its name, unless these lead out of Dir.
func (f ErrFiles) path(e event.Event) string {
	if f.Dir == "" {
		return e.File + ".err"
	}
	name := e.Test
	if !filepath.IsLocal(name) {
		name = filepath.Base(name)
	}
	return filepath.Join(f.Dir, name+".err")
}

func (f ErrFiles) write(path string, e event.Event) error {
	data, err := os.ReadFile(e.File)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != e.Hash {
		return nil // changed since it ran: there is nothing true to write
	}
	if f.Dir != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return fmt.Errorf("making the output directory: %w", err)
		}
	}
	if err := os.WriteFile(path, []byte(applied(string(data), e.Edits)), 0o666); err != nil {
		return fmt.Errorf("keeping the actual output: %w", err)
	}
	return nil
}

// applied returns the bytes of a file with the edits made.
func applied(data string, edits []matcher.Edit) string {
	var lines []string
	for l := range strings.Lines(data) {
		lines = append(lines, l)
	}
	return strings.Join(matcher.Apply(lines, edits, lineEnd(data)), "")
}

// lineEnd returns how the lines of a transcript end.
func lineEnd(data string) string {
	if n := strings.Count(data, "\n"); n > 0 && strings.Count(data, "\r\n") == n {
		return "\r\n"
	}
	return "\n"
}
