package review

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"dott/matcher"
	"dott/runner/event"
	"dott/runner/review/errfile"
)

// failed makes a file and the event of its failure, with one line changed.
func failed(t *testing.T, path, test, data string) event.Event {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(data))
	return event.Event{
		Action: event.Fail, Test: test, File: path, Hash: hex.EncodeToString(sum[:]),
		Edits: []matcher.Edit{{Start: 1, End: 2, New: []string{"  new"}}},
	}
}

func handle(t *testing.T, f errfile.Files, e event.Event) {
	t.Helper()
	if err := f.Handle(e); err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, path, want string) {
	t.Helper()
	if data, err := os.ReadFile(path); err != nil || string(data) != want {
		t.Errorf("%s is %q (%v), want %q", path, data, err, want)
	}
}

func checkGone(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Lstat(path); err == nil {
		t.Errorf("%s is still there", path)
	}
}
