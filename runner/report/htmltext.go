package report

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"dott/runner/event"
	"dott/runner/report/marks"
	"dott/runner/report/printable"
)

// htmlDiff returns a unified diff with each line marked as what it is, and in it
// what changed.
func htmlDiff(diff string) string {
	var b strings.Builder
	marks.Paint(printable.Diff(diff), func(kind marks.Kind, parts []marks.Part, end string) {
		fmt.Fprintf(&b, `<span class="%s">`, [...]string{marks.Unchanged: "c", marks.Heading: "h", marks.Hunk: "u", marks.Removed: "r", marks.Added: "a"}[kind])
		for _, p := range parts {
			if p.Changed {
				b.WriteString("<mark>" + escapeHTML(p.Text) + "</mark>")
			} else {
				b.WriteString(escapeHTML(p.Text))
			}
		}
		b.WriteString(end + "</span>")
	})
	return b.String()
}

func htmlName(e event.Event) string { return htmlPath(e.Test) + htmlSuffix(e) }

func htmlSuffix(e event.Event) string {
	if suffix := suffix(e); suffix != "" {
		return `<span class="cell">` + htmlText(suffix) + "</span>"
	}
	return ""
}

// htmlPath returns a path with its last part marked.
func htmlPath(path string) string {
	n := strings.LastIndexByte(path, '/') + 1
	return htmlText(path[:n]) + "<b>" + htmlText(path[n:]) + "</b>"
}

// htmlText returns text for an element or a quoted attribute. What would not be
// seen, or would not come through, is written as \xHH.
func htmlText(s string) string { return escapeHTML(printable.Text(s, "\n\t")) }

func htmlSeconds(s float64) string { return htmlText(seconds4(s)) }

// seconds4 writes a time with as many digits as one wants to read.
func seconds4(s float64) string {
	switch {
	case s < 0.9995:
		return strconv.FormatFloat(1000*s, 'f', 0, 64) + " ms"
	case s < 59.95:
		return fmt.Sprintf("%.1f s", s)
	}
	return clock(seconds(s + 0.5))
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// sourceHash names a style or a script to the policy of the page.
func sourceHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

var htmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// escapeHTML escapes text for HTML, in elements and in quoted attributes.
func escapeHTML(s string) string { return htmlEscapes.Replace(s) }
