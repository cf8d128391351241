package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestTranscripts runs dott's own transcripts with a dott that
// stands first on PATH, so that they run it too.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	dott := binary(t)
	run := exec.CommandContext(t.Context(), dott, "--outputdir", t.TempDir(), "testdata")
	run.Dir = filepath.Join("..", "..")
	run.Env = append(os.Environ(), "PATH="+filepath.Dir(dott)+string(os.PathListSeparator)+os.Getenv("PATH"))
	run.Env = slices.DeleteFunc(run.Env, func(kv string) bool { // what the caller likes is not what is tested
		name, _, _ := strings.Cut(kv, "=")
		return name == "DOTT_OPTS" || name == "CRAM" || name == "CRAMRC"
	})
	// Those that build programs are not to build all of Go first.
	if cache, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE").Output(); err == nil {
		run.Env = append(run.Env, "GOCACHE="+strings.TrimSpace(string(cache)))
	}
	out, err := run.CombinedOutput()
	t.Logf("%v\n%s", run, out)
	if err != nil {
		t.Error(err)
	}
	counts := regexp.MustCompile(`(?m)^# Ran (\d+) tests, (\d+) skipped, (\d+) failed\.$`).FindSubmatch(out)
	if counts == nil {
		t.Fatal("the run ended without its counts")
	}
	// A test that is skipped is one that nobody notices missing.
	files, _ := filepath.Glob(filepath.Join(run.Dir, "testdata", "*.t"))
	if ran, _ := strconv.Atoi(string(counts[1])); ran == 0 || ran < len(files) {
		t.Errorf("%d tests ran, of %d files", ran, len(files))
	}
	if string(counts[2]) != "0" || string(counts[3]) != "0" {
		t.Errorf("%s skipped, %s failed", counts[2], counts[3])
	}
}
