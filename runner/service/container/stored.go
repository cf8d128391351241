package container

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The names of our images: one of these, and a key.
const (
	buildPrefix    = "dott-build:"
	snapshotPrefix = "dott-snapshot:"
)

// SnapshotImage returns the name of the image of a snapshot. Another project may have
// the same service, and prunes at another time.
func (e *Engine) SnapshotImage(key string) string {
	return snapshotPrefix + key + "-" + e.projectHash()
}

func (e *Engine) projectHash() string {
	sum := sha256.Sum256([]byte(e.Owner.Project))
	return hex.EncodeToString(sum[:4])
}

// A Stored is an image that we have made and kept.
type Stored struct {
	Name     string
	Service  string
	Key      string
	Snapshot bool // otherwise it was built
	Used     time.Time
	Keep     time.Duration // how long it may be unused
	Bytes    int64
}

// Has reports whether there is a snapshot, and notes that it was used.
func (e *Engine) Has(ctx context.Context, key string) (bool, error) {
	return e.use(ctx, e.SnapshotImage(key))
}

// use reports whether there is an image of ours, and notes that it was used: engines
// know only when one was made.
func (e *Engine) use(ctx context.Context, name string) (bool, error) {
	image, err := e.Image(ctx, name)
	if _, none := errors.AsType[ErrNoImage](err); none {
		return false, nil
	}
	_, key, _ := strings.Cut(name, ":")
	if err != nil || image.Labels[labelKey] != key {
		return false, err
	}
	path := e.stamp(key)
	now := time.Now()
	if os.Chtimes(path, now, now) == nil {
		return true, nil
	}
	err = os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = os.WriteFile(path, nil, 0o600)
	}
	if err != nil {
		return false, fmt.Errorf("noting that image %s is used: %w", name, err)
	}
	return true, nil
}

// stamp is a file whose time is that of an image's last use.
func (e *Engine) stamp(key string) string { return filepath.Join(e.Owner.Dir, "images", key+".used") }

// Stored returns the images of the project.
func (e *Engine) Stored(ctx context.Context) (all []Stored, err error) {
	text, err := e.ask(ctx, "image", "ls", "--filter", "label="+labelKey, "--format", "{{.Repository}}:{{.Tag}}")
	if err != nil {
		return nil, fmt.Errorf("%s image ls: %w", e.Name, err)
	}
	for name := range strings.FieldsSeq(text) {
		name = strings.TrimPrefix(name, "localhost/") // as podman has it
		prefix, key, _ := strings.Cut(name, ":")
		if prefix += ":"; prefix != buildPrefix && prefix != snapshotPrefix {
			continue // somebody has built upon ours
		}
		e.forgetImage(name)
		image, err := e.Image(ctx, name)
		if _, none := errors.AsType[ErrNoImage](err); none {
			continue
		}
		if err != nil {
			return all, err
		}
		if image.Labels[labelKey] != key || image.Labels[labelProject] != e.Owner.Project {
			continue
		}
		s := Stored{
			Name: name, Service: image.Labels[labelService], Key: key, Snapshot: prefix == snapshotPrefix,
			Used: image.Created, Bytes: image.Bytes,
		}
		if s.Keep, err = time.ParseDuration(image.Labels[labelKeep]); err != nil {
			continue
		}
		if info, err := os.Stat(e.stamp(key)); err == nil {
			s.Used = info.ModTime()
		}
		all = append(all, s)
	}
	return all, nil
}

// RemoveStored removes an image. One that a container uses stays; that is an error.
func (e *Engine) RemoveStored(ctx context.Context, s Stored) error {
	e.forgetImage(s.Name)
	err := e.act(ctx, "image", "rm", s.Name)
	if err != nil && !isGone(err) {
		return err
	}
	_ = os.Remove(e.stamp(s.Key))
	return nil
}

// imageLabels returns the labels of an image that we keep, each behind the option.
func (e *Engine) imageLabels(option, service, key string, keep time.Duration) (args []string) {
	r := e.running()
	for _, l := range []string{
		labelKey + "=" + key, labelKeep + "=" + keep.String(), labelProject + "=" + e.Owner.Project,
		labelService + "=" + service, labelRun + "=", labelMaker + "=" + r.id, labelOwner + "=" + r.mark,
	} {
		args = append(args, option, l)
	}
	return args
}
