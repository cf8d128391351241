package event

import (
	"cmp"
	"slices"
	"strings"
)

// An Axis is the versions of an axis of the matrix in their order, also those that
// the run did not have.
type Axis struct {
	Name     string   `json:"name"`
	Versions []string `json:"versions"`
}

// CompareCells orders the cells of a matrix by their names, as a run has them: the
// default one first, then by the versions of one axis after the other. A version that
// no axis has comes last, and cells of which nothing is known are equal.
func CompareCells(axes []Axis, a, b string) int {
	if a == b || a == "" || b == "" {
		return cmp.Compare(min(1, len(a)), min(1, len(b)))
	}
	at := func(cell string) (places []int) {
		versions := map[string]string{}
		for part := range strings.SplitSeq(cell, ",") {
			name, version, _ := strings.Cut(part, "=")
			versions[name] = version
		}
		for _, axis := range axes {
			i := -1
			if v, ok := versions[axis.Name]; ok {
				if i = slices.Index(axis.Versions, v); i < 0 {
					i = len(axis.Versions)
				}
			}
			places = append(places, i)
		}
		return places
	}
	return slices.Compare(at(a), at(b))
}

// joinAxes adds the axes of another run. Versions that the one does not know stand
// behind those that are before them in the other.
func joinAxes(axes, more []Axis) []Axis {
	for _, m := range more {
		i := slices.IndexFunc(axes, func(a Axis) bool { return a.Name == m.Name })
		if i < 0 {
			axes = append(axes, Axis{m.Name, slices.Clone(m.Versions)})
			continue
		}
		at := 0
		for _, v := range m.Versions {
			if k := slices.Index(axes[i].Versions, v); k >= 0 {
				at = k + 1
				continue
			}
			axes[i].Versions = slices.Insert(axes[i].Versions, at, v)
			at++
		}
	}
	slices.SortStableFunc(axes, func(a, b Axis) int { return cmp.Compare(a.Name, b.Name) })
	return axes
}
