package review

import (
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/event"
	"dott/runner/review/errfile"
)

// wholeText is a file that is not in the event.
type wholeText struct {
	text   string
	err    error
	closed *int
}

func (w wholeText) CopyTo(to io.Writer) error {
	_, err := io.WriteString(to, w.text)
	return errors.Join(err, w.err)
}

func (w wholeText) Close() error {
	*w.closed++
	return nil
}

// many is a failure whose changes are too many for its event.
func many(t *testing.T, path, test string, closed *int) event.Event {
	t.Helper()
	e := failed(t, path, test, "  $ x\n  old\n")
	e.Edits, e.EditsLeftOut, e.Whole = nil, 3, wholeText{"  $ x\n  all\n  of it\n", nil, closed}
	return e
}

// TestErrFileWhole: the .err file has what the event has not.
func TestErrFileWhole(t *testing.T) {
	path, closed := filepath.Join(t.TempDir(), "a.t"), 0
	var said strings.Builder
	f := errfile.Files{Err: &said}
	e := many(t, path, "a.t", &closed)
	handle(t, f, e)
	checkFile(t, path+".err", "  $ x\n  all\n  of it\n")
	e.Whole = wholeText{"half", errors.New("no disk"), &closed}
	handle(t, f, e)
	checkFile(t, path+".err", "  $ x\n  all\n  of it\n")
	if said.String() != "a.t: its .err file is that of an earlier run, and out of date: no disk\n" {
		t.Errorf("said %q", &said)
	}
	// Of a file that changed meanwhile there is nothing to say, and it is closed.
	e = many(t, path, "a.t", &closed)
	e.Hash = "other"
	handle(t, f, e)
	if closed != 3 {
		t.Errorf("closed %d times", closed)
	}
}

// TestManyChanges: what is too much to be told is not written, and that is said: of a
// file, and of one of its cases beside another.
func TestManyChanges(t *testing.T) {
	closed := 0
	dir := t.TempDir()
	whole := many(t, filepath.Join(dir, "a.t"), "a.t", &closed)
	oneCase, path := whole, filepath.Join(dir, "b.t")
	data := "#testcases x y\n  $ x\n  old\n"
	other := failed(t, path, "b.t#y", data)
	oneCase.File, oneCase.Test, oneCase.Case, oneCase.Hash = path, "b.t#x", []string{"x"}, other.Hash
	other.Action, other.Case, other.Edits = event.Pass, []string{"y"}, nil
	var told []string
	r := &Review{
		Next: event.HandlerFunc(func(e event.Event) error {
			told = append(told, e.Test+" "+e.Reason)
			return nil
		}),
		Again: func([]string) ([]event.Event, error) { return nil, errors.New("nothing is to be run again") },
	}
	for _, e := range []event.Event{whole, oneCase, other, {Action: event.Summary}} {
		if err := r.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	const why = "not rewritten: these are too many changes to be written into a test"
	want := "a.t a.t: " + why + "|b.t#x b.t#x: " + why + "|b.t#y | "
	if got := strings.Join(told, "|"); got != want {
		t.Errorf("told was %q\nwant      %q", got, want)
	}
	checkFile(t, path, data)
}
