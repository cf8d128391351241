package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestWrite: what cannot be written whole leaves what was there, and nothing else.
func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	fault := errors.New("disk full")
	put := func(text string, err error) error {
		return Write(path, 0o600, func(w io.Writer) error {
			_, _ = io.WriteString(w, text)
			return err
		})
	}
	for _, test := range []struct {
		text string
		err  error
		want string
	}{{"one", nil, "one"}, {"two", nil, "two"}, {"three", fault, "two"}, {"", nil, ""}} {
		err := put(test.text, test.err)
		data, _ := os.ReadFile(path)
		if !errors.Is(err, test.err) || string(data) != test.want {
			t.Errorf("%q: %v, %q", test.text, err, data)
		}
		if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
			t.Errorf("%q: %v", test.text, left)
		}
	}
	if err := Write(filepath.Join(path, "x"), 0o600, func(io.Writer) error { return nil }); err == nil {
		t.Error("written below a file")
	}
}
