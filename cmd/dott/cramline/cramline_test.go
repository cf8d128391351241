package cramline

import (
	"os/exec"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

// TestArgs compares what is said of command lines with what cram says.
func TestArgs(t *testing.T) {
	tooltest.Need(t, "cram3")
	for _, c := range []struct{ args, want string }{
		{"-qv a.t", "-qv a.t"},
		{"--xunit=x --vers a.t", "--xunit-file=x --version a.t"},
		{"--shell-o -e a.t", "--shell-opts=-e a.t"},
		{"--indent 4", "--indent=4"},
		{"--timeout 5 -k x -j4 --junit j -- --nope", "--timeout=5 -k x -j4 --junit=j -- --nope"},
		{"--nope", ""},
		{"-z", ""},
		{"-qz", ""},
		{"-é", ""},
		{"--shell", ""},
		{"--indent", ""},
		{"--indent=x", ""},
		{"--indent x", ""},
		{"--i", ""},
		{"--s x", ""},
		{"--ver", ""},
		{"--verbose=1", ""},
		{"--xunit-file", ""},
	} {
		got, err := Args(strings.Fields(c.args))
		if err == nil {
			if all := strings.Join(got, " "); all != c.want {
				t.Errorf("%s: %s, not %s", c.args, all, c.want)
			}
			continue
		}
		theirs, _ := exec.Command("cram3", strings.Fields(c.args)...).CombinedOutput()
		if c.want != "" || err.Error() != strings.TrimSuffix(string(theirs), "\n") {
			t.Errorf("%s: %v\ncram says:\n%s", c.args, err, theirs)
		}
	}
}
