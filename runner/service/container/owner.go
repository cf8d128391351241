package container

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"dott/runner/state"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func (o *Owner) lockFile(run string) string {
	return filepath.Join(o.Dir, "runs", run)
}

// mark returns what the folder of the locks is recognised by. Its path is not enough:
// another machine, or another container, may have a folder there as well, with other
// locks in it, and the same engine.
func (o *Owner) mark(ctx context.Context) (string, error) {
	unlock, err := state.Lock(ctx, filepath.Join(o.Dir, "lock"))
	if err != nil {
		return "", fmt.Errorf("the folder of the runs' locks: %w", err)
	}
	defer unlock()
	path := filepath.Join(o.Dir, "mark")
	if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
		return string(data), nil
	}
	mark := strings.ToLower(rand.Text())
	return mark, os.WriteFile(path, []byte(mark), 0o600)
}

// SnapshotImage returns the name of the image of a snapshot. Another project may have
// the same service, and prunes at another time.
func (o *Owner) SnapshotImage(key string) string {
	return snapshotPrefix + key + "-" + o.projectHash()
}

func (o *Owner) projectHash() string {
	sum := sha256.Sum256([]byte(o.Project))
	return hex.EncodeToString(sum[:4])
}

// stamp is a file whose time is that of an image's last use.
func (o *Owner) stamp(key string) string { return filepath.Join(o.Dir, "images", key+".used") }

// An Owner is whose containers, networks, volumes and images these are. It stands
// in their labels.
type Owner struct {
	Project string // its folder
	Dir     string // where runs have their locks, and images the time of their last use
}
