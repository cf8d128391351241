package coverage

import (
	"os"
	"path/filepath"

	"dott/runner/covermap"
)

// name returns the name of a file by its path, "" if it is not below the folder
// whose files count. A path may be relative to the configuration's folder, or to
// the one whose files count.
func (s *Session) name(path string) string {
	if name, ok := s.names.Load(path); ok { // every test has the same ones
		return name.(string)
	}
	name := s.findName(path)
	s.names.Store(path, name)
	return name
}

func (s *Session) findName(path string) string {
	if !filepath.IsAbs(path) {
		inSource := filepath.Join(s.source, path)
		path = filepath.Join(s.base, path)
		if _, err := os.Lstat(path); err != nil {
			if _, err := os.Lstat(inSource); err == nil {
				path = inSource
			}
		}
	}
	path = filepath.Clean(path)
	if rel, err := filepath.Rel(s.source, path); err != nil || !filepath.IsLocal(rel) {
		real, err := filepath.EvalSymlinks(path)
		if err != nil {
			return ""
		}
		if rel, err := filepath.Rel(s.source, real); err != nil || !filepath.IsLocal(rel) {
			return ""
		}
		path = real
	}
	if rel, err := filepath.Rel(s.root, path); err == nil && filepath.IsLocal(rel) {
		path = rel
	}
	return filepath.ToSlash(path)
}

// keep leaves only those files in a profile that are not excluded.
func (s *Session) keep(p Profile) {
	for file := range p {
		rel, err := filepath.Rel(s.base, covermap.InRoot(s.root, file))
		if err == nil && covermap.MatchesAny(s.Config.Exclude, filepath.ToSlash(rel)) {
			delete(p, file)
		}
	}
}
