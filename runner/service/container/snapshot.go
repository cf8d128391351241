package container

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"dott/runner/process"
)

// Commit makes an image of a container that has stopped, under a key: see
// [Engine.SnapshotImage]. It is there as a whole, or not at all.
//
// What an image calls a volume, the folder of its data mostly, is not part of the
// container, and no commit has it. Where there is one, the commit is only a step: its
// volumes are copied into the image that is built upon it. A container that is started
// from that finds them in its own volumes, since the engine fills a new one with what
// the image has in that place.
func (c *Container) Commit(ctx context.Context, key string, keep time.Duration) error {
	e := c.engine
	name := e.Owner.SnapshotImage(key)
	defer forgetImage(e, name)
	key = strings.TrimPrefix(name, snapshotPrefix)
	if len(c.image.Volumes) == 0 {
		return commit(ctx, e, c.Name, name, imageLabels(e, "", c.spec.Service, key, keep))
	}
	if e.cli.podman {
		return fmt.Errorf("the image %s keeps data in volumes (%s), which podman does not put into a snapshot: let the server use another folder, or use docker", c.spec.Image, strings.Join(c.image.Volumes, ", "))
	}
	part := snapshotPrefix + key + "-" + e.running().id
	err := commit(ctx, e, c.Name, part, imageLabels(e, "", c.spec.Service, "", keep))
	if err == nil {
		err = c.addVolumes(ctx, part, key, keep)
	}
	brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if rmErr := e.cli.act(brief, "image", "rm", part); rmErr != nil && !isGone(rmErr) {
		err = errors.Join(err, rmErr)
	}
	return err
}

// commit makes an image of a container, with labels instead of the container's own.
func commit(ctx context.Context, e *Engine, container, image string, labels []string) error {
	args := []string{"commit"}
	for _, l := range labels {
		if name, value, ok := strings.Cut(l, "="); ok {
			args = append(args, "--change", "LABEL "+name+"="+quote(value))
		}
	}
	return e.cli.act(ctx, append(args, container, image)...)
}

// quote writes a value for a line of a Dockerfile.
func quote(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "\n", " ").Replace(value) + `"`
}

// addVolumes builds an image upon another one, with the volumes of the container.
func (c *Container) addVolumes(ctx context.Context, base, key string, keep time.Duration) error {
	e := c.engine
	dir := filepath.Join(os.TempDir(), "dott-"+strings.TrimPrefix(e.name("snapshot"), "dott-"))
	e.Supervisor.RemoveOnDeath(dir)
	defer e.Supervisor.Forget(dir)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	dockerfile := "FROM " + base + "\n"
	var err error
	for n, volume := range c.image.Volumes {
		name := fmt.Sprintf("volume-%d.tar", n)
		if err = c.saveFolder(ctx, volume, filepath.Join(dir, name)); err != nil {
			break
		}
		// The archive is unpacked; it has the folder itself, with its owner.
		dockerfile += fmt.Sprintf("ADD [%q, %q]\n", name, strings.TrimSuffix(path.Dir(path.Clean(volume)), "/")+"/")
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte(dockerfile), 0o600)
	}
	if err == nil {
		args := append([]string{"build", "--force-rm", "--tag", snapshotPrefix + key}, imageLabels(e, "--label", c.spec.Service, key, keep)...)
		err = e.cli.act(ctx, append(args, dir)...)
	}
	return errors.Join(err, process.RemoveTree(dir))
}

// saveFolder writes a folder of the container into an archive.
func (c *Container) saveFolder(ctx context.Context, folder, archive string) error {
	f, err := os.OpenFile(archive, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	said, err := os.CreateTemp(filepath.Dir(archive), "said-")
	if err != nil {
		return err
	}
	defer said.Close()
	command := c.engine.cli.command(f, "cp", c.Name+":"+folder, "-")
	command.Stderr = said
	r, err := c.engine.Supervisor.Run(ctx, command)
	if err == nil && r.Status != 0 {
		text, _ := os.ReadFile(said.Name())
		err = errors.New(plain(string(text)))
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("%s cp %s: %w", c.engine.Name, folder, err)
	}
	return nil
}
