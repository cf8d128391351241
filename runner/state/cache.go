package state

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
)

// Cache returns the folder for what a project keeps under a name, installed
// versions say, or "" when there is no place to keep anything. It need not exist.
func (p *Project) Cache(name string) string {
	if p.dir == "" {
		return ""
	}
	return filepath.Join(p.dir, name)
}

// LockOf returns the lock of a file that projects may share, or "" when there is no
// place for one. It does not lie beside the file, which may be under version control.
func (p *Project) LockOf(file string) string {
	if p.dir == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(file))
	return filepath.Join(filepath.Dir(p.dir), "locks", hex.EncodeToString(sum[:8]))
}
