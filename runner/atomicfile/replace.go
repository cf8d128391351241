package atomicfile

import (
	"errors"
	"os"
	"time"
)

// A replacement puts new content in the place of a file, at a moment when an
// editor may save the same file. Whatever is saved, before, while or after we
// write, is what the file has in the end. Its life:
//
//  1. The new content goes into a file of its own, the draft, beside the old one,
//     with the mode, the owner and the extended attributes (so also the access
//     control lists) of the old one. Where one of them cannot be kept, we stop.
//  2. The old file is compared with what was read when the test ran.
//  3. The two names are exchanged in one step, and what came out under the
//     draft's name is compared with what was read. If it is another file, or has
//     another content, somebody saved in between: it is put back.
//  4. What now has the draft's name is what nobody needs, and it is removed.
//
// An editor that writes in place may open the old file before the exchange and
// write after it. A lease (see F_SETLEASE in fcntl(2)) tells of that: the system
// refuses it while somebody has the file open for writing, and while we have it,
// whoever opens the file for writing waits until we give it back. Before we do, we
// put the old file back, and the editor never knows that we were there.
//
// Where names cannot be exchanged, the old file is compared once more directly
// before the draft takes its name, and where there are no leases, what came out is
// watched for some time. Either leaves a moment in which a save can be lost.
//
// A file that is one of several hard links is parted from the others, which keep
// the old content.
type replacement struct {
	path      string // of the file, which is no link
	was, text string
	patience  time.Duration // how long to wait for those who have the file open for writing

	// For tests: what is called between the steps, and what the system does not have.
	step                  func()
	noLeases, noExchanges bool
}

// ErrChanged is the error for a file that is no longer the one that was read. In
// dott, that is one whose tests have been run.
var ErrChanged = errors.New("it changed on disk since it was run")

// errBusy is the error for a file that somebody is about to change.
var errBusy = errors.New("another program has it open for writing")

// Replace puts a text in the place of the one that a file was read with, and keeps
// all else that the file has. Where the file has another text by then, or cannot be
// replaced without losing what others write, it stays, and there is an error. path
// is no link. An editor has a file open for writing for some milliseconds, so a
// second of patience is plenty.
func Replace(path, was, text string) error {
	r := replacement{path: path, was: was, text: text, patience: time.Second}
	return r.do()
}

func (r *replacement) between() {
	if r.step != nil {
		r.step()
	}
}

// fill writes the new text into the draft, and gives it the attributes of the old
// file, which it returns. The data are on the disk before the name is.
func (r *replacement) fill(draft, old *os.File) (attributes, error) {
	kept, err := attributesOf(old)
	if err != nil {
		return kept, err
	}
	if _, err := draft.WriteString(r.text); err != nil {
		return kept, err
	}
	// After the content, since the system takes the mode's setuid bit and the like
	// from a file that is written.
	if err := kept.give(draft); err != nil {
		return kept, err
	}
	return kept, draft.Sync()
}
