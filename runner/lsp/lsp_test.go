package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
	linter "dott/runner/lint"
)

// TestConversation is what an editor does with a file.
func TestConversation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.t")
	text := "#require command:sh\n#testcases one two\n  $ echo a\n  a\n\n  $ sleep 1\n  b c (glob)\n#if one\n  $ echo x\n  x.* (re) (one !)\n#endif\n"
	write(t, path, text)
	kept := &store{dir: t.TempDir()}
	kept.add(t, failed(path, text, matcher.Edit{Start: 3, End: 4, New: []string{"  is a", "  and more"}}))
	uri := "file://" + path
	c := newClient(t, Options{Shell: true, Left: kept.left})
	c.start()
	c.open(uri, text)
	want := []string{"5:4-5:9 sleep", "6:5-6:12 redundant-ending", "3:2-3:3 last-run"}
	if got := c.diagnostics(uri, 1); !slices.Equal(got, want) {
		t.Errorf("diagnostics: %q, want %q", got, want)
	}

	var h hover
	c.ask("textDocument/hover", about(uri, at(9, 4)), &h)
	if !strings.Contains(h.Contents.Value, "regular expression") || !strings.Contains(h.Contents.Value, "A case of this file") {
		t.Errorf("hover: %q", h.Contents.Value)
	}
	c.ask("textDocument/hover", about(uri, at(0, 12)), &h)
	if h.Contents.Value != "**command:sh**: Holds if the program sh is on PATH." {
		t.Errorf("hover: %q", h.Contents.Value)
	}
	c.ask("textDocument/hover", about(uri, at(3, 2)), &h)
	if !strings.Contains(h.Contents.Value, "the last run printed:\n\n```\n  is a\n  and more\n```") {
		t.Errorf("hover: %q", h.Contents.Value)
	}

	var lenses []codeLens
	c.ask("textDocument/codeLens", about(uri, nil), &lenses)
	titles := []string{}
	for _, l := range lenses {
		titles = append(titles, fmt.Sprintf("%d %s", l.Range.Start.Line, l.Command.Title))
	}
	if want := []string{"0 run this file", "2 run to here", "5 run to here", "8 run to here"}; !slices.Equal(titles, want) {
		t.Errorf("lenses: %q, want %q", titles, want)
	}

	actions := actionsAt(c, uri, 3)
	for title, want := range map[string]string{
		"Accept this change":         strings.Replace(text, "  a\n", "  is a\n  and more\n", 1),
		"Accept this change as glob": strings.Replace(text, "  a\n", "  *a (glob)\n  and more\n", 1),
	} {
		if got := applied(t, text, uri, actions[title]); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
	actions = actionsAt(c, uri, 6)
	if got := applied(t, text, uri, actions["Write it as `b c`"]); got != strings.Replace(text, " (glob)", "", 1) {
		t.Errorf("the fix: %q", got)
	}
	if got := applied(t, text, uri, actionsAt(c, uri, 5)["Ignore sleep here"]); got != strings.Replace(text, "  $ sleep", "# dott:ignore sleep\n  $ sleep", 1) {
		t.Errorf("ignoring: %q", got)
	}

	var edits []textEdit
	c.ask("textDocument/formatting", about(uri, nil), &edits)
	if got := edited(t, text, edits); got != strings.Replace(text, " (glob)", "", 1) {
		t.Errorf("formatting: %q", got)
	}
	var folds []foldingRange
	c.ask("textDocument/foldingRange", about(uri, nil), &folds)
	if got := fmt.Sprint(folds); got != "[{2 3 } {5 6 } {7 9 } {8 9 }]" {
		t.Errorf("folding: %s", got)
	}
	var symbols []documentSymbol
	c.ask("textDocument/documentSymbol", about(uri, nil), &symbols)
	names := []string{}
	for _, s := range symbols {
		names = append(names, s.Name)
	}
	if want := []string{"echo a", "sleep 1", "echo x"}; !slices.Equal(names, want) {
		t.Errorf("symbols: %q", names)
	}

	// The line below has what was accepted, in part; the rest moves along.
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri, "version": 2},
		"contentChanges": []any{map[string]any{"range": textRange{position{5, 0}, position{7, 0}}, "text": ""}, map[string]any{"range": textRange{}, "text": "é𝄞\n"}},
	})
	want = []string{"4:2-4:3 last-run"}
	if got := c.diagnostics(uri, 2); !slices.Equal(got, want) {
		t.Errorf("diagnostics: %q, want %q", got, want)
	}
	if err := c.stop(); err != nil {
		t.Error(err)
	}
}

// TestCompletion asks what may stand at the end of a line.
func TestCompletion(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"#", "#require"},
		{"#req", "#require"},
		{"#require com", "command:"},
		{"#if no-li", "no-linux"},
		{"#if on", "one"},
		{"#service r", "redis"},
		{"#stderr ", "apart"},
		{"#shell ba", "bash"},
		{"# dott:ignore sl", "sleep"},
		{"  took 3 ms (", "(glob)"},
		{"  took 3 ms (re", "(re+)"},
		{"  took 3 ms (li", "linux"},
		{"  $ echo (", ""},
		{"text (", ""},
	} {
		client := newClient(t, Options{})
		client.start()
		text := "#testcases one two\n  $ true\n" + c.line + "\n"
		client.open("file:///x/a.t", text)
		var items []completionItem
		client.ask("textDocument/completion", about("file:///x/a.t", at(2, len(c.line))), &items)
		labels := []string{}
		for _, i := range items {
			labels = append(labels, i.Label)
			if i.TextEdit.Range.End != (position{2, len(c.line)}) || !strings.HasPrefix(i.TextEdit.NewText, c.line[i.TextEdit.Range.Start.Character:]) {
				t.Errorf("%q: %q replaces %v", c.line, i.Label, i.TextEdit.Range)
			}
		}
		if c.want == "" && len(labels) > 0 || c.want != "" && !slices.Contains(labels, c.want) {
			t.Errorf("%q: %q, want %q", c.line, labels, c.want)
		}
		if err := client.stop(); err != nil {
			t.Error(err)
		}
	}
}

// TestRun runs a file, and the diagnostics are of that run.
func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b.t")
	write(t, path, "  $ echo a\n  b\n")
	uri := "file://" + strings.ReplaceAll(path, " ", "%20")
	c := newClient(t, Options{Run: func(_ context.Context, got string) (string, error) {
		if got != path {
			return "", fmt.Errorf("it runs %s", got)
		}
		e := failed(path, "  $ echo a\n  b\n", matcher.Edit{Start: 1, End: 2, New: []string{"  a"}})
		return `{"action":"dott"}` + "\n" + string(event.Append(nil, &e)), nil
	}})
	c.start()
	c.open(uri, "  $ echo a\n  b\n")
	if got := c.diagnostics(uri, 1); len(got) > 0 {
		t.Errorf("before: %q", got)
	}
	c.send(map[string]any{"id": "run", "method": "workspace/executeCommand", "params": map[string]any{"command": "dott.run", "arguments": []any{uri}}})
	c.await(uri, 1, "1:2-1:3 last-run")
	if err := c.stop(); err != nil {
		t.Error(err)
	}
}

// TestBadMessages sends what no client should.
func TestBadMessages(t *testing.T) {
	c := newClient(t, Options{})
	c.start()
	for body, code := range map[string]int{
		`{x}`: -32700, `{"jsonrpc":"2.0","id":1`: -32700, `[]`: -32600, `7`: -32600, `"a"`: -32600,
	} {
		c.raw(framed(body))
		if m := c.receive(); m.Error == nil || m.Error.Code != code {
			t.Errorf("%s: %+v, want the code %d", body, m.Error, code)
		}
	}
	// Requests about nothing, with parameters of the wrong kind, and unknown ones.
	for _, body := range []string{
		`{"jsonrpc":"2.0","id":50,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///gone.t"}}}`,
		`{"jsonrpc":"2.0","id":51,"method":"textDocument/hover","params":7}`,
		`{"jsonrpc":"2.0","id":52,"method":"no/such"}`,
		`{"jsonrpc":"2.0","id":53,"method":"workspace/executeCommand","params":{"command":"rm"}}`,
		`{"jsonrpc":"2.0","id":54,"method":"workspace/executeCommand","params":{"command":"dott.run","arguments":[7]}}`,
	} {
		c.raw(framed(body))
		if m := c.receive(); m.ID == nil {
			t.Errorf("%s: no answer but %+v", body, m)
		}
	}
	c.notify("textDocument/didChange", about("file:///gone.t", nil))
	c.open("file:///a.t", "  $ sleep 1\n")
	c.diagnostics("file:///a.t", 1)
	// Positions outside of the text.
	for _, p := range []position{{-1, -1}, {0, 99}, {99, 0}, {1, 0}} {
		for _, method := range []string{"hover", "completion"} {
			c.ask("textDocument/"+method, about("file:///a.t", map[string]any{"position": p}), nil)
		}
	}
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": "file:///a.t", "version": 2},
		"contentChanges": []any{map[string]any{"range": textRange{position{9, 9}, position{-1, 0}}, "text": "  $ true\n"}},
	})
	if got := c.diagnostics("file:///a.t", 2); len(got) > 0 {
		t.Errorf("diagnostics: %q", got)
	}
	if err := c.stop(); err != nil {
		t.Error(err)
	}
}

// TestBadStreams ends the stream in the midst of something, or sends headers of no use.
func TestBadStreams(t *testing.T) {
	for _, sent := range []string{
		"", "Content-Len", "Content-Length: 10\r\n\r\n{", "Content-Length: 99999999999999\r\n\r\n{}", "Content-Length: -1\r\n\r\n",
		"Content-Length: x\r\n\r\n{}", "\r\n{}", "X: " + strings.Repeat("x", 1<<20) + "\r\n\r\n", strings.Repeat("X: y\r\n", 10000), strings.Repeat("\x00", 1<<16),
		"Content-Length: 200000000\r\n\r\n{}",
	} {
		c := newClient(t, Options{})
		go func() {
			_, _ = c.w.Write([]byte(sent))
			_ = c.w.Close()
		}()
		if err := <-c.done; err == nil {
			t.Errorf("%.40q: a good end", sent)
		}
	}
}

// FuzzServe sends any bytes: the server ends when they do.
func FuzzServe(f *testing.F) {
	f.Add("Content-Length: 2\r\n\r\n{}")
	open := `{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.t","version":1,"text":"#if a\n  $ b\n  c (re)\n"}}}`
	f.Add(framed(open) + framed(`{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.t"},"position":{"line":2,"character":3}}}`))
	for _, method := range []string{"completion", "codeAction", "codeLens", "formatting", "foldingRange", "documentSymbol", "didSave", "didClose"} {
		f.Add(framed(open) + framed(`{"jsonrpc":"2.0","id":"x","method":"textDocument/`+method+`","params":{"textDocument":{"uri":"file:///a.t"},"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":3}}}}`))
	}
	f.Add(framed(open) + framed(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a.t","version":2},"contentChanges":[{"range":{"start":{"line":1,"character":3},"end":{"line":1,"character":4}},"text":"é"}]}}`))
	f.Fuzz(func(t *testing.T, sent string) {
		if strings.Contains(sent, "executeCommand") {
			return
		}
		settings := func(string) (linter.Options, error) {
			o := linter.Options{Shell: "sh"}
			o.Config.Lint.Disable = []string{"shellcheck"}
			return o, nil
		}
		_ = Serve(t.Context(), strings.NewReader(sent), discard{}, Options{Settings: settings})
	})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// TestPositions converts between bytes and UTF-16 code units, in both directions.
func TestPositions(t *testing.T) {
	d := &document{}
	d.set("a\néx\n𝄞y\r\n\xffz\nlast")
	for _, c := range []struct {
		p  position
		at string // what stands behind it
	}{
		{position{0, 0}, "a\n"}, {position{0, 1}, "\néx"}, {position{1, 1}, "x\n"}, {position{2, 2}, "y\r\n"}, {position{2, 3}, "\r\n\xff"},
		{position{3, 1}, "z\n"}, {position{4, 4}, ""},
	} {
		off := d.offset(c.p)
		if !strings.HasPrefix(d.text[off:], c.at) {
			t.Errorf("%v is in front of %q, not %q", c.p, d.text[off:], c.at)
		}
		line := strings.Count(d.text[:off], "\n")
		if got := d.position(line, off-strings.LastIndex(d.text[:off], "\n")-1); got != c.p {
			t.Errorf("%v becomes %v", c.p, got)
		}
	}
	// Beyond the end of a line, and within a pair of units.
	for _, c := range []struct {
		p    position
		want int
	}{{position{0, 9}, 1}, {position{2, 1}, strings.Index(d.text, "y")}, {position{99, 0}, len(d.text)}, {position{-1, 0}, 0}} {
		if got := d.offset(c.p); got != c.want {
			t.Errorf("%v: %d, want %d", c.p, got, c.want)
		}
	}
}

// FuzzChange makes a change of a document, and one that turns it back.
func FuzzChange(f *testing.F) {
	f.Add("a\né𝄞\n", 1, 1, 1, 3, "x\ny")
	f.Add("", 0, 0, 5, 5, "\r\n")
	f.Fuzz(func(t *testing.T, text string, l1, c1, l2, c2 int, new string) {
		d := &document{}
		d.set(text)
		start, end := d.offset(position{l1, c1}), d.offset(position{l2, c2})
		d.change([]contentChange{{Range: &textRange{position{l1, c1}, position{l2, c2}}, Text: new}})
		if want := text[:min(start, end)] + new + text[max(start, end):]; d.text != want || strings.Join(d.lines, "") != want {
			t.Errorf("%q, want %q", d.text, want)
		}
	})
}

// BenchmarkJudge judges a file of 5,000 lines, as after a keystroke in it.
func BenchmarkJudge(b *testing.B) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "About %d.\n\n  $ echo line %d | grep -v nothing\n  line %d\n  took * ms (glob)\n", i, i, i)
	}
	o := &linter.Options{Shell: "sh"}
	d := &document{path: "a.t", options: o}
	for b.Loop() {
		d.set(text.String())
		d.change([]contentChange{{Range: &textRange{position{2500, 0}, position{2500, 0}}, Text: "x"}})
		d.findings = linter.One(d.parsed(), d.path, o, linter.FactsOf(&o.Config))
		if _, err := json.Marshal(diagnosticsOf(d)); err != nil {
			b.Fatal(err)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// actionsAt returns the actions for a line by their titles.
func actionsAt(c *client, uri string, line int) map[string]codeAction {
	c.t.Helper()
	var all []codeAction
	c.ask("textDocument/codeAction", about(uri, map[string]any{"range": textRange{position{line, 0}, position{line, 0}}, "context": map[string]any{}}), &all)
	actions := map[string]codeAction{}
	for _, a := range all {
		actions[a.Title] = a
	}
	return actions
}

func applied(t *testing.T, text, uri string, a codeAction) string {
	t.Helper()
	if a.Edit == nil {
		t.Error("no such action")
		return ""
	}
	return edited(t, text, a.Edit.Changes[uri])
}

// edited makes edits, none of which touches another, from the last to the first.
func edited(t *testing.T, text string, edits []textEdit) string {
	t.Helper()
	d := &document{options: &linter.Options{Format: transcript.Format{}}}
	d.set(text)
	for _, e := range slices.Backward(edits) {
		d.change([]contentChange{{Range: &e.Range, Text: e.NewText}})
	}
	return d.text
}
