package place

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func fill(t *testing.T, s *Spool, data []byte, chunk int) {
	t.Helper()
	for part := range slicesOf(data, chunk) {
		if n, err := s.Write(part); n != len(part) || err != nil {
			t.Fatalf("wrote %d of %d: %v", n, len(part), err)
		}
	}
}

func slicesOf(data []byte, n int) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(data) > 0 {
			k := min(n, len(data))
			if !yield(data[:k]) {
				return
			}
			data = data[k:]
		}
	}
}

// TestSpool: what is written comes out again, in memory or on disk, whole, and
// nothing of it is left after close.
func TestSpool(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	for _, size := range []int{0, 1, spoolMemory - 1, spoolMemory, spoolMemory + 1, 3*spoolMemory + 7} {
		data := make([]byte, size)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		dir := t.TempDir()
		s := &Spool{Dir: dir, Limit: 1 << 30}
		fill(t, s, data, 100_003)
		if onDisk := s.file != nil; onDisk != (size > spoolMemory) {
			t.Errorf("%d bytes: on disk is %v", size, onDisk)
		}
		for range 2 {
			text, err := s.Text()
			if err != nil || !bytes.Equal([]byte(text), data) {
				t.Errorf("%d bytes: %d come out, or others (%v)", size, len(text), err)
			}
			s.Release()
		}
		s.Close()
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
			t.Errorf("%d bytes: %q is left", size, left)
		}
	}
}

// TestSpoolLimit: what fits is kept, to the byte, and the error says how much it was.
func TestSpoolLimit(t *testing.T) {
	for _, test := range []struct {
		limit int64
		say   string
	}{{0, "0 bytes"}, {1, "1 bytes"}, {1 << 10, "1 KiB"}, {1500, "1500 bytes"}, {spoolMemory, "8 MiB"}, {spoolMemory + 5, "8388613 bytes"}} {
		s := &Spool{Dir: t.TempDir(), Limit: test.limit}
		data := bytes.Repeat([]byte("0123456789"), int(test.limit)/10+1)
		n, err := s.Write(data)
		tooMuch, ok := errors.AsType[LimitError](err)
		if int64(n) != test.limit || !ok || !strings.Contains(tooMuch.Error(), test.say) {
			t.Errorf("limit %d: wrote %d, %v", test.limit, n, err)
		}
		if n, err := s.Write([]byte("x")); n != 0 || err == nil {
			t.Errorf("limit %d: one more byte: %d, %v", test.limit, n, err)
		}
		if n, err := s.Write(nil); n != 0 || err != nil {
			t.Errorf("limit %d: no byte more: %d, %v", test.limit, n, err)
		}
		if text, err := s.Text(); err != nil || text != string(data[:test.limit]) {
			t.Errorf("limit %d: %d bytes come out, %v", test.limit, len(text), err)
		}
		s.Close()
	}
}

// TestSpoolNoPlace: the error says what could not be kept, and what was is there.
func TestSpoolNoPlace(t *testing.T) {
	s := &Spool{Dir: filepath.Join(t.TempDir(), "missing"), Limit: 1 << 30}
	data := bytes.Repeat([]byte("x"), spoolMemory)
	fill(t, s, data, 1<<20)
	n, err := s.Write([]byte("y"))
	if n != 0 || !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(err.Error(), "keeping the output: ") {
		t.Errorf("%d, %v", n, err)
	}
	if text, err := s.Text(); err != nil || text != string(data) {
		t.Errorf("%d bytes come out, %v", len(text), err)
	}
	s.Close()
}
