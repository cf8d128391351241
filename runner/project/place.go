package project

import (
	"path/filepath"

	"dott/runner/state"
)

// Place returns where a folder is in its repository, with slashes; "" is its root, or
// that there is no repository. In the project it is below there, which is the same in a
// repository and else below the project's own root.
func Place(dir string) (inRepository, inProject string) {
	real := dir
	if r, err := filepath.EvalSymlinks(dir); err == nil {
		real = r
	}
	if root, _ := Repository(real); root != "" {
		in := below(root, real)
		return in, in
	}
	return "", below(state.Root(dir), dir)
}

// below returns a folder's path from one that it is in; "" is that folder itself.
func below(root, dir string) string {
	rel, err := filepath.Rel(root, dir)
	if err != nil || rel == "." {
		return ""
	}
	return filepath.ToSlash(rel)
}
