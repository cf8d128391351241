package feature

import (
	"fmt"
	"slices"
	"strings"
)

// A Selection is what `--matrix` selects: the axes to vary, and for each which of
// its versions. An axis that is not named is as PATH has it.
type Selection struct {
	Axes    []string          // in the order of the configuration
	Choices map[string]Choice // by the axis's name
}

// ParseSelection reads a selection among the given axes: `all`, `default` (no axis
// at all), or axes with or without versions: `git`, `git=2.30,2.40`, `git>=2.30`,
// `git>=2.30,<2.40`, several separated by blanks or commas. The name of a cell,
// `git=2.40,python=3.11`, selects that cell.
func ParseSelection(s string, axes []string) (Selection, error) {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r' })
	sel := Selection{Choices: map[string]Choice{}}
	switch {
	case len(words) == 0:
		return Selection{}, fmt.Errorf("no axis is selected; %s", selectable(axes))
	case len(words) == 1 && words[0] == "default" && !slices.Contains(axes, "default"):
		return sel, nil
	case len(words) == 1 && words[0] == "all" && !slices.Contains(axes, "all"):
		if len(axes) == 0 {
			return Selection{}, fmt.Errorf("no axis is configured; an axis is a section such as [matrix.git]")
		}
		sel.Axes = slices.Clone(axes)
		for _, a := range axes {
			sel.Choices[a] = Choice{}
		}
		return sel, nil
	}
	axis, alternatives := "", false // of the words before, and whether they were versions behind a =
	for _, word := range words {
		name, rest := word, ""
		if i := strings.IndexAny(word, "=!<>"); i >= 0 {
			name, rest = word[:i], word[i:]
		}
		op, version := cutOperator(rest)
		switch {
		case rest == "" && alternatives && !slices.Contains(axes, word):
			name, op, version = axis, "=", word
		case name == "" && axis != "":
			name = axis
		case !slices.Contains(axes, name):
			return Selection{}, fmt.Errorf("no axis %q; %s", name, selectable(axes))
		}
		if op == "" && (rest != "" || version != "") || op != "" && (version == "" || strings.ContainsAny(version, "=!<>")) {
			return Selection{}, fmt.Errorf("%q does not compare a version; as in %s>=2.30", word, name)
		}
		c := sel.Choices[name]
		if op != "" {
			c.compare(op, version)
		}
		sel.Choices[name] = c
		axis, alternatives = name, op == "="
	}
	for _, a := range axes {
		if _, ok := sel.Choices[a]; ok {
			sel.Axes = append(sel.Axes, a)
		}
	}
	return sel, nil
}

func selectable(axes []string) string {
	if len(axes) == 0 {
		return "none is configured"
	}
	return "there are " + strings.Join(axes, ", ")
}
