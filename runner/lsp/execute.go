package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"dott/runner/accept"
	"dott/runner/event"
)

// execute carries out a command of a code lens, or of an action.
func (s *server) execute(ctx context.Context, raw json.RawMessage) (any, error) {
	var p struct {
		Command   string `json:"command"`
		Arguments []any  `json:"arguments"`
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, invalid(err)
	}
	if p.Command != runCommand && p.Command != acceptCommand || len(p.Arguments) == 0 {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: "no such command, or no argument: " + p.Command}
	}
	uri, _ := p.Arguments[0].(string)
	if !strings.HasPrefix(uri, "file:") {
		return nil, invalid(errors.New("only a file can be run; save it first"))
	}
	if p.Command == acceptCommand {
		line := 0.0
		if len(p.Arguments) > 1 {
			line, _ = p.Arguments[1].(float64)
		}
		s.work.Go(func() { s.accept(ctx, uri, int(line)) })
		return nil, nil
	}
	// The answer comes at once, and what came out as diagnostics.
	s.work.Go(func() { s.run(ctx, uri) })
	return nil, nil
}

// accept accepts a change in a file on disk. The editor reads that again.
func (s *server) accept(ctx context.Context, uri string, line int) {
	s.mu.Lock()
	d := s.documents[uri]
	data, err := os.ReadFile(pathOf(uri))
	unsaved := d != nil && err == nil && d.text != string(data)
	s.mu.Unlock()
	kind, told := isInformation, ""
	switch {
	case line < 1 || s.o.Accept == nil:
		kind, told = isError, "dott: no line to accept"
	case unsaved:
		kind, told = isWarning, "dott: save the file before you accept changes in it"
	default:
		if told, err = s.o.Accept(ctx, pathOf(uri), line); err != nil {
			kind, told = isWarning, strings.TrimSpace(told+"\n"+err.Error())
		}
	}
	s.notify(ctx, "window/showMessage", showMessage{kind, told})
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.documents[uri]; d != nil && s.look(d) && d.judged {
		s.publish(ctx, d, d.version)
	}
}

// run runs a file, as it is on disk.
func (s *server) run(ctx context.Context, uri string) {
	path := pathOf(uri)
	base, err := os.ReadFile(path)
	var failures []failure
	verdict := ""
	if err == nil {
		var printed string
		if printed, err = s.o.Run(ctx, path); err == nil {
			failures, verdict, err = failuresIn(printed, string(base))
		}
	}
	if ctx.Err() != nil {
		return
	}
	kind := isInformation
	switch {
	case err != nil:
		kind, verdict = isError, err.Error()
	case len(failures) > 0:
		kind = isWarning
	}
	s.notify(ctx, "window/showMessage", showMessage{kind, verdict})
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.documents[uri]; d != nil && err == nil {
		s.look(d) // the run is among what it left, too, but for what cannot be accepted
		d.last = failures
		if d.judged {
			s.publish(ctx, d, d.version)
		}
	}
}

// failuresIn reads what a run said of one file.
func failuresIn(events, base string) (failures []failure, verdict string, err error) {
	r := event.NewReader("dott", strings.NewReader(events))
	passed, failed, skipped := 0, 0, ""
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, "", err
		}
		switch e.Action {
		case event.Pass:
			passed++
		case event.Skip:
			skipped = e.Reason
		case event.Fail, event.Error:
			failed++
			f := failure{name: nameOf(e), base: fileLines(base), line: max(0, e.Line-1), why: e.Reason}
			if change, err := accept.Base(e, base); err == nil && change == base {
				f.edits = e.Edits
			}
			if len(f.edits) == 0 && f.why == "" {
				f.why = "it failed"
			}
			failures = append(failures, f)
		}
	}
	switch {
	case failed > 0:
		verdict = fmt.Sprintf("dott: %d of %d failed", failed, passed+failed)
	case passed > 0:
		verdict = fmt.Sprintf("dott: passed (%d)", passed)
	default:
		verdict = "dott: skipped: " + skipped
	}
	return failures, verdict, nil
}
