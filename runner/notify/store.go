package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"dott/runner/atomicfile"
	"dott/runner/state"
)

// A store is the file of what is kept.
type store struct{ path, lock string }

// acquire takes the lock; another run may be sending just now.
func (s store) acquire(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return nil, err
	}
	return state.Lock(ctx, s.lock)
}

func (s store) load() (*kept, error) {
	k := &kept{Schema: Schema}
	data, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		if err = json.Unmarshal(data, k); err != nil {
			err = fmt.Errorf("%s is damaged (%w); remove it, and failures are reported again", s.path, err)
		}
	}
	if err == nil && k.Schema != Schema {
		err = fmt.Errorf("another version of dott wrote %s (%d, and this dott reads %d)", s.path, k.Schema, Schema)
	}
	return k, err
}

func (s store) save(k *kept) error {
	return atomicfile.WriteSynced(s.path, 0o600, func(w io.Writer) error { return json.NewEncoder(w).Encode(k) })
}
