//go:build !linux

package atomicfile

import (
	"errors"
	"os"
)

func (r *replacement) do() (err error) {
	old, err := os.Open(r.path)
	if err != nil {
		return err
	}
	// Windows renames nothing over a file that is open, so it is closed before.
	name, err := r.drafted(old)
	if err := errors.Join(err, old.Close()); err != nil {
		if name != "" {
			err = errors.Join(err, os.Remove(name))
		}
		return err
	}
	r.between()
	if now, err := os.ReadFile(r.path); err != nil || string(now) != r.was {
		return errors.Join(ErrChanged, os.Remove(name))
	}
	if err := os.Rename(name, r.path); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// drafted writes the draft and returns its name.
func (r *replacement) drafted(old *os.File) (name string, err error) {
	draft, err := draft(r.path, 0o600)
	if err != nil {
		return "", err
	}
	_, err = r.fill(draft, old)
	return draft.Name(), errors.Join(err, draft.Close())
}
