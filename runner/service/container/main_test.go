//go:build unix

package container

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dott/runner/process"
	"dott/runner/tooltest"
)

// testImage is made of busybox alone, and is not removed: the next test binary may
// use it already.
const testImage = "dott-test-busybox:1"

// TestMain lets podman run where there are cgroups of both versions, which its usual
// runtime does not, and within our own limits.
func TestMain(m *testing.M) {
	if os.Getenv("CONTAINERS_CONF") == "" {
		dir, err := os.MkdirTemp("", "dott-test-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		conf := filepath.Join(dir, "containers.conf")
		const text = `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
`
		if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
			panic(err)
		}
		os.Setenv("CONTAINERS_CONF", conf)
	}
	m.Run()
}

// engines returns the engines that the tests run with: docker must be there, podman
// may.
func engines(t *testing.T, test func(t *testing.T, e *Engine)) {
	t.Helper()
	for _, name := range names {
		if name == "podman" {
			if _, err := exec.LookPath(name); err != nil {
				continue
			}
		}
		t.Run(name, func(t *testing.T) { test(t, newEngine(t, name)) })
	}
}

// newEngine returns an engine whose run ends with the test, and leaves nothing.
func newEngine(t testing.TB, name string) *Engine {
	t.Helper()
	return newEngineOf(t, name, Owner{Project: t.TempDir(), Dir: filepath.Join(t.TempDir(), "services")})
}

func newEngineOf(t testing.TB, name string, owner Owner) *Engine {
	t.Helper()
	tooltest.Need(t, name)
	s := process.NewSupervisor()
	t.Cleanup(s.Close)
	e, err := Find(t.Context(), s, name, owner)
	if err != nil {
		tooltest.Missing(t, err)
	}
	importImage(t, e)
	if err := e.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	id := e.run.id
	t.Cleanup(func() {
		ctx := context.Background()
		if err := e.End(ctx); err != nil {
			t.Error(err)
		}
		stored, err := e.Stored(ctx)
		if err != nil {
			t.Error(err)
		}
		for _, s := range stored {
			if err := e.RemoveStored(ctx, s); err != nil {
				t.Error(err)
			}
		}
		left, err := e.List(ctx)
		if err != nil {
			t.Error(err)
		}
		for _, l := range left {
			if l.Run == id {
				t.Errorf("left: %+v", l)
			}
		}
	})
	return e
}

// importImage makes the image of a root tree in which busybox is all there is.
func importImage(t testing.TB, e *Engine) {
	t.Helper()
	if exec.Command(e.cli.path, "image", "inspect", testImage).Run() == nil {
		return
	}
	data, err := os.ReadFile(tooltest.Find(t, "busybox"))
	if err != nil {
		t.Fatal(err)
	}
	var tree bytes.Buffer
	w := tar.NewWriter(&tree)
	add := func(h *tar.Header, content []byte) {
		h.Size = int64(len(content))
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"bin", "dev", "etc", "proc", "sys", "tmp"} {
		add(&tar.Header{Name: dir + "/", Typeflag: tar.TypeDir, Mode: 0o1777}, nil)
	}
	add(&tar.Header{Name: "bin/busybox", Typeflag: tar.TypeReg, Mode: 0o755}, data)
	for _, name := range strings.Fields("sh cat chown echo id kill ls mkdir nc printenv sleep sync touch wget test trap true") {
		add(&tar.Header{Name: "bin/" + name, Typeflag: tar.TypeSymlink, Linkname: "busybox"}, nil)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(e.cli.path, "import", "-", testImage)
	cmd.Stdin = &tree
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// buildImage makes an image upon the test image, and removes it at the end.
func buildImage(t *testing.T, e *Engine, lines ...string) string {
	t.Helper()
	name := strings.ToLower(fmt.Sprintf("dott-test-%s:%d", strings.NewReplacer("/", "-", "_", "-").Replace(t.Name()), e.count.Add(1)))
	cmd := exec.Command(e.cli.path, "build", "--quiet", "--tag", name, "-")
	cmd.Stdin = strings.NewReader("FROM " + testImage + "\n" + strings.Join(lines, "\n") + "\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command(e.cli.path, "image", "rm", "--force", name).Run() })
	return name
}

// start starts a container that is removed at the end.
func start(t testing.TB, e *Engine, s Spec) *Container {
	t.Helper()
	if s.Image == "" {
		s.Image = testImage
	}
	if s.Service == "" {
		s.Service = "db"
	}
	c, err := e.Start(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Remove(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return c
}

// until waits until something is so.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what)
		}
	}
}

// run runs a command in a container that runs.
func (c *Container) run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(c.engine.cli.path, append([]string{"exec", c.Name}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", args, err, out)
	}
	return string(out)
}
