package lint

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"dott/matcher"
	"dott/runner/atomicfile"
)

// Fix makes the safe fixes of some files, and returns how many that were. Fixes of one
// line are made one after another: whoever calls it checks the files again.
func Fix(files []File) (fixed int, err error) {
	for i := range files {
		edits := safeEdits(&files[i])
		if len(edits) == 0 {
			continue
		}
		if err := Replace(files[i].Path, files[i].Data, files[i].transcript.Apply(edits)); err != nil {
			return fixed, fmt.Errorf("%s: %w", files[i].Name, err)
		}
		fixed += len(edits)
	}
	return fixed, nil
}

// safeEdits returns the edits of safe fixes that do not touch one another.
func safeEdits(f *File) (edits []matcher.Edit) {
	var all []matcher.Edit
	for _, found := range f.Findings {
		if found.Fix != nil && found.Fix.Safe {
			all = append(all, found.Fix.Edits...)
		}
	}
	slices.SortStableFunc(all, func(a, b matcher.Edit) int { return cmp.Compare(a.Start, b.Start) })
	for _, e := range all {
		if n := len(edits); n == 0 || e.Start >= edits[n-1].End && e.Start != edits[n-1].Start {
			edits = append(edits, e)
		}
	}
	return edits
}

// Replace puts a text in the place of a file's, unless the file changed meanwhile. Where
// its name is a link, what that leads to is replaced.
func Replace(path, was, text string) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	return atomicfile.Replace(path, was, text)
}
