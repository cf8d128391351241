// Package copytree copies the directories of services: what was prepared once goes to each
// instance in this way.
package copytree

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// Copy copies a directory to a place where there is none, or an empty one, with
// modes and, for root, owners. The files are copied by several goroutines: a data
// directory has a thousand small ones. Where the file system can share blocks
// between files, nothing is copied at all. Sockets and pipes are left out: they are
// of processes that have ended. It returns how many bytes the files have.
func Copy(ctx context.Context, from, to string) (bytes int64, err error) {
	type file struct {
		from, to string
		info     fs.FileInfo
	}
	var (
		dirs  []file
		files = make(chan file, 64)
		all   sync.WaitGroup
		mu    sync.Mutex
		first error
	)
	failed := func(err error) bool {
		mu.Lock()
		defer mu.Unlock()
		if first == nil {
			first = err
		}
		return first != nil
	}
	for range max(2, runtime.NumCPU()) {
		all.Go(func() {
			c := Copier{}
			for f := range files {
				if !failed(context.Cause(ctx)) {
					failed(c.File(f.from, f.to, f.info))
				}
			}
		})
	}
	err = filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir():
			dirs = append(dirs, file{path, target, info})
			if err := os.Mkdir(target, 0o700); err != nil && !(errors.Is(err, fs.ErrExist) && rel == ".") {
				return err
			}
		case info.Mode().Type() == fs.ModeSymlink:
			text, err := os.Readlink(path)
			if err == nil {
				err = os.Symlink(text, target)
			}
			if err != nil {
				return err
			}
			return Chown(target, info)
		case info.Mode().IsRegular():
			bytes += info.Size()
			files <- file{path, target, info}
		}
		if failed(nil) {
			return fs.SkipAll
		}
		return nil
	})
	close(files)
	all.Wait()
	if first != nil {
		err = first
	}
	if err != nil {
		return 0, err
	}
	// Last, and from the inside out: one that cannot be written is complete by now.
	for i := len(dirs) - 1; i >= 0; i-- {
		d := dirs[i]
		if err := errors.Join(Chown(d.to, d.info), os.Chmod(d.to, d.info.Mode()), os.Chtimes(d.to, d.info.ModTime(), d.info.ModTime())); err != nil {
			return 0, err
		}
	}
	return bytes, nil
}

// A Copier copies files, and remembers that the file system cannot share blocks.
type Copier struct{ plain bool }

// File copies one file, which is not there yet.
func (c *Copier) File(from, to string, info fs.FileInfo) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	if info.Size() > 0 {
		if c.plain || !clone(dst, src) {
			c.plain = true
			if _, err := io.Copy(dst, src); err != nil {
				return err
			}
		}
	}
	// The owner first: to change it takes away set-user-id.
	if err := Chown(to, info); err != nil {
		return err
	}
	if err := dst.Chmod(info.Mode()); err != nil {
		return err
	}
	return os.Chtimes(to, info.ModTime(), info.ModTime())
}
