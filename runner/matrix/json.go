package matrix

import (
	"encoding/json"
	"io"
	"strings"
)

// WriteGitHub writes cells as GitHub Actions takes them for strategy.matrix, by
// fromJSON: each with its name as "cell", which selects it again, and its
// versions by axis.
func WriteGitHub(w io.Writer, cells []Cell) error {
	include := make([]map[string]string, len(cells))
	for i, c := range cells {
		include[i] = map[string]string{"cell": name(c)}
		for _, v := range c.Versions {
			include[i][v.Axis] = v.Name
		}
	}
	return writeJSON(w, map[string]any{"include": include})
}

// WriteGitLab writes cells as GitLab CI takes them for parallel:matrix, for JSON is
// YAML: a list with an entry for each cell, of variables: CELL, and each axis in
// capitals.
func WriteGitLab(w io.Writer, cells []Cell) error {
	entries := make([]map[string][]string, len(cells))
	for i, c := range cells {
		entries[i] = map[string][]string{"CELL": {name(c)}}
		for _, v := range c.Versions {
			entries[i][variable(v.Axis)] = []string{v.Name}
		}
	}
	return writeJSON(w, entries)
}

// name is what selects a cell.
func name(c Cell) string {
	if c.Name == "" {
		return "default"
	}
	return c.Name
}

// variable makes the name of a variable of that of an axis.
func variable(axis string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		}
		return '_'
	}, axis)
}

// writeJSON writes one line.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
