package covermap

import (
	"maps"
	"slices"
)

// A mapBuilder makes a map in which nothing stands twice.
type mapBuilder struct {
	m     *Map
	files map[fileState]int
	sets  map[lineSet]int
}

func newMapBuilder() *mapBuilder {
	return &mapBuilder{newMap(), map[fileState]int{}, map[lineSet]int{}}
}

// add adds the tests of a run.
func (b *mapBuilder) add(root string, origin int, r *Run) {
	states := map[string]int{}
	file := func(name string) int {
		at, ok := states[name]
		if !ok {
			f := stateOf(root, name)
			if f.time > r.Began.UnixNano() {
				// It changed during the run: nobody knows what was measured.
				f.sum = [sumSize]byte{}
			}
			at = b.file(f)
			states[name] = at
		}
		return at
	}
	for _, t := range r.Tests {
		if len(t.Covered) == 0 {
			continue // nothing is known of it
		}
		record := testRecord{passed: t.Passed, origin: origin, file: file(NameIn(root, t.File))}
		for _, name := range slices.Sorted(maps.Keys(t.Covered)) {
			record.sets = append(record.sets, b.set(file(name), t.Covered[name]))
		}
		b.m.tests[t.Key] = record
	}
}

func (b *mapBuilder) origin(o Origin) int {
	for i, other := range b.m.origins {
		if other.how == o.how && other.revision == o.revision && slices.Equal(other.files, o.files) {
			return i
		}
	}
	b.m.origins = append(b.m.origins, o)
	return len(b.m.origins) - 1
}

func (b *mapBuilder) file(f fileState) int {
	i, ok := b.files[f]
	if !ok {
		i = len(b.m.files)
		b.files[f] = i
		b.m.files = append(b.m.files, f)
	}
	return i
}

func (b *mapBuilder) set(file int, lines string) int {
	s := lineSet{file, lines}
	i, ok := b.sets[s]
	if !ok {
		i = len(b.m.sets)
		b.sets[s] = i
		b.m.sets = append(b.m.sets, s)
	}
	return i
}
