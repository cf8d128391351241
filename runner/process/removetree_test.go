//go:build unix

package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func init() {
	roles["remove"] = func(args []string) error { return RemoveTree(args[0]) }
}

// do runs a shell script in a directory.
func do(dir, script string) error {
	_, err := Output(context.Background(), dir, "/bin/sh", "-ec", script)
	return err
}

// TestRemoveTree: whatever was done in a tree, all of it goes, and nothing else.
func TestRemoveTree(t *testing.T) {
	for name, script := range map[string]string{
		"nothing":         "rmdir tree",
		"empty":           "",
		"a file":          "rmdir tree; echo x >tree",
		"a link":          "rmdir tree; ln -s outside tree",
		"files":           "mkdir -p tree/a/b; touch tree/x tree/a/x tree/a/b/x; mkfifo tree/fifo",
		"many":            "cd tree; touch $(seq -f a-rather-long-name-%.0f 400)",
		"deep":            "cd tree; mkdir -p $(seq -s / 300); touch $(seq -s / 300)/x",
		"links":           "ln -s ../outside tree/a; ln -s ../outside/x tree/b; ln -s nowhere tree/c; ln outside/x tree/d",
		"odd names":       "cd tree; touch -- -rf '*' ' ' '.x'; mkdir ...; touch .../x",
		"read-only":       "mkdir -p tree/a/b; touch tree/a/b/x; chmod 0400 tree/a/b/x; chmod 0500 tree/a/b tree/a tree",
		"closed":          "mkdir -p tree/a/b; touch tree/a/b/x; chmod 0 tree/a/b/x tree/a/b; chmod 0 tree/a; chmod 0 tree",
		"write-only":      "mkdir -p tree/a/b; touch tree/a/b/x; chmod 0300 tree/a/b; chmod 0200 tree/a; chmod 0100 tree",
		"closed, empty":   "mkdir -p tree/a; chmod 0 tree/a; chmod 0500 tree",
		"sticky, setgid":  "mkdir -p tree/a/b; touch tree/a/b/x; chmod 3500 tree/a/b tree/a tree",
		"no permission x": "mkdir -p tree/a/b; touch tree/a/b/x; chmod 0600 tree/a/b tree/a tree",
	} {
		t.Run(name, func(t *testing.T) {
			dir := public(t)
			make := "mkdir -m 755 outside; : >outside/x; mkdir tree\n" + script
			remove := role(t, "remove", filepath.Join(dir, "tree"))
			if os.Geteuid() == 0 { // whom no permission stops
				nobody(t, remove)
				make += fmt.Sprintf("\nchown -hR %d:%[1]d .", nobodyID())
			}
			if err := do(dir, make); err != nil {
				t.Fatal(err)
			}
			succeed(t, remove)
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Errorf("left: %v %v", entries, err)
			}
			if _, err := os.Stat(filepath.Join(dir, "outside/x")); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRemoveTreeRefused: what cannot be removed is named, and the rest goes.
func TestRemoveTreeRefused(t *testing.T) {
	dir := public(t)
	remove := role(t, "remove", filepath.Join(dir, "tree"))
	nobody(t, remove)
	// The middle one belongs to root, and is not empty.
	if err := do(dir, fmt.Sprintf("mkdir -p tree/a tree/b tree/c; touch tree/a/x tree/b/x tree/c/x; chown -R %d tree; chown -R 0 tree/b", nobodyID())); err != nil {
		t.Fatal(err)
	}
	out, err := remove.CombinedOutput()
	if want := "remove " + dir + "/tree/b/x: permission denied\n"; err == nil || string(out) != want {
		t.Errorf("%v: %q, want %q", err, out, want)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "tree/*")); err != nil || len(left) != 1 {
		t.Errorf("left: %q %v", left, err)
	}
}

// TestRemoveTreeMounts: what is mounted inside a tree is not emptied.
func TestRemoveTreeMounts(t *testing.T) {
	need(t, os.Geteuid() == 0, "root, to mount,")
	for name, script := range map[string]string{
		"bound":           "mkdir tree/m; mount --bind outside tree/m",
		"bound deep":      "mkdir -p tree/a/b/m; mount --bind outside tree/a/b/m",
		"bound on itself": "mkdir -p tree/m/y; mount --bind tree/m tree/m; touch tree/m/x",
		"the tree itself": "mount --bind outside tree",
		"twice":           "mkdir tree/m; mount --bind outside tree/m; mount --bind outside tree/m; mount --bind outside/d tree/m/d",
		"a file":          "touch tree/f; mount --bind outside/x tree/f",
		"another kind":    "mkdir tree/m; mount -t tmpfs tmpfs tree/m; touch tree/m/x; mkdir tree/m/d; mount --bind outside tree/m/d",
		"read-only":       "mkdir tree/m; mount --bind -o ro outside tree/m",
		"in use":          "mkdir tree/m; mount --bind outside tree/m; cd tree/m; sleep 600 >/dev/null 2>&1 & echo $! >../../pid",
	} {
		t.Run(name, func(t *testing.T) {
			dir := public(t)
			t.Cleanup(func() {
				_ = do(dir, "test ! -e pid || kill $(cat pid); for m in tree/m/d tree/m tree/f tree/a/b/m tree; do while umount -l $m; do :; done; done 2>/dev/null")
			})
			err := do(dir, "mkdir -p outside/d tree; touch outside/x outside/d/y; mount -t tmpfs tmpfs tree && umount tree")
			need(t, err == nil, "mount")
			if err := do(dir, script); err != nil {
				t.Fatal(err)
			}
			if err := RemoveTree(filepath.Join(dir, "tree")); err != nil {
				t.Error(err)
			}
			if _, err := os.Lstat(filepath.Join(dir, "tree")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the tree is still there (%v)", err)
			}
			for _, path := range []string{"outside/x", "outside/d/y"} {
				if _, err := os.Stat(filepath.Join(dir, path)); err != nil {
					t.Error(err)
				}
			}
			if mounts, err := os.ReadFile("/proc/self/mountinfo"); err == nil && strings.Contains(string(mounts), dir) {
				t.Errorf("still mounted: %s", mounts)
			}
		})
	}
}

// TestRemoveTreeMountRefused: who may not unmount leaves alone what is mounted.
func TestRemoveTreeMountRefused(t *testing.T) {
	dir := public(t)
	remove := role(t, "remove", filepath.Join(dir, "tree"))
	nobody(t, remove)
	err := do(dir, fmt.Sprintf("mkdir -p outside tree/m; touch outside/x tree/y; chown -R %d tree outside; mount --bind outside tree/m", nobodyID()))
	need(t, err == nil, "mount")
	t.Cleanup(func() { _ = do(dir, "umount tree/m") })
	out, err := remove.CombinedOutput()
	want := "remove " + dir + "/tree/m: something is mounted there, and unmounting it: operation not permitted\n"
	if err == nil || string(out) != want {
		t.Errorf("%v: %q, want %q", err, out, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "outside/x")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "tree/y")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the rest is still there (%v)", err)
	}
}
