package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestContainersLeft ends runs whose tests have containers, a network and volumes, by
// lot: with INT, TERM or KILL, at any time. Nothing of them is left; of a run that was
// killed, since its helper processes see to it.
func TestContainersLeft(t *testing.T) {
	needTool(t, installed("docker", "busybox") && exec.Command("docker", "info").Run() == nil, "docker, and busybox-static,")
	w := newWorld(t)
	rounds := 16
	if testing.Short() {
		rounds = 4
	}
	prepare := exec.Command("sh", "-c", ". ./busybox-image.sh")
	prepare.Dir = "../../testdata"
	if out, err := prepare.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	w.write("web/Dockerfile", `FROM dott-test-busybox:1
RUN mkdir /www && echo hello >/www/index.html
VOLUME /data
STOPSIGNAL SIGKILL
CMD ["sh", "-c", "echo >>/data/rows; exec busybox httpd -f -p 8080 -h /www"]
`)
	w.write("dott.toml", `[service.db]
build = "web"
ports = [8080]
ready-http = "/"
prepare = "true"
[service.front]
build = "web"
ports = [8080]
ready-http = "/"
depends = ["db"]
`)
	for n := range 4 {
		w.write(fmt.Sprintf("%d.t", n), "#service front\n  $ echo hello\n  hello\n")
	}
	objects := func() string {
		var all []string
		for _, what := range []string{"ps --all", "network ls", "volume ls"} {
			args := append(strings.Fields(what), "--quiet", "--filter", "label=dott.project="+w.path("tests"))
			out, err := exec.Command("docker", args...).CombinedOutput()
			if err != nil {
				t.Fatalf("docker %s: %v\n%s", args, err, out)
			}
			for id := range strings.FieldsSeq(string(out)) {
				all = append(all, what+": "+id)
			}
		}
		return strings.Join(all, "\n")
	}
	random := rand.New(rand.NewPCG(3, 4))
	for round := range rounds {
		signal := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL}[round%3]
		cmd := w.command("-j2")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		pause := time.Duration(random.Int64N(int64(4 * time.Second)))
		timer := time.AfterFunc(pause, func() { _ = cmd.Process.Signal(signal) })
		status := w.wait(cmd)
		timer.Stop()
		when := fmt.Sprintf("round %d, %v after %v, status %d", round, signal, pause.Round(time.Millisecond), status)
		if left := objects(); left != "" && status != -int(syscall.SIGKILL) {
			t.Errorf("%s: left:\n%s\n%s", when, left, &out)
		}
		w.until(when+": the removal of all containers, networks and volumes", func() bool { return objects() == "" })
		w.until(when+": the end of all processes", func() bool { return len(w.survivors()) == 0 })
		w.check(when)
	}
	w.write("dott.toml", "")
	r := w.run(w.command("services", "--prune"))
	if r.status != 0 || !strings.Contains(r.stdout, "removed ") || r.stderr != "" {
		t.Errorf("--prune: %+v", r)
	}
	if out, _ := exec.Command("docker", "image", "ls", "--quiet", "--filter", "label=dott.project="+w.path("tests")).Output(); len(out) > 0 {
		t.Errorf("images are left: %s", out)
	}
}

// TestDockerfileRecipe: what docs/services.md has of a Dockerfile is what a transcript
// runs.
func TestDockerfileRecipe(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	run := strings.ReplaceAll(read("testdata/services-dockerfile.t"), "\n  > ", "\n")
	_, recipe, _ := strings.Cut(read("docs/services.md"), "\n### From a Dockerfile\n")
	recipe, _, ok := strings.Cut(recipe, "\n## ")
	blocks := strings.Split(recipe, "```")
	if !ok || len(blocks) != 7 {
		t.Fatalf("docs/services.md has %d blocks there", len(blocks)/2)
	}
	for n := 1; n < len(blocks); n += 2 {
		if _, text, _ := strings.Cut(blocks[n], "\n"); !strings.Contains(run, text) {
			t.Errorf("the transcript has no such file:\n%s", text)
		}
	}
}
