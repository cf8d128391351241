//go:build unix

package review

import (
	"os"
	"path/filepath"
	"syscall"

	"github.com/google/renameio/v2"
)

// replace puts new content in the place of an existing file.
func replace(path string, data []byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithStaticPermissions(info.Mode().Perm()))
	if err != nil {
		return err
	}
	defer func() { _ = f.Cleanup() }()
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		// Only root may give a file away; for anybody else it is their own already.
		_ = f.Chown(int(st.Uid), int(st.Gid))
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.CloseAtomicallyReplace()
}
