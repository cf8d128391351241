package place

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"dott/runner/confine"
	"dott/runner/trace"
)

// files counts the open files of this process.
func files(t *testing.T) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// TestNoMoreFiles: a process that may open no more files gets no ports and no sandbox, the
// error says what was in the way, and what there was of them is given back.
func TestNoMoreFiles(t *testing.T) {
	highest := 0
	for fd := range 4096 {
		if _, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil {
			highest = fd
		}
	}
	many := highest + 40
	l := newLocal(t, Options{Ports: many})
	if err := open(t, l, Test{Path: "/d/a.t", Probe: true}).Close(); err != nil { // what is opened once
		t.Fatal(err)
	}
	before := files(t)
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	few := limit
	few.Cur = uint64(highest + 20)
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	lease, leaseErr := NewLease(many)
	_, openErr := l.Open(t.Context(), Test{Path: "/d/a.t"})
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{leaseErr, openErr} {
		if !errors.Is(err, unix.EMFILE) || !strings.HasPrefix(err.Error(), "leasing a port: ") {
			t.Error(err)
		}
	}
	if after := files(t); after != before || lease != nil {
		t.Errorf("%d files are open, not %d", after, before)
	}
	if s, err := l.Open(t.Context(), Test{Path: "/d/a.t"}); err != nil {
		t.Error(err)
	} else if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestLocalConfined: what a command may do always has its own directories (in a private network
// for their sockets), its shell, its
// PATH and the folder of its test; variables in paths are its own.
func TestLocalConfined(t *testing.T) {
	l := newLocal(t, Options{})
	s := open(t, l, Test{Path: "/d/sub/a.t"})
	own := []string{s.root, s.work, s.home, s.tmp, filepath.Dir(s.Script())}
	env := []string{"PATH=/bin:/opt/bin", "DATA=/data", "RELATIVE=here"}
	for _, test := range []struct {
		limits *confine.Limits
		want   *confine.Limits
	}{
		{nil, nil},
		{&confine.Limits{Write: []string{"/x"}}, nil},
		{&confine.Limits{Network: true, Ports: []int{80}}, &confine.Limits{Network: true, Ports: []int{80}, Write: own}},
		{&confine.Limits{Writes: true, Write: []string{"$DATA/x", "/y", "$RELATIVE/z", "$NONE"}, Read: []string{"/r"}},
			&confine.Limits{Writes: true, Write: append([]string{"/data/x", "/y"}, own...), Read: []string{"/r"}}},
		{&confine.Limits{Reads: true, Processes: true, Read: []string{"${DATA}"}},
			&confine.Limits{Reads: true, Processes: true, Write: own, Read: []string{"/data", "/bin", "/opt/bin", "/d/sub", "/usr/bin/zsh"}}},
	} {
		before := fmt.Sprintf("%+v", test.limits)
		got := s.confined(&Command{Path: "/usr/bin/zsh", Env: env, Confine: test.limits})
		if (got == nil) != (test.want == nil) || got != nil && fmt.Sprintf("%+v", *got) != fmt.Sprintf("%+v", *test.want) {
			t.Errorf("%+v: %+v\nwant %+v", test.limits, got, test.want)
		}
		if after := fmt.Sprintf("%+v", test.limits); after != before {
			t.Errorf("%s became %s", before, after)
		}
	}
}

// TestLocalConfinedRun: a command that may write in its sandbox alone does, and is told
// elsewhere that it may not.
func TestLocalConfinedRun(t *testing.T) {
	l := newStarter(t, Options{})
	s := open(t, l, Test{Path: "/d/a.t"})
	outside := filepath.Join(t.TempDir(), "x")
	var out bytes.Buffer
	result, err := start(t, s, Command{
		Path: "/bin/sh", Script: "echo 1 >a && echo 2 >~/b && cat a ~/b; echo 3 2>/dev/null >" + outside + " || echo no\n", Output: &out,
		Confine: &confine.Limits{Writes: true},
	})
	if err != nil || result.Status != 0 || out.String() != "1\n2\nno\n" {
		t.Errorf("%+v, %v, printed %q", result, err, out.String())
	}
	if _, err := os.Stat(outside); !os.IsNotExist(err) {
		t.Errorf("%s was written (%v)", outside, err)
	}
}

// TestLocalTraced: what a command read outside of its sandbox is told when it has ended,
// however it got its script; what it did inside is not.
func TestLocalTraced(t *testing.T) {
	l := newStarter(t, Options{})
	input := filepath.Join(t.TempDir(), "input")
	if err := os.WriteFile(input, []byte("data\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, onStdin := range []bool{false, true} {
		s := open(t, l, Test{Path: "/d/a.t"})
		var record trace.Record
		told := 0
		var out bytes.Buffer
		result, err := start(t, s, Command{
			Path: "/bin/sh", Script: "cat " + input + "; echo x >mine; cat mine\n", OnStdin: onStdin, Output: &out,
			Traced: func(r trace.Record, err error) {
				if told++; err != nil {
					t.Error(err)
				}
				record = r
			},
		})
		if err != nil || result.Status != 0 || out.String() != "data\nx\n" || told != 1 {
			t.Errorf("%+v, %v, printed %q, told %d times", result, err, out.String(), told)
		}
		if !slices.ContainsFunc(record, func(touch trace.Touch) bool { return touch.Path == input && touch.How&trace.Read != 0 }) {
			t.Errorf("on stdin %v: %s is not in %v", onStdin, input, record)
		}
		for _, touch := range record {
			if strings.HasPrefix(touch.Path, s.root) || strings.HasPrefix(touch.Path, l.Dir()) {
				t.Errorf("on stdin %v: %v is the test's own", onStdin, touch)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
