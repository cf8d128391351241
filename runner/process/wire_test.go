//go:build unix

package process

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

var messages = []message{
	{kind: newsGone},
	{kind: newsStarted, a: 12345},
	{kind: newsEnded, a: math.MaxInt64, b: math.MinInt64},
	{kind: newsStuck, text: "17 (sleep), 18 (a b)"},
	{kind: orderStart, a: 1, text: "/", args: []string{"/bin/sh", "-c", ""}, env: []string{"A=" + strings.Repeat("x", 100_000), "B="}},
}

// TestLine: messages arrive as they were sent, several at a time and in pieces.
func TestLine(t *testing.T) {
	a, b, err := pair()
	if err != nil {
		t.Fatal(err)
	}
	from, to := line{fd: a}, line{fd: b}
	t.Cleanup(func() { closeAll([]int{a, b}) })
	go func() {
		for _, m := range messages {
			from.put(m)
		}
		if err := from.flush(); err != nil {
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
		got, err := to.receive()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("message %d: %+v, %v", n, got, err)
		}
	}
}

// TestLineFiles: files arrive with the message that they were sent with.
func TestLineFiles(t *testing.T) {
	a, b, err := pair()
	if err != nil {
		t.Fatal(err)
	}
	from, to := line{fd: a}, line{fd: b}
	t.Cleanup(func() { closeAll([]int{b}) })
	for _, text := range []string{"one", "two"} {
		f, err := os.CreateTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := from.send(message{kind: orderEnd}); err != nil {
			t.Fatal(err)
		}
		if err := from.send(message{kind: orderStart}, int(f.Fd()), int(f.Fd()), int(f.Fd())); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		for range 2 {
			if _, err := to.receive(); err != nil {
				t.Fatal(err)
			}
		}
		files, err := to.takeFiles()
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
		closeAll(files)
	}
	if _, err := to.takeFiles(); !errors.Is(err, unix.EMFILE) {
		t.Errorf("files that nobody sent: %v", err)
	}
	closeAll([]int{a})
	if _, err := to.receive(); err != io.EOF {
		t.Errorf("error %v, want that the other side is gone", err)
	}
}

// FuzzParse: what is parsed prints back to the same message, and nothing panics.
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
