// Package docs has the pages of the documentation, for dott help.
package docs

import (
	"embed"
	"io/fs"
	"strings"
)

// Pages are the files.
//
//go:embed *.md
var Pages embed.FS

// Topics are the names of the pages, in order.
func Topics() (names []string) {
	pages, _ := fs.Glob(Pages, "*.md")
	for _, p := range pages {
		names = append(names, strings.TrimSuffix(p, ".md"))
	}
	return names
}

// Index has the names of the pages in lines of a width.
func Index(width int) string {
	var b strings.Builder
	used := 0
	for i, name := range Topics() {
		switch {
		case i == 0:
		case used+len(name)+2 > width:
			b.WriteString(",\n")
			used = 0
		default:
			b.WriteString(", ")
			used += 2
		}
		b.WriteString(name)
		used += len(name)
	}
	return b.String() + "\n"
}
