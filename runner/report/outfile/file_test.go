package outfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a", "b", "report")
	write := func(text string, fail error) error {
		return File(path).Write(func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return errors.Join(err, fail)
		})
	}
	read := func() string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if err := File(path).Check(); err != nil {
		t.Fatal(err)
	}
	if err := write("one", nil); err != nil || read() != "one" {
		t.Errorf("%v, %q", err, read())
	}
	if err := write("two", errors.ErrUnsupported); !errors.Is(err, errors.ErrUnsupported) || !strings.HasPrefix(err.Error(), "writing the report "+path) || read() != "one" {
		t.Errorf("%v, %q: half a report must not replace a whole one", err, read())
	}
	if runtime.GOOS != "windows" {
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		link := filepath.Join(dir, "link")
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		if err := File(link).Write(func(w io.Writer) error { _, err := io.WriteString(w, "three"); return err }); err != nil {
			t.Fatal(err)
		}
		info, err := os.Lstat(link)
		if err != nil || info.Mode()&os.ModeSymlink == 0 || read() != "three" {
			t.Errorf("%v: the link was replaced, or not followed: %q", err, read())
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, mode %v", err, info.Mode())
		}
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v: something was left: %v", err, entries)
	}
}

// TestSpool: what goes in comes out, in memory and past it.
func TestSpool(t *testing.T) {
	for _, sizes := range [][]int{{}, {1, 2}, {spoolMemory - 1, 1, 1}, {spoolMemory + 1}, {10, spoolMemory * 3, 10, spoolMemory - 5, 7}} {
		var s Spool
		var want, got strings.Builder
		for i, n := range sizes {
			text := strings.Repeat(string(rune('a'+i)), n)
			want.WriteString(text)
			if _, err := io.WriteString(&s, text); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.CopyTo(&got); err != nil || got.String() != want.String() {
			t.Errorf("%v: %d bytes of %d", err, got.Len(), want.Len())
		}
		s.Close()
	}
}
