//go:build unix

package container

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const month = 30 * 24 * time.Hour

// TestCommit: a snapshot has what the container had, in its volumes as well, with
// owners; and is no container or image of the run.
func TestCommit(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		for _, test := range []struct {
			name  string
			lines []string
		}{
			{"plain", nil},
			{"volume", []string{"RUN mkdir -p /data/empty && echo old >/data/f", "VOLUME /data", "VOLUME /var/lib/more"}},
		} {
			image, key := buildImage(t, e, test.lines...), "db-"+test.name
			if there, err := e.Has(t.Context(), key); there || err != nil {
				t.Fatalf("%v, %v", there, err)
			}
			c := start(t, e, Spec{Image: image, Env: []string{"A=b"}, Command: sh(
				`mkdir -p /data/sub /var/lib/more; echo new >/data/sub/f; chown 5:7 /data/sub/f /data; echo more >/var/lib/more/f; echo layer >/layer; sync`)})
			<-c.Done()
			err := c.Commit(t.Context(), key, month)
			if e.cli.podman && test.lines != nil {
				if err == nil || !strings.Contains(err.Error(), "keeps data in volumes (/data, /var/lib/more)") {
					t.Error(err)
				}
				if err := c.Remove(t.Context()); err != nil {
					t.Error(err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Remove(t.Context()); err != nil {
				t.Error(err)
			}
			if there, err := e.Has(t.Context(), key); !there || err != nil {
				t.Fatalf("%v, %v", there, err)
			}
			for range 2 { // what the first does, the second does not see
				said := &log{}
				c := start(t, e, Spec{Image: e.Owner.SnapshotImage(key), Log: said, Command: sh(
					`cat /data/sub/f /var/lib/more/f /layer; ls -nd /data /data/sub/f; test ! -e /data/again || echo again; echo >/data/again`)})
				<-c.Done()
				lines := strings.Split(said.String(), "\n")
				if len(lines) != 6 || !slices.Equal(lines[:3], []string{"new", "more", "layer"}) || !strings.Contains(lines[3], " 5        7 ") || !strings.Contains(lines[4], " 5        7 ") {
					t.Errorf("%s: %q", test.name, said)
				}
				if err := c.Remove(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}
		stored, err := e.Stored(t.Context())
		want := 2
		if e.cli.podman {
			want = 1
		}
		if err != nil || len(stored) != want {
			t.Fatalf("%+v, %v", stored, err)
		}
		for _, s := range stored {
			if !s.Snapshot || s.Keep != month || time.Since(s.Used) > time.Hour || s.Bytes == 0 || s.Service != "db" {
				t.Errorf("%+v", s)
			}
		}
		if left := all(t, e); len(left) > 0 {
			t.Errorf("left: %+v", left)
		}
	})
}

// TestCommitFails: what is cut short leaves nothing that counts.
func TestCommitFails(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		c := start(t, e, Spec{Image: buildImage(t, e, "VOLUME /data"), Command: sh("true")})
		<-c.Done()
		tmp := os.TempDir()
		t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
		if err := c.Commit(t.Context(), "db-cut", month); err == nil {
			t.Error("it is taken for complete")
		}
		t.Setenv("TMPDIR", tmp)
		if there, err := e.Has(t.Context(), "db-cut"); there || err != nil {
			t.Errorf("%v, %v", there, err)
		}
		// One that was killed meanwhile.
		dead := newEngineOf(t, e.Name, e.Owner)
		if err := commit(t.Context(), e, c.Name, "dott-snapshot:db-cut-"+dead.run.id, imageLabels(dead, "", "db", "", month)); err != nil {
			t.Fatal(err)
		}
		dead.run.unlock()
		removed, err := e.RemoveDead(t.Context())
		if err != nil || len(removed) != 1 || removed[0].Kind != "image" {
			t.Errorf("%+v, %v", removed, err)
		}
	})
}

func TestBuild(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		dir := t.TempDir()
		write := func(name, text string) {
			t.Helper()
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		build := func() string {
			t.Helper()
			name, err := e.Build(t.Context(), "web", dir, month, false)
			if err != nil {
				t.Fatal(err)
			}
			return name
		}
		fails := func(want string) {
			t.Helper()
			if _, err := e.Build(t.Context(), "web", dir, month, false); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
		}
		fails("no Dockerfile")
		write("Dockerfile", "FROM "+testImage+"\nCOPY site /site\nCMD [\"cat\", \"/site/index.html\"]\n")
		fails("site")
		write("site/index.html", "one\n")
		write(".dockerignore", "*.log\n!keep.log\n")
		first := build()
		write("build.log", "of no interest")
		if again := build(); again != first {
			t.Errorf("%s, then %s", first, again)
		}
		write("site/index.html", "two\n")
		second := build()
		if first == second {
			t.Error("a file that changed makes no other image")
		}
		said := &log{}
		c := start(t, e, Spec{Image: second, Log: said})
		<-c.Done()
		if said.String() != "two\n" {
			t.Errorf("%q", said)
		}
		if err := c.Remove(t.Context()); err != nil {
			t.Error(err)
		}
		write("Dockerfile", "FROM dott-test-none:1\n")
		fails(`has no image "dott-test-none:1"`)
		write("Dockerfile", "FROM "+testImage+"\nRUN echo the reason && exit 7\n")
		fails("7")

		// Of two that nobody used for long, the one that a container has stays.
		stored, err := e.Stored(t.Context())
		if err != nil || len(stored) != 2 {
			t.Fatalf("%+v, %v", stored, err)
		}
		used := start(t, e, Spec{Image: second, Command: sh(polite)})
		for _, s := range stored {
			if err := e.RemoveStored(t.Context(), s); (err != nil) != (s.Name == second) {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		if err := used.Remove(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func TestBaseImages(t *testing.T) {
	for text, want := range map[string][]string{
		"":                              nil,
		"FROM a:1":                      {"a:1"},
		"# FROM x\nfrom a AS b\nFROM b": {"a"},
		"ARG V=1\nFROM --platform=linux/amd64 reg.io/a@sha256:00 as Build\nFROM $V\nFROM a:$V\nFROM scratch\nFROM build\nCOPY --from=c /x /x\n": {"reg.io/a@sha256:00"},
		"FROM a\r\nFROM a\r\n": {"a"},
		"FROM":                 nil,
	} {
		if got := baseImages([]byte(text)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"":             `""`,
		`/a b/"c"\d$e`: `"/a b/\"c\"\\d\$e"`,
		"two\nlines":   `"two lines"`,
	} {
		if got := quote(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
