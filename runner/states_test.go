package runner

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/event"
)

// states are what a script may do to its shell. The commands behind them print
// what they print by hand, and their statuses are seen.
var states = []string{
	"IFS=0123456789", "IFS=", "IFS=S", "set -f", "set -u", "set -o noglob", "set +e", "set -x", "set -v", "set -xv", "PS4='+SALT '; set -x",
	"PS4='echo '; set -x", "PS4='$LINENO:'; set -x", "set -x; exec 2>/dev/null", "LC_ALL=en_US.UTF-8", "POSIXLY_CORRECT=1", "export SALT=1",
	"echo() { :; }", "echo() { /bin/echo MINE; }", "printf() { :; }", "test() { :; }", "set() { :; }", "alias echo='echo mine'", "alias command=false",
	"alias builtin='false '", "alias ':=false'", "unalias -a", "unset -f echo", "unset -f command",
	"cd /; d=$(mktemp -d); cd $d; rmdir $d", "ulimit -f 0", "PATH=/nowhere", "PATH=", "unset PATH",
	"exec 3>&1", "exec 3>&1 1>&2 2>&3 3>&-", "exec 2>&-", "exec <&-", "exec 2>&1", "exec 9<&0",
	"trap 'true' EXIT", "trap '/bin/echo left' EXIT", "trap '' TERM", "trap '/bin/echo before' DEBUG", "trap '/bin/echo err' ERR",
	"umask 777", "readonly x=1", "set -- a b c", "true & wait", "false || true", ": ${x:=3}", "stty -a", "set -m", "set -b", "set -C", "set -a", "set -k",
	"shopt -s extglob nullglob failglob", "setopt ksharrays", "set -o pipefail", "f() { return 3; }; f", "exec 1>&1", "command -v true", "_=x", "LINENO=100",
}

// TestStates: nothing that a script does to its shell changes what is seen of
// the commands behind it, and no byte of what dott adds is in what is written.
func TestStates(t *testing.T) {
	files := map[string]string{}
	for i, s := range states {
		files[fmt.Sprintf("%02d.t", i)] = "  $ " + s + "\n  $ (exit 12)\n  $ /bin/echo one; (exit 3)\n  $ /bin/echo 'two'; exit 4\n"
	}
	write(t, files)
	for shell, args := range shells(t) {
		name := filepath.Base(shell)
		by := ends(t, Options{Test: TestOptions{Shell: shell, ShellArgs: args}, Place: PlaceOptions{Env: []string{"PATH=" + os.Getenv("PATH")}}})
		for i, s := range states {
			if name == "zsh" && strings.HasSuffix(s, "DEBUG") {
				continue // its trap acts in subshells too, so it sees the markers
			}
			e := by[fmt.Sprintf("%02d.t", i)]
			var printed strings.Builder
			statuses := ""
			for _, edit := range e.Edits {
				for _, line := range edit.New {
					if line = strings.TrimPrefix(line, "  "); strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
						statuses += line
					} else {
						printed.WriteString(line + "\n")
					}
				}
			}
			want, status := byHand(t, shell, args, s)
			switch {
			case e.Action == event.Error:
				t.Errorf("%s: %s: %s", name, s, e.Reason)
			case status != 4: // the state itself ends the shell
				if e.Reason == "" {
					t.Errorf("%s: %s: the end was not seen", name, s)
				}
			case !strings.HasSuffix(statuses, "[12][3][4]"):
				t.Errorf("%s: %s: the statuses are %s: %s", name, s, statuses, e.Reason)
			}
			if got := printed.String(); got != want {
				t.Errorf("%s: %s: printed\n%swant\n%s%s", name, s, got, want, e.Reason)
			}
			if strings.Contains(e.Diff+e.Reason+printed.String(), "echo SALT") {
				t.Errorf("%s: %s: what dott adds is seen:\n%s", name, s, e.Diff)
			}
		}
	}
}

// byHand returns what a shell prints that runs the same commands in the same lines,
// without empty lines, and its exit status.
func byHand(t *testing.T, shell string, args []string, state string) (printed string, status int) {
	t.Helper()
	script := filepath.Join(t.TempDir(), filepath.Base(shell))
	text := "\n" + state + "\n\n(exit 12)\n\n/bin/echo one; (exit 3)\n\n/bin/echo 'two'; exit 4\n"
	if err := os.WriteFile(script, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), shell, append(args, script)...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TERM=dumb", "LC_ALL=C", "HOME=" + cmd.Dir}
	out, err := cmd.CombinedOutput()
	if err != nil {
		status = cmd.ProcessState.ExitCode()
	}
	for line := range strings.Lines(strings.ReplaceAll(string(out), script, shell)) {
		if line != "\n" {
			printed += line
		}
	}
	return printed, status
}
