package lsp

import (
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/generalize"
	"dott/matcher/lint"
	"dott/matcher/transcript"
)

// fixAll is the kind of the action that makes all safe fixes.
const fixAll = "source.fixAll.dott"

// actionsIn returns what can be done about the lines of a range.
func actionsIn(d *document, r textRange, only []string) any {
	actions := []codeAction{}
	wants := func(kind string) bool {
		return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return kind == o || strings.HasPrefix(kind, o+".") })
	}
	if wants("quickfix") {
		actions = append(actions, fixesIn(d, r)...)
		actions = append(actions, acceptsIn(d, r)...)
	}
	if slices.ContainsFunc(only, func(o string) bool { return strings.HasPrefix(fixAll, o) }) {
		if edits := safeEdits(d); len(edits) > 0 {
			actions = append(actions, codeAction{Title: "Make all safe fixes", Kind: fixAll, Edit: d.asEdit(edits)})
		}
	}
	return actions
}

// safeEdits returns the edits of all safe fixes.
func safeEdits(d *document) (edits []matcher.Edit) {
	for _, f := range d.findings {
		if f.Fix == nil || !f.Fix.Safe {
			continue
		}
		for _, e := range f.Fix.Edits {
			if n := len(edits); n == 0 || e.Start >= edits[n-1].End {
				edits = append(edits, e)
			}
		}
	}
	return edits
}

// fixesIn returns the fixes of findings, and for each rule one to ignore it.
func fixesIn(d *document, r textRange) (actions []codeAction) {
	for _, f := range slices.Concat(d.findings, d.outside) {
		if f.Line < r.Start.Line || f.Line > r.End.Line {
			continue
		}
		if f.Fix != nil {
			actions = append(actions, codeAction{Title: f.Fix.Title, Kind: "quickfix", Edit: d.asEdit(f.Fix.Edits), IsPreferred: f.Fix.Safe})
		}
		if e, ok := ignoring(d, f); ok {
			actions = append(actions, codeAction{Title: "Ignore " + f.Rule + " here", Kind: "quickfix", Edit: d.asEdit([]matcher.Edit{e})})
		}
	}
	return actions
}

// ignoring returns the edit that ignores a finding: a comment above the line, or where
// that is in a command, above the command.
func ignoring(d *document, f lint.Finding) (matcher.Edit, bool) {
	t := d.parsed()
	if transcript.IsMarkdown(d.path) || f.Line >= len(t.Lines) || f.Severity == lint.Error {
		return matcher.Edit{}, false
	}
	at := f.Line
	switch l := t.Lines[at]; l.Kind {
	case transcript.Command, transcript.Continuation, transcript.Inline, transcript.InlineMore, transcript.Input:
		if code := t.Blocks[l.Block].Code; len(code) > 0 {
			at = code[0]
		}
	}
	new := []string{"# dott:ignore " + f.Rule}
	if at == 0 {
		new = append([]string{""}, new...) // at the very top it would be for all of the file
	}
	return matcher.Edit{Start: at, End: at, New: new}, true
}

// acceptsIn returns the actions that accept what the last run printed. Those of several
// cases and cells are joined as `dott accept` does it, in the file.
func acceptsIn(d *document, r textRange) (actions []codeAction) {
	all := differences(d)
	var edits []matcher.Edit
	accepts := func(title string, edits []matcher.Edit, preferred bool) {
		edits = transcript.Complete(d.parsed(), edits)
		actions = append(actions, codeAction{Title: title, Kind: "quickfix", Edit: d.asEdit(edits), IsPreferred: preferred})
	}
	inside := false
	for _, h := range all {
		if h.why != "" {
			continue
		}
		edits = append(edits, h.Edit)
		if at := h.where(d); at.End.Line < r.Start.Line || at.Start.Line > r.End.Line {
			continue
		}
		if !h.only {
			c := command{"Accept this change in all cases and cells", acceptCommand, []any{d.uri, h.was + 1}}
			if !slices.ContainsFunc(actions, func(a codeAction) bool { return a.Title == c.Title }) {
				actions = append(actions, codeAction{Title: c.Title, Kind: "quickfix", Command: &c})
			}
			continue
		}
		inside = true
		accepts("Accept this change", []matcher.Edit{h.Edit}, true)
		if g, ok := globbed(d.parsed(), h.Edit); ok {
			accepts("Accept this change as glob", []matcher.Edit{g}, false)
		}
	}
	if inside && len(edits) > 1 {
		accepts("Accept all changes of this file", edits, false)
	}
	return actions
}

// globbed returns an edit with a pattern for the old and the new form of each replaced
// line. It reports false where they have nothing in common.
func globbed(t *transcript.Transcript, e matcher.Edit) (matcher.Edit, bool) {
	found := false
	g := matcher.Edit{Start: e.Start, End: e.End, New: slices.Clone(e.New)}
	for k := range min(len(e.New), e.End-e.Start) {
		n := e.Start + k
		text, ok := t.ReadOutput(n, e.New[k])
		if !ok || t.Lines[n].Kind != transcript.Output {
			continue
		}
		is := matcher.Parse(text)
		if p, ok := generalize.Lines([]string{t.Lines[n].Text, text}); ok && p != is.Plain {
			g.New[k], found = t.WriteOutput(n, p), true
		}
	}
	return g, found
}

// Commands of code lenses and actions. The server runs tests itself; a shell needs a terminal, which
// the client has.
const (
	runCommand    = "dott.run"
	acceptCommand = "dott.accept"
	shellCommand  = "dott.shell"
)

// lensesOf returns what can be run: the file, and where dott has a shell for that, the
// file up to each command.
func lensesOf(d *document, shell bool) any {
	lenses := []codeLens{}
	t := d.parsed()
	if !t.HasCommands() {
		return lenses
	}
	top := textRange{}
	lenses = append(lenses, codeLens{top, command{"run this file", runCommand, []any{d.uri}}})
	for _, b := range t.Blocks[1:] {
		if shell && len(b.Code) > 0 {
			n := b.Code[0]
			lenses = append(lenses, codeLens{d.span(n, 0, 0), command{"run to here", shellCommand, []any{d.uri, n + 1}}})
		}
	}
	return lenses
}
