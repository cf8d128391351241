// Package tooltest is for tests that need programs which not every machine has.
package tooltest

import (
	"os"
	"os/exec"
	"testing"
)

// Need skips the test unless all of these programs are on PATH. Where
// DOTT_NEED_TOOLS is set, as in the continuous integration, what is missing is a
// failure: a test that is skipped is one that nobody notices missing.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, program := range programs {
		Find(t, program)
	}
}

// Find is Need of one program, and returns its path.
func Find(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		Missing(t, err)
	}
	return path
}

// Missing skips the test for what the machine does not have, or fails it where
// DOTT_NEED_TOOLS is set.
func Missing(t testing.TB, what any) {
	t.Helper()
	if os.Getenv("DOTT_NEED_TOOLS") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}
