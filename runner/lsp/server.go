// Package lsp is a language server for test files, on any two streams.
//
// The life of a change: the client sends it, and [server.handle] makes it in the
// document, in the order in which messages come. A goroutine of the document's then
// parses and judges what is there, and the diagnostics go out; of changes that come
// faster than that, the last is judged. All other requests are answered from the parsed
// document at once. What takes longer, to run the tests or shellcheck, happens beside
// that, and is told when it is done.
//
// Nothing that a client sends ends the server but the end of the stream, `exit`, and a
// header that does not say how long its message is.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"path/filepath"
	"sync"

	"github.com/sourcegraph/jsonrpc2"

	"dott/runner/accept"
	linter "dott/runner/lint"
)

// Options are what the server has of the program around it.
type Options struct {
	Version string
	// Settings returns what holds for the tests in a directory.
	Settings func(dir string) (linter.Options, error)
	// Run runs a test, and returns the stream of events, as --json has it.
	Run func(ctx context.Context, path string) (events string, err error)
	// Left returns what runs left of a file, or nothing where that is as it was at a stamp.
	// It may be nil.
	Left func(path, stamp string) (left []*accept.Left, now string, err error)
	// Accept accepts the change at a line, from 1, of a file that is as it was when it ran,
	// and returns what came of it.
	Accept func(ctx context.Context, path string, line int) (told string, err error)
	// Shell reports whether the program has `dott shell FILE:LINE`.
	Shell bool
	Log   io.Writer // what is said to whoever looks for faults
}

type server struct {
	o    Options
	conn *jsonrpc2.Conn
	exit chan struct{} // closed by the client's `exit`

	mu        sync.Mutex
	documents map[string]*document
	judging   map[string]bool // documents for which a goroutine is at work
	settings  map[string]*linter.Options
	shutdown  bool
	work      sync.WaitGroup
}

// errNoShutdown is what a client did wrong that just ends.
var errNoShutdown = errors.New("the client ended the server without asking it to shut down")

// Serve answers a client until it says `exit`, or the stream ends.
func Serve(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{
		o: o, exit: make(chan struct{}),
		documents: map[string]*document{}, judging: map[string]bool{}, settings: map[string]*linter.Options{},
	}
	if o.Log == nil {
		s.o.Log = io.Discard
	}
	ready := make(chan struct{})
	handler := jsonrpc2.HandlerWithError(func(ctx context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
		<-ready // the connection is known only when it reads already
		return s.handle(ctx, r)
	}).SuppressErrClosed()
	stream := newStream(in, out)
	s.conn = jsonrpc2.NewConn(ctx, stream, handler, jsonrpc2.SetLogger(log.New(s.o.Log, "dott lsp: ", 0)))
	close(ready)
	select {
	case <-s.conn.DisconnectNotify():
	case <-s.exit:
	case <-ctx.Done():
	}
	cancel()
	s.work.Wait()
	stream.finish()
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx := context.Cause(ctx); ctx != nil && !errors.Is(ctx, context.Canceled) {
		return ctx
	}
	if !s.shutdown {
		return errNoShutdown
	}
	return nil
}

// handle answers one message.
func (s *server) handle(ctx context.Context, r *jsonrpc2.Request) (result any, err error) {
	defer func() {
		// A fault of ours in one request is no reason to lose the editor's session.
		if p := recover(); p != nil {
			fmt.Fprintf(s.o.Log, "dott lsp: %s: %v\n", r.Method, p)
			result, err = nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprint(p)}
		}
	}()
	var p params
	raw := json.RawMessage("{}")
	if r.Params != nil {
		raw = *r.Params
	}
	switch r.Method {
	case "initialize":
		return s.initialize(), nil
	case "initialized", "$/cancelRequest", "$/setTrace", "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles":
		if r.Method == "workspace/didChangeWatchedFiles" {
			s.forgetSettings()
		}
		return nil, nil
	case "shutdown":
		s.mu.Lock()
		s.shutdown = true
		s.mu.Unlock()
		return nil, nil
	case "exit":
		close(s.exit)
		return nil, nil
	case "textDocument/didOpen":
		var open struct {
			Document documentItem `json:"textDocument"`
		}
		if err := json.Unmarshal(raw, &open); err != nil {
			return nil, invalid(err)
		}
		s.open(ctx, open.Document)
		return nil, nil
	case "workspace/executeCommand":
		return s.execute(ctx, raw)
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, invalid(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.documents[p.Document.URI]
	if d == nil {
		if requests[r.Method] == nil && r.Notif {
			return nil, nil
		}
		if requests[r.Method] != nil {
			return nil, nil // nothing is known of it
		}
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "unknown method " + r.Method}
	}
	switch r.Method {
	case "textDocument/didChange":
		d.version = p.Document.Version
		d.change(p.ContentChanges)
		s.judge(ctx, d)
		return nil, nil
	case "textDocument/didSave":
		s.saved(ctx, d)
		return nil, nil
	case "textDocument/didClose":
		delete(s.documents, d.uri)
		s.notify(ctx, "textDocument/publishDiagnostics", publishDiagnostics{URI: d.uri, Diagnostics: []diagnostic{}})
		return nil, nil
	}
	if answer := requests[r.Method]; answer != nil {
		if s.look(d) && d.judged { // tests may run beside the editor
			s.publish(ctx, d, d.version)
		}
		return answer(s, d, p), nil
	}
	return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "unknown method " + r.Method}
}

func invalid(err error) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
}

// requests are those about one document, which is not changed meanwhile.
var requests = map[string]func(*server, *document, params) any{
	"textDocument/hover":          func(_ *server, d *document, p params) any { return hoverAt(d, p.Position) },
	"textDocument/completion":     func(_ *server, d *document, p params) any { return completionsAt(d, p.Position) },
	"textDocument/codeAction":     func(_ *server, d *document, p params) any { return actionsIn(d, p.Range, p.Context.Only) },
	"textDocument/codeLens":       func(s *server, d *document, _ params) any { return lensesOf(d, s.o.Shell) },
	"textDocument/formatting":     func(_ *server, d *document, _ params) any { return formattingOf(d) },
	"textDocument/foldingRange":   func(_ *server, d *document, _ params) any { return foldingOf(d) },
	"textDocument/documentSymbol": func(_ *server, d *document, _ params) any { return symbolsOf(d) },
}

// initialize tells what the server can do.
func (s *server) initialize() any {
	return map[string]any{
		"serverInfo": map[string]any{"name": "dott", "version": s.o.Version},
		"capabilities": map[string]any{
			"positionEncoding":           "utf-16",
			"textDocumentSync":           map[string]any{"openClose": true, "change": 2, "save": map[string]any{"includeText": false}},
			"hoverProvider":              true,
			"completionProvider":         map[string]any{"triggerCharacters": []string{"#", " ", "("}},
			"codeActionProvider":         map[string]any{"codeActionKinds": []string{"quickfix", fixAll}},
			"codeLensProvider":           map[string]any{},
			"documentFormattingProvider": true,
			"foldingRangeProvider":       true,
			"documentSymbolProvider":     true,
			"executeCommandProvider":     map[string]any{"commands": []string{runCommand, acceptCommand}},
		},
	}
}

// open takes a document that the client has opened.
func (s *server) open(ctx context.Context, item documentItem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &document{uri: item.URI, path: pathOf(item.URI), version: item.Version}
	d.options = s.settingsFor(ctx, filepath.Dir(d.path))
	d.set(item.Text)
	s.documents[d.uri] = d
	s.look(d)
	s.judge(ctx, d)
	s.shellcheck(ctx, d)
}

// saved is what happens when the file of a document is written.
func (s *server) saved(ctx context.Context, d *document) {
	if filepath.Base(d.path) == "dott.toml" {
		return
	}
	s.forget()
	d.options = s.settingsFor(ctx, filepath.Dir(d.path))
	d.transcript, d.judged = nil, false
	s.look(d)
	s.judge(ctx, d)
	s.shellcheck(ctx, d)
}

// forgetSettings has the configuration read again.
func (s *server) forgetSettings() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget()
}

func (s *server) forget() { clear(s.settings) }

// settingsFor returns what holds for the tests in a directory. A configuration that is
// wrong is told, and the rest goes on without it.
func (s *server) settingsFor(ctx context.Context, dir string) *linter.Options {
	if known := s.settings[dir]; known != nil {
		return known
	}
	o, err := s.o.Settings(dir)
	if err != nil {
		s.notify(ctx, "window/showMessage", showMessage{isWarning, err.Error()})
	}
	s.settings[dir] = &o
	return &o
}

// notify tells the client something. One that is gone hears nothing.
func (s *server) notify(ctx context.Context, method string, params any) {
	if err := s.conn.Notify(ctx, method, params); err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		fmt.Fprintf(s.o.Log, "dott lsp: %s: %v\n", method, err)
	}
}
