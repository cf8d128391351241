package report

import (
	"strings"

	"dott/runner/report/marks"
)

const (
	bold, red, green, cyan = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m"
	marked, unmarked       = "\x1b[7m", "\x1b[27m"
	reset                  = "\x1b[0m"
)

// Colors returns a unified diff, or a part of one, with colours for a terminal.
// In lines that were replaced one by one, what changed inside them is marked.
func Colors(diff string) string {
	var b strings.Builder
	marks.Paint(diff, func(kind marks.Kind, parts []marks.Part, end string) {
		color := map[marks.Kind]string{marks.Heading: bold, marks.Hunk: cyan, marks.Removed: red, marks.Added: green}[kind]
		b.WriteString(color)
		for _, p := range parts {
			if p.Changed {
				b.WriteString(marked + p.Text + unmarked)
			} else {
				b.WriteString(p.Text)
			}
		}
		if color != "" {
			b.WriteString(reset)
		}
		b.WriteString(end)
	})
	return b.String()
}
