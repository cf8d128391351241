package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/config"
	linter "dott/runner/lint"
)

// A client speaks with a server of its own.
type client struct {
	t    *testing.T
	w    io.WriteCloser
	r    *bufio.Reader
	id   int
	done chan error
}

// newClient starts a server; run is what running a file gives.
func newClient(t *testing.T, o Options) *client {
	t.Helper()
	if o.Settings == nil {
		o.Settings = func(string) (linter.Options, error) {
			c := config.Config{Lint: config.Lint{Disable: []string{"shellcheck"}}}
			c.Service = map[string]config.Service{"redis": {Command: "redis-server"}}
			return linter.Options{Shell: "sh", Config: c, Format: transcript.Format{}}, nil
		}
	}
	in, w := io.Pipe()
	r, out := io.Pipe()
	c := &client{t: t, w: w, r: bufio.NewReader(r), done: make(chan error, 1)}
	go func() {
		c.done <- Serve(context.WithoutCancel(t.Context()), in, out, o)
		_ = out.Close()
	}()
	t.Cleanup(func() { _ = w.Close(); go func() { _, _ = io.Copy(io.Discard, r) }() })
	return c
}

// raw sends bytes as they are.
func (c *client) raw(s string) {
	c.t.Helper()
	if _, err := io.WriteString(c.w, s); err != nil {
		c.t.Fatal(err)
	}
}

func framed(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

func (c *client) send(message map[string]any) {
	c.t.Helper()
	message["jsonrpc"] = "2.0"
	body, err := json.Marshal(message)
	if err != nil {
		c.t.Fatal(err)
	}
	c.raw(framed(string(body)))
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	c.send(map[string]any{"method": method, "params": params})
}

// A message is an answer or a notification.
type message struct {
	ID     any             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

func (c *client) receive() message {
	c.t.Helper()
	length := 0
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			c.t.Fatalf("reading an answer: %v", err)
		}
		if line = strings.TrimSpace(line); line == "" {
			break
		}
		if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			length, _ = strconv.Atoi(n)
		}
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(c.r, body); err != nil {
		c.t.Fatal(err)
	}
	var m message
	if err := json.Unmarshal(body, &m); err != nil {
		c.t.Fatalf("%s: %v", body, err)
	}
	return m
}

// ask sends a request and waits for its answer; what is told meanwhile is dropped.
func (c *client) ask(method string, params, result any) {
	c.t.Helper()
	c.id++
	c.send(map[string]any{"id": c.id, "method": method, "params": params})
	for {
		m := c.receive()
		if m.ID == nil || m.ID != float64(c.id) {
			continue
		}
		if m.Error != nil {
			c.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				c.t.Fatalf("%s: %s: %v", method, m.Result, err)
			}
		}
		return
	}
}

// diagnostics waits for those of a version of a document.
func (c *client) diagnostics(uri string, version int) []string {
	c.t.Helper()
	for {
		m := c.receive()
		if m.Method != "textDocument/publishDiagnostics" {
			continue
		}
		var p publishDiagnostics
		if err := json.Unmarshal(m.Params, &p); err != nil {
			c.t.Fatal(err)
		}
		if p.URI != uri || p.Version != version {
			continue
		}
		all := []string{}
		for _, d := range p.Diagnostics {
			all = append(all, fmt.Sprintf("%d:%d-%d:%d %s", d.Range.Start.Line, d.Range.Start.Character, d.Range.End.Line, d.Range.End.Character, d.Code))
		}
		return all
	}
}

// await waits for diagnostics of a version of a document. Others may come before, as
// shellcheck takes its time.
func (c *client) await(uri string, version int, want ...string) {
	c.t.Helper()
	var got []string
	for range 5 {
		if got = c.diagnostics(uri, version); slices.Equal(got, want) {
			return
		}
	}
	c.t.Fatalf("diagnostics: %q, want %q", got, want)
}

func (c *client) start() {
	c.t.Helper()
	c.ask("initialize", map[string]any{}, nil)
	c.notify("initialized", map[string]any{})
}

func (c *client) open(uri, text string) {
	c.t.Helper()
	c.notify("textDocument/didOpen", map[string]any{"textDocument": documentItem{URI: uri, Version: 1, Text: text}})
}

// about is the parameters of a request about a document.
func about(uri string, more map[string]any) map[string]any {
	all := map[string]any{"textDocument": map[string]any{"uri": uri}}
	for k, v := range more {
		all[k] = v
	}
	return all
}

func at(line, character int) map[string]any {
	return map[string]any{"position": position{line, character}}
}

// stop ends the server, and returns its error.
func (c *client) stop() error {
	c.t.Helper()
	c.ask("shutdown", nil, nil)
	c.notify("exit", nil)
	return <-c.done
}
