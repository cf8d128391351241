package errfile

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/matcher"
	"dott/runner/event"
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

func handle(t *testing.T, f Files, e event.Event) {
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
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("%s is there (%v)", path, err)
	}
}

func TestErrFile(t *testing.T) {
	for _, test := range []struct{ data, want string }{
		{"  $ x\n  old\n", "  $ x\n  new\n"},
		{"  $ x\n  old", "  $ x\n  new"},
		{"  $ x\r\n  old\r\n", "  $ x\r\n  new\r\n"},
		{"  $ \xff\x00\n  old\ncomment\r\n", "  $ \xff\x00\n  new\ncomment\r\n"},
	} {
		path := filepath.Join(t.TempDir(), "a.t")
		var said strings.Builder
		f := Files{Err: &said}
		e := failed(t, path, "a.t", test.data)
		handle(t, f, e)
		checkFile(t, path+".err", test.want)
		checkFile(t, path, test.data)

		// It stays when the test is skipped, and goes when it passes.
		handle(t, f, event.Event{Action: event.Start, Test: "a.t", File: path})
		handle(t, f, event.Event{Action: event.Skip, Test: "a.t", File: path})
		checkFile(t, path+".err", test.want)
		handle(t, f, event.Event{Action: event.Pass, Test: "a.t", File: path})
		checkGone(t, path+".err")
		handle(t, f, event.Event{Action: event.Pass, Test: "a.t", File: path})
		if said.Len() > 0 {
			t.Errorf("said %q", said.String())
		}
	}
}

// TestErrFileChanged: of a file that is no longer what ran, there is nothing
// true to write.
func TestErrFileChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.t")
	e := failed(t, path, "a.t", "  $ x\n  old\n")
	if err := os.WriteFile(path, []byte("  $ y\n  old\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	handle(t, Files{Err: &strings.Builder{}}, e)
	checkGone(t, path+".err")
}

func TestErrFileDir(t *testing.T) {
	dir := t.TempDir()
	f := Files{Dir: filepath.Join(dir, "out", "new"), Err: &strings.Builder{}}
	path := filepath.Join(dir, "tests", "sub", "a.t")
	for _, test := range []struct{ name, err string }{
		{"sub/a.t", "sub/a.t.err"},
		{"../tests/sub/a.t", "a.t.err"}, // never outside
		{path, "a.t.err"},
	} {
		e := failed(t, path, test.name, "  $ x\n  old\n")
		handle(t, f, e)
		checkFile(t, filepath.Join(f.Dir, test.err), "  $ x\n  new\n")
		checkGone(t, path+".err")
		handle(t, f, event.Event{Action: event.Pass, Test: test.name, File: path})
		checkGone(t, filepath.Join(f.Dir, test.err))
	}
}

// TestErrFileLink: a link in the place of an .err file is replaced, and what it
// leads to is not ours to write.
func TestErrFileLink(t *testing.T) {
	dir := t.TempDir()
	path, kept := filepath.Join(dir, "a.t"), filepath.Join(dir, "kept")
	if err := os.WriteFile(kept, []byte("words"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{kept, filepath.Join(dir, "nowhere"), dir} {
		if err := os.Symlink(to, path+".err"); err != nil {
			t.Skipf("no links: %v", err) // Windows asks for a privilege
		}
		f := Files{Err: &strings.Builder{}}
		handle(t, f, failed(t, path, "a.t", "  $ x\n  old\n"))
		checkFile(t, path+".err", "  $ x\n  new\n")
		if info, err := os.Lstat(path + ".err"); err != nil || !info.Mode().IsRegular() {
			t.Errorf("%v: %v", info.Mode(), err)
		}
		handle(t, f, event.Event{Action: event.Pass, Test: "a.t", File: path})
		checkGone(t, path+".err")
		checkFile(t, kept, "words")
		checkGone(t, filepath.Join(dir, "nowhere"))
	}
}

// TestErrFileRefused: what cannot be written leaves what there was, and is said.
func TestErrFileRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.t")
	if err := os.MkdirAll(filepath.Join(path+".err", "x"), 0o777); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	handle(t, Files{Err: &said}, failed(t, path, "a.t", "  $ x\n  old\n"))
	if !strings.HasPrefix(said.String(), "a.t: its .err file is that of an earlier run, and out of date: ") {
		t.Errorf("said %q", said.String())
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 2 {
		t.Errorf("something was left: %v", left)
	}
	said.Reset()
	name := strings.Repeat("n", 252) // too long for an .err file
	path = filepath.Join(t.TempDir(), name)
	handle(t, Files{Err: &said}, failed(t, path, name, "  $ x\n  old\n"))
	if !strings.HasPrefix(said.String(), name+": its .err file cannot be written: ") {
		t.Errorf("said %q", said.String())
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("something was left: %v", left)
	}
}
