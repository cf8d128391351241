package project

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"dott/runner/covermap"
	"dott/runner/process"
)

// Lines finds the lines that are other than at a revision, or new, as they are counted
// now: in the files as they lie there, those not tracked included. Since a branch began is
// meant, and not what happened meanwhile where it came from. The files are absolute paths.
func (h *History) Lines(ctx context.Context, rev string) (map[string][]covermap.Span, error) {
	changes, err := h.Since(ctx, rev)
	if err != nil {
		return nil, err
	}
	var out string
	switch h.vcs {
	case "git":
		from := "HEAD"
		if rev != "" {
			if from, err = process.Output(ctx, h.root, "git", "merge-base", rev, "HEAD"); err != nil {
				return nil, fmt.Errorf("where %s and the revision that is checked out have a common ancestor is not known; fetch the whole history: %w", rev, err)
			}
		}
		out, err = process.Output(ctx, h.root, "git", "-c", "core.quotePath=false", "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames",
			"--src-prefix=a/", "--dst-prefix=b/", strings.TrimSpace(from), "--")
	case "hg":
		from := "."
		if rev != "" {
			from = "ancestor(., " + strconv.Quote(rev) + ")"
		}
		out, err = process.Output(ctx, h.root, "hg", "diff", "--git", "--unified", "0", "--rev", from)
	}
	if err != nil {
		return nil, err
	}
	spans := map[string][]covermap.Span{}
	for name, s := range spansOf(out) {
		spans[filepath.Join(h.root, filepath.FromSlash(name))] = s
	}
	for _, path := range changes.Untracked {
		spans[path] = []covermap.Span{{First: 1, Last: math.MaxInt32}}
	}
	return spans, nil
}

// spansOf returns the lines that a diff without context adds, by the files' names.
func spansOf(diff string) map[string][]covermap.Span {
	spans, file, left := map[string][]covermap.Span{}, "", 0
	for line := range strings.Lines(diff) {
		line = strings.TrimRight(line, "\r\n")
		if left > 0 && line != "" && (line[0] == '+' || line[0] == '-') { // text, whatever it looks like
			left--
			continue
		}
		if name, ok := strings.CutPrefix(line, "+++ "); ok {
			file = ""
			name = strings.TrimSuffix(name, "\t")
			if strings.HasPrefix(name, `"`) {
				if text, err := strconv.Unquote(name); err == nil {
					name = text
				}
			}
			if name, ok := strings.CutPrefix(name, "b/"); ok {
				file = name
			}
			continue
		}
		hunk, ok := strings.CutPrefix(line, "@@ -")
		if !ok {
			continue
		}
		old, rest, _ := strings.Cut(hunk, " +")
		now, _, _ := strings.Cut(rest, " @@")
		_, removed := numbers(old)
		first, added := numbers(now)
		left = removed + added
		if file != "" && added > 0 {
			spans[file] = append(spans[file], covermap.Span{First: first, Last: first + added - 1})
		}
	}
	return spans
}

// numbers reads FIRST,COUNT, or FIRST of 1.
func numbers(text string) (first, count int) {
	f, c, several := strings.Cut(text, ",")
	first, _ = strconv.Atoi(f)
	if !several {
		return first, 1
	}
	count, _ = strconv.Atoi(c)
	return first, count
}
