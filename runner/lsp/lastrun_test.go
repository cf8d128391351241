package lsp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/accept"
	"dott/runner/event"
)

// A store is a folder of what runs left.
type store struct{ dir string }

// add is a run in which some tests ended.
func (s *store) add(t *testing.T, ends ...event.Event) {
	t.Helper()
	k := &accept.Keeper{Dir: s.dir, Here: "/", Format: func(string) transcript.Format { return transcript.Format{} }}
	for _, e := range append(ends, event.Event{Action: event.Summary}) {
		if err := k.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *store) left(path, stamp string) ([]*accept.Left, string, error) {
	return accept.Of([]string{s.dir}, path, stamp)
}

// failed is the end of a test whose output differs.
func failed(path, text string, edits ...matcher.Edit) event.Event {
	sum := sha256.Sum256([]byte(text))
	return event.Event{Action: event.Fail, Test: filepath.Base(path), File: path, Line: edits[0].Start + 1, Edits: edits, Hash: hex.EncodeToString(sum[:])}
}

func saved(uri string) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}}
}

// TestRunBeside: tests run in a terminal, while the file is open and edited.
func TestRunBeside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.t")
	text := "  $ echo a\n  b\n  $ echo c\n  d\n"
	write(t, path, text)
	uri := "file://" + path
	kept := &store{dir: t.TempDir()}
	c := newClient(t, Options{Left: kept.left})
	c.start()
	c.open(uri, text)
	c.await(uri, 1)
	kept.add(t, failed(path, text, matcher.Edit{Start: 1, End: 2, New: []string{"  a"}}, matcher.Edit{Start: 3, End: 4, New: []string{"  c"}}))
	// An editor asks for something as the person moves.
	c.send(map[string]any{"id": "move", "method": "textDocument/codeLens", "params": about(uri, nil)})
	c.await(uri, 1, "1:2-1:3 last-run", "3:2-3:3 last-run")

	accepts := actionsAt(c, uri, 1)

	// One change is accepted and saved. The other one is known by the bytes that ran.
	text = applied(t, text, uri, accepts["Accept this change"])
	c.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": 2}, "contentChanges": []any{map[string]any{"text": text}},
	})
	c.await(uri, 2, "3:2-3:3 last-run")
	write(t, path, text)
	c.notify("textDocument/didSave", saved(uri))
	if got := applied(t, text, uri, actionsAt(c, uri, 3)["Accept this change"]); got != "  $ echo a\n  a\n  $ echo c\n  c\n" {
		t.Errorf("the other one: %q", got)
	}
	if err := c.stop(); err != nil {
		t.Error(err)
	}
}

// TestChangedSince: what differed in a file that has changed is shown, and not accepted.
func TestChangedSince(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.t")
	text := "  $ echo a\n  b\n"
	write(t, path, text)
	kept := &store{dir: t.TempDir()}
	kept.add(t, failed(path, text, matcher.Edit{Start: 1, End: 2, New: []string{"  a"}}))
	text = "New.\n\n" + text
	write(t, path, text)
	uri := "file://" + path
	c := newClient(t, Options{Left: kept.left})
	c.start()
	c.open(uri, text)
	c.await(uri, 1, "3:2-3:3 last-run")
	if got := actionsAt(c, uri, 3); len(got) > 0 {
		t.Errorf("actions: %v", got)
	}
	if err := c.stop(); err != nil {
		t.Error(err)
	}
}

// TestAcceptCases: a change of several cases is accepted in the file, by its address.
func TestAcceptCases(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.t")
	text := "#testcases x y\n  $ echo a\n  b\n"
	write(t, path, text)
	kept := &store{dir: t.TempDir()}
	var ends []event.Event
	for _, name := range []string{"x", "y"} {
		e := failed(path, text, matcher.Edit{Start: 2, End: 3, New: []string{"  a"}})
		e.Case = []string{name}
		ends = append(ends, e)
	}
	kept.add(t, ends...)
	uri := "file://" + path
	asked := make(chan string, 1)
	c := newClient(t, Options{Left: kept.left, Accept: func(_ context.Context, got string, line int) (string, error) {
		asked <- fmt.Sprintf("%s:%d", got, line)
		return "accepted", nil
	}})
	c.start()
	c.open(uri, text)
	a := actionsAt(c, uri, 2)["Accept this change in all cases and cells"]
	if a.Command == nil || a.Edit != nil {
		t.Fatalf("%+v", a)
	}
	c.send(map[string]any{"id": "accept", "method": "workspace/executeCommand", "params": map[string]any{"command": a.Command.Command, "arguments": a.Command.Arguments}})
	if got := <-asked; got != path+":3" {
		t.Errorf("it accepts %s", got)
	}
	for c.receive().Method != "window/showMessage" {
	}
	if err := c.stop(); err != nil {
		t.Error(err)
	}
}
