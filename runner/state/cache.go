package state

import "path/filepath"

// Cache returns the folder for what a project keeps under a name, installed
// versions say, or "" when there is no place to keep anything. It need not exist.
func (p *Project) Cache(name string) string {
	if p.dir == "" {
		return ""
	}
	return filepath.Join(p.dir, name)
}
