package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestErrFileFull: on a full disk, an .err file is that of an earlier run or none,
// and that is said; the test that is written stays as it is.
func TestErrFileFull(t *testing.T) {
	full := mounted(t, "size=64k")
	t.Chdir(full)
	filler := strings.Repeat("Words that fill the file, so that there is no room for another.\n", 500)
	for _, name := range []string{"f.t", "g.t"} {
		writeFile(t, name, "  $ echo a\n")
	}
	writeFile(t, "f.t.err", "old\n")
	for i := 0; ; i++ { // until there is no room
		if os.WriteFile(fmt.Sprintf("filler%d", i), []byte(filler[:4096]), 0o666) != nil {
			break
		}
	}
	checkRan(t, runDott(t), 1,
		"f.t: its .err file is that of an earlier run, and out of date: ",
		"g.t: its .err file cannot be written: ", "no space left on device")
	checkText(t, "f.t.err", "old\n")
	if _, err := os.Lstat("g.t.err"); err == nil {
		t.Error("there is a g.t.err")
	}
	checkRan(t, runDott(t, "-u", "f.t"), 1, "f.t: not rewritten: ", "no space left on device")
	checkText(t, "f.t", "  $ echo a\n")
	if left, _ := filepath.Glob(".*"); len(left) > 0 {
		t.Errorf("something was left: %v", left)
	}
}

// TestUpdateSaved: an editor saves files as soon as dott is seen to write them, and
// what it saved is what is there in the end. DOTT_SAVES says how many files.
func TestUpdateSaved(t *testing.T) {
	dott := binary(t)
	t.Chdir(t.TempDir())
	files := 100
	if n, err := strconv.Atoi(os.Getenv("DOTT_SAVES")); err == nil {
		files = n
	}
	for n := range files {
		writeFile(t, fmt.Sprintf("f%d.t", n), "  $ echo a\n")
	}
	cmd := exec.CommandContext(t.Context(), dott, "-u", "-q")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan bool)
	go func() { _ = cmd.Wait(); close(ended) }()
	const words = "My words.\n\n  $ echo b\n  b\n"
	saved := map[string]bool{}
	for running := true; running; {
		select {
		case <-ended:
			running = false
		default:
		}
		drafts, _ := filepath.Glob(".f*.t.dott-*")
		for _, draft := range drafts {
			name, _, _ := strings.Cut(draft[1:], ".dott-")
			if saved[name] {
				continue
			}
			saved[name] = true
			if len(saved)%2 == 0 {
				writeFile(t, name, words)
				continue
			}
			writeFile(t, name+"~", words)
			if err := os.Rename(name+"~", name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(saved) < files/10 {
		t.Errorf("only %d saves of %d", len(saved), files)
	}
	for name := range saved {
		checkText(t, name, words)
	}
	if left, _ := filepath.Glob(".*"); len(left) > 0 {
		t.Errorf("something was left: %v", left)
	}
}
