package target

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"dott/runner/config"
	"dott/runner/place"
	"dott/runner/process"
)

func TestTry(t *testing.T) {
	s := process.NewSupervisor()
	defer s.Close()
	o := place.Options{TmpDir: t.TempDir(), Shell: "/bin/sh", Env: os.Environ(), Supervisor: s, Ports: 1}
	local, err := place.NewLocal(o)
	if err != nil {
		t.Fatal(err)
	}
	p := New(local, Options{Targets: map[string]config.Target{"a": {Command: "sh"}}, Place: o, Dir: "/tmp", Cache: t.TempDir()})
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	b, err := p.Open(ctx, place.Test{Path: "/tmp/x.t", Target: "a", Shell: "/bin/sh"})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	c, err := b.Start(ctx, place.Command{Path: "/bin/sh", Script: "echo hello\npwd\nexit 3\n", Env: b.Env(), Output: &out})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Wait()
	t.Log(r, err, out.String(), "said", string(c.(*command).request.said), "stderr", string(b.(*sandbox).session.stderr))
	t.Log(b.Close())
	t.Log(p.Close())
}
