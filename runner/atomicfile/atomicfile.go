// Package atomicfile writes files that nobody ever reads half of: those that dott can
// make again, such as its state and its reports.
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// Write lets write write a file, and puts it in the place of what there is when
// that went well: nobody ever reads half of one. It has the permissions mode, less
// the umask's. It is not synced, for what a crash of the machine could take is
// made again by another run.
func Write(path string, mode fs.FileMode, write func(io.Writer) error) error {
	name := "." + filepath.Base(path) + "." + strconv.FormatUint(rand.Uint64(), 36)
	f, err := os.OpenFile(filepath.Join(filepath.Dir(path), name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 64<<10)
	err = errors.Join(write(b), b.Flush(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
