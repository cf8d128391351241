package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// How long what came out is watched before it is removed. Whoever looked up
	// the name before the exchange opens the file within microseconds, and the lease
	// says so. Without one, only what has been written can be seen.
	settleTime       = time.Millisecond
	settleTimeUnsure = 20 * time.Millisecond

	// How long to wait for the lease of the draft, which a process that is being
	// started may have open for a moment, until it executes its program.
	draftPatience = 50 * time.Millisecond

	// How often to put back what somebody saves anew each time.
	putBackRounds = 100
)

// A held file is one that we have open, so that we know it whatever its name is.
type held struct {
	*os.File
	text   string // that it is to have
	leased bool
}

// hold opens a file. What is not a regular file any more was changed.
func hold(path, text string) (*held, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if errors.Is(err, unix.ELOOP) {
		return nil, ErrChanged
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(ErrChanged, err, f.Close())
	}
	return &held{File: f, text: text}, nil
}

// lease waits for a lease: another may have the file open for writing.
func (h *held) lease(patience time.Duration) error {
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		_, err := unix.FcntlInt(h.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
		h.leased = err == nil
		if h.leased || err != unix.EAGAIN && err != unix.EINTR || time.Now().After(end) {
			return err
		}
	}
}

// close lets those go on who wait for the file. It gives back the lease first,
// since a process that is being started may share what we close.
func (h *held) close() {
	if h.leased {
		_, _ = unix.FcntlInt(h.Fd(), unix.F_SETLEASE, unix.F_UNLCK)
	}
	_ = h.Close()
}

// untouched reports whether the file has the text that it is to have, and nobody
// is about to change it as far as we can know.
func (h *held) untouched() bool {
	if h.leased {
		// When somebody waits for it, a lease is said to be what it must become.
		is, err := unix.FcntlInt(h.Fd(), unix.F_GETLEASE, 0)
		return err == nil && is == unix.F_RDLCK
	}
	return h.same()
}

// same reports whether the file has the text that it is to have.
func (h *held) same() bool {
	data, err := io.ReadAll(io.NewSectionReader(h, 0, int64(len(h.text))+1))
	return err == nil && string(data) == h.text
}

// at reports whether the file is the one that has a name.
func (h *held) at(name string) bool {
	a, err := h.Stat()
	if err != nil {
		return false
	}
	b, err := os.Lstat(name)
	return err == nil && os.SameFile(a, b)
}

func (r *replacement) do() (err error) {
	old, err := hold(r.path, r.was)
	if err != nil {
		return err
	}
	defer old.close()
	r.between()
	draft, err := draft(r.path, 0o600)
	if err != nil {
		return err
	}
	name := draft.Name()
	spare := true // whatever has the draft's name is to be removed
	defer func() {
		if spare {
			err = errors.Join(err, os.Remove(name))
		}
	}()
	kept, err := r.fill(draft, old.File)
	if err := errors.Join(err, draft.Close()); err != nil {
		return err
	}
	// There are no leases of what is open for writing, so it is opened anew.
	fresh, err := hold(name, r.text)
	if err != nil {
		return err
	}
	defer fresh.close()
	r.between()
	// Over NFS, every lease is refused as if the file were busy, so also that of
	// the draft, which nobody else knows.
	if !r.noLeases && fresh.lease(draftPatience) == nil {
		if old.lease(r.patience) == unix.EAGAIN {
			return errBusy
		}
	}
	r.between()
	unchanged := func() bool {
		now, err := attributesOf(old.File)
		return err == nil && now.equal(kept) && old.same()
	}
	if !unchanged() {
		return ErrChanged
	}
	r.between()
	err = r.exchange(name)
	switch {
	case err == unix.EINVAL || err == unix.ENOSYS || err == unix.ENOTSUP:
		if !old.at(r.path) || !old.untouched() || !unchanged() {
			return ErrChanged
		}
		spare = false
		return os.Rename(name, r.path)
	case err == unix.ENOENT:
		return ErrChanged
	case err != nil:
		return fmt.Errorf("exchanging it with %s: %w", name, err)
	}
	r.between()
	if old.leased {
		time.Sleep(settleTime)
	} else {
		time.Sleep(settleTimeUnsure)
	}
	r.between()
	if old.at(name) && old.untouched() && unchanged() {
		return nil
	}
	spare = false
	if err := r.putBack(name, fresh); err != nil {
		return fmt.Errorf("%w, and what was saved lies in %s: %w", ErrChanged, name, err)
	}
	return ErrChanged
}

// putBack gives the path back to the file that came out under the draft's name,
// and removes the draft. Where the draft was changed meanwhile, or is no more what
// has the path, somebody saved a second time: then that is put back in its turn.
func (r *replacement) putBack(name string, fresh *held) error {
	needless := func() bool { return fresh.at(name) && fresh.untouched() }
	for range putBackRounds {
		came, err := os.Lstat(name)
		if err != nil {
			return err
		}
		err = r.exchange(name)
		if err == unix.ENOENT {
			// An editor has moved the file away, and is about to make it anew.
			err = unix.Renameat2(unix.AT_FDCWD, name, unix.AT_FDCWD, r.path, unix.RENAME_NOREPLACE)
			if err == unix.EEXIST {
				continue
			}
			return err
		}
		if err != nil {
			return err
		}
		r.between()
		if needless() {
			return os.Remove(name)
		}
		needless = func() bool {
			is, err := os.Lstat(name)
			return err == nil && os.SameFile(is, came) && is.Size() == came.Size() && is.ModTime().Equal(came.ModTime())
		}
	}
	return errBusy
}

// exchange exchanges a name with the path.
func (r *replacement) exchange(name string) error {
	if r.noExchanges {
		return unix.EINVAL
	}
	return unix.Renameat2(unix.AT_FDCWD, name, unix.AT_FDCWD, r.path, unix.RENAME_EXCHANGE)
}
