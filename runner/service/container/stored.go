package container

import (
	"context"
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
	return use(ctx, e, e.Owner.SnapshotImage(key))
}

// use reports whether there is an image of ours, and notes that it was used: engines
// know only when one was made.
func use(ctx context.Context, e *Engine, name string) (bool, error) {
	image, err := e.Image(ctx, name)
	if _, none := errors.AsType[ErrNoImage](err); none {
		return false, nil
	}
	_, key, _ := strings.Cut(name, ":")
	if err != nil || image.Labels[labelKey] != key {
		return false, err
	}
	path := e.Owner.stamp(key)
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

// Stored returns the images of the project.
func (e *Engine) Stored(ctx context.Context) (all []Stored, err error) {
	text, err := e.cli.ask(ctx, "image", "ls", "--filter", "label="+labelKey, "--format", "{{.Repository}}:{{.Tag}}")
	if err != nil {
		return nil, fmt.Errorf("%s image ls: %w", e.Name, err)
	}
	for name := range strings.FieldsSeq(text) {
		name = strings.TrimPrefix(name, "localhost/") // as podman has it
		prefix, key, _ := strings.Cut(name, ":")
		if prefix += ":"; prefix != buildPrefix && prefix != snapshotPrefix {
			continue // somebody has built upon ours
		}
		forgetImage(e, name)
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
		if info, err := os.Stat(e.Owner.stamp(key)); err == nil {
			s.Used = info.ModTime()
		}
		all = append(all, s)
	}
	return all, nil
}

// RemoveStored removes an image. One that a container uses stays; that is an error.
func (e *Engine) RemoveStored(ctx context.Context, s Stored) error {
	forgetImage(e, s.Name)
	err := e.cli.act(ctx, "image", "rm", s.Name)
	if err != nil && !isGone(err) {
		return err
	}
	_ = os.Remove(e.Owner.stamp(s.Key))
	return nil
}

// imageLabels returns the labels of an image that we keep, each behind the option.
func imageLabels(e *Engine, option, service, key string, keep time.Duration) (args []string) {
	r := e.running()
	for _, l := range []string{
		labelKey + "=" + key, labelKeep + "=" + keep.String(), labelProject + "=" + e.Owner.Project,
		labelService + "=" + service, labelRun + "=", labelMaker + "=" + r.id, labelOwner + "=" + r.mark,
	} {
		args = append(args, option, l)
	}
	return args
}
