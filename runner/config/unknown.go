package config

import (
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
)

func (d *decoder) unknownKey(key string, known iter.Seq[string], at, in place) {
	hint := didYouMean(Nearest(key, known), "%q")
	if in.section == "env" && key == strings.ToUpper(key) {
		hint = fmt.Sprintf("; to set a variable, write set = { %s = \"...\" }", key)
	}
	d.add(at, "unknown key %q in %s%s", key, in, hint)
}

func (d *decoder) unknownSection(key string, v any, at place) {
	switch v.(type) {
	case map[string]any, []any:
		nearest := Nearest(key, sections())
		if nearest == "override" || nearest == "substitute" || nearest == "foreign" || nearest == "matrix-exclude" {
			nearest = "[" + nearest + "]"
		}
		d.add(at, "unknown section [%s]%s", shown(key), didYouMean(nearest, "[%s]"))
		return
	}
	hint := ""
	if slices.Contains(slices.Collect(d.runKeys()), key) {
		hint = "; it belongs below a line [run]"
	}
	d.add(at, "key %q is in no section%s", key, hint)
}

func sections() iter.Seq[string] { return maps.Keys(fieldsOf(reflect.TypeFor[Config]()).named) }

func didYouMean(name, format string) string {
	if name == "" {
		return ""
	}
	return "; did you mean " + fmt.Sprintf(format, name) + "?"
}

// Nearest returns the name that a wrong one is most likely meant to be, or "". Of a short
// one at most half may be wrong, and of a long one a third.
func Nearest(wrong string, names iter.Seq[string]) string {
	best, bestDistance := "", min(len(wrong)/2, max(2, len(wrong)/3))+1
	for _, name := range slices.Sorted(names) {
		if n := distance(wrong, name); n < bestDistance {
			best, bestDistance = name, n
		}
	}
	return best
}

// distance is the number of letters to change to get from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
