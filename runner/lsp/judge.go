package lsp

import (
	"context"
	"strings"

	"dott/matcher/lint"
	linter "dott/runner/lint"
)

// judge has a document judged beside what else happens. Its goroutine goes on as long as
// the document changes under it. The lock is held.
func (s *server) judge(ctx context.Context, d *document) {
	if s.judging[d.uri] {
		return
	}
	s.judging[d.uri] = true
	s.work.Go(func() {
		for {
			s.mu.Lock()
			if d.judged || s.documents[d.uri] != d || ctx.Err() != nil {
				delete(s.judging, d.uri)
				s.mu.Unlock()
				return
			}
			t, o, version, path := d.parsed(), d.options, d.version, d.path
			s.mu.Unlock()

			found := linter.One(t, path, o, linter.FactsOf(&o.Config))

			s.mu.Lock()
			if d.transcript == t { // else it has changed meanwhile
				d.findings, d.judged = found, true
				s.publish(ctx, d, version)
			}
			s.mu.Unlock()
		}
	})
}

// publish tells the client all that is known of a document. The lock is held.
func (s *server) publish(ctx context.Context, d *document, version int) {
	if s.documents[d.uri] == d {
		s.notify(ctx, "textDocument/publishDiagnostics", publishDiagnostics{d.uri, version, diagnosticsOf(d)})
	}
}

// diagnosticsOf returns the findings of a document, and what differed in the last run.
func diagnosticsOf(d *document) []diagnostic {
	all := []diagnostic{}
	for _, findings := range [][]lint.Finding{d.findings, d.outside} {
		for _, f := range findings {
			severity := map[lint.Severity]int{lint.Error: isError, lint.Warning: isWarning, lint.Note: isInformation}[f.Severity]
			all = append(all, diagnostic{d.span(f.Line, f.Start, f.End), severity, f.Rule, source, strings.ToValidUTF8(f.Message, "\uFFFD")})
		}
	}
	for _, h := range differences(d) {
		severity := isError
		if h.old {
			severity = isInformation
		}
		all = append(all, diagnostic{h.where(d), severity, lastRunCode, source, h.message()})
	}
	return all
}

// What diagnostics say of themselves.
const (
	source      = "dott"
	lastRunCode = "last-run"
)

// shellcheck has the commands of a document checked beside what else happens, since that
// takes a process. The lock is held.
func (s *server) shellcheck(ctx context.Context, d *document) {
	t, o := d.parsed(), d.options
	s.work.Go(func() {
		found, err := linter.Shellcheck(ctx, t, o)
		s.mu.Lock()
		defer s.mu.Unlock()
		if err != nil || d.transcript != t {
			return
		}
		d.outside = found
		if d.judged {
			s.publish(ctx, d, d.version)
		}
	})
}
