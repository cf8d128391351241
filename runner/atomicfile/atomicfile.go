// Package atomicfile writes files that nobody ever reads half of. There are two
// kinds of them.
//
// Those that dott can make again, such as its state and its reports, are written by
// [Write]: into a file beside the old one, which then takes its name. Nobody else
// writes them, so what was there before does not matter.
//
// Those that people write, such as tests, are written by [Replace], and by [Create]
// where there was none. An editor may save such a file at any moment, so what is
// replaced is exactly the text that was read, and what somebody saved is never lost.
// A replacement has the mode, the owner and the attributes of the old file, and is
// synced; it costs what the disk takes for that, and a millisecond in which to see
// whether somebody saves (20 where the system does not tell).
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
	return writeFile(path, mode, write, (*os.File).Close)
}

// WriteSynced is Write for what cannot be made again: when it returns, a crash of the
// machine cannot take it any more.
func WriteSynced(path string, mode fs.FileMode, write func(io.Writer) error) error {
	return writeFile(path, mode, write, func(f *os.File) error { return errors.Join(f.Sync(), f.Close()) })
}

func writeFile(path string, mode fs.FileMode, write func(io.Writer) error, closeFile func(*os.File) error) error {
	f, err := os.OpenFile(beside(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 64<<10)
	err = errors.Join(write(b), b.Flush(), closeFile(f))
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// beside returns a name for a file that is to take the place of another: in its
// directory, hidden, and one that shows whose it is if we are killed before.
func beside(path string) string {
	base := filepath.Base(path)
	base = base[:min(len(base), 200)] // names have 255 bytes at most
	return filepath.Join(filepath.Dir(path), "."+base+".dott-"+strconv.FormatUint(rand.Uint64(), 36))
}
