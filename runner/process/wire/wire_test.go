//go:build unix

package wire

import (
	"errors"
	"io"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

var messages = []Message{
	{Kind: NewsGone},
	{Kind: NewsStarted, A: 12345},
	{Kind: NewsEnded, A: math.MaxInt64, B: math.MinInt64},
	{Kind: NewsStuck, Text: "17 (sleep), 18 (a b)"},
	{Kind: OrderStart, A: 1, Text: "/", Args: []string{"/bin/sh", "-c", ""}, Env: []string{"A=" + strings.Repeat("x", 100_000), "B="}},
}

// TestLine: messages arrive as they were sent, several at a time and in pieces.
func TestLine(t *testing.T) {
	a, b, err := Pair()
	if err != nil {
		t.Fatal(err)
	}
	from, to := Line{FD: a}, Line{FD: b}
	t.Cleanup(func() { CloseAll([]int{a, b}) })
	go func() {
		for _, m := range messages {
			from.Put(m)
		}
		if err := from.Flush(); err != nil {
			t.Error(err)
		}
		var all []byte
		for _, m := range messages {
			all = m.appendTo(all)
		}
		for len(all) > 0 {
			n, err := unix.Write(a, all[:min(len(all), 7)])
			if err != nil {
				t.Error(err)
				return
			}
			all = all[n:]
		}
	}()
	for n, want := range append(messages, messages...) {
		got, err := to.Receive()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("message %d: %+v, %v", n, got, err)
		}
	}
}

// TestLineFiles: files arrive with the message that they were sent with.
func TestLineFiles(t *testing.T) {
	a, b, err := Pair()
	if err != nil {
		t.Fatal(err)
	}
	from, to := Line{FD: a}, Line{FD: b}
	t.Cleanup(func() { CloseAll([]int{b}) })
	for _, text := range []string{"one", "two"} {
		f, err := os.CreateTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := from.Send(Message{Kind: OrderEnd}); err != nil {
			t.Fatal(err)
		}
		if err := from.Send(Message{Kind: OrderStart}, int(f.Fd()), int(f.Fd()), int(f.Fd())); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		for range 2 {
			if _, err := to.Receive(); err != nil {
				t.Fatal(err)
			}
		}
		files, err := to.TakeFiles()
		if err != nil {
			t.Fatal(err)
		}
		for _, fd := range files {
			buf := make([]byte, 10)
			if n, err := unix.Pread(fd, buf, 0); string(buf[:n]) != text {
				t.Errorf("a file with %q, %v; want %q", buf[:n], err, text)
			}
			if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); flags&unix.FD_CLOEXEC == 0 {
				t.Errorf("other programs inherit the file (%v)", err)
			}
		}
		CloseAll(files)
	}
	if _, err := to.TakeFiles(); !errors.Is(err, unix.EMFILE) {
		t.Errorf("files that nobody sent: %v", err)
	}
	CloseAll([]int{a})
	if _, err := to.Receive(); err != io.EOF {
		t.Errorf("error %v, want that the other side is gone", err)
	}
}

// FuzzParse: what is parsed prints back to the same Message, and nothing panics.
func FuzzParse(f *testing.F) {
	for _, m := range messages[:4] {
		f.Add(m.appendTo(nil)[headSize:])
	}
	f.Add([]byte{1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parse(b)
		if err != nil {
			return
		}
		again, err := parse(m.appendTo(nil)[headSize:])
		if err != nil || !reflect.DeepEqual(again, m) {
			t.Errorf("%q: %+v, %+v, %v", b, m, again, err)
		}
	})
}
