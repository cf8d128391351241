package shell

import (
	"strings"
	"testing"

	"dott/matcher/transcript"
)

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		shell, commands string // blocks, with ¦ between them; `\n` is a continuation
		block           int    // 0: nothing wrong
		certain         bool
		reason          string
	}{
		{"dash", "echo a¦for i in 1; do echo $i; done", 0, false, ""},
		{"dash", "true¦echo 'open¦true", 2, false, "this command opens a quote (') that nothing closes"},
		{"bash", `true¦echo "a¦true`, 2, false, `this command opens a quote (") that nothing closes`},
		{"sh", "echo \"`true¦true", 1, false, "this command opens a quote (`) that nothing closes"},
		{"sh", `true¦cat <<EOF\nx¦true`, 2, true, "this command begins a here-document whose end (EOF) is missing"},
		{"mksh", "echo $(true¦true", 1, false, "this command opens $(, and no ) closes it"},
		{"busybox", "true¦if true¦true", 2, false, "this command is not complete: if <cond> must be followed by then"},
		{"dash", "f() {¦echo a¦}", 0, false, ""},
		{"dash", "true¦echo )", 2, false, "the shell cannot read this command: a command can only contain words and redirects; encountered )"},
		{"dash", `true¦false \`, 2, true, "the backslash at the end of this command joins it to what comes next"},
		{"dash", `false \\`, 0, false, ""},
		{"dash", `true # no \¦true`, 0, false, ""},
		{"dash", `echo 'a \¦true`, 1, false, "this command opens a quote (') that nothing closes"},
		{"dash", `true¦false \¦true`, 2, true, "the backslash at the end of this command joins it to what comes next"},
		{"dash", "alias x='if true; then'¦x echo a; fi", 0, false, ""},
		{"bash", "shopt -s extglob¦echo )", 0, false, ""},
		{"dash", "exit 80¦echo )", 0, false, ""},
		{"zsh", "echo )", 0, false, ""},
		{"python", "echo )", 0, false, ""},
	} {
		var file strings.Builder
		for block := range strings.SplitSeq(test.commands, "¦") {
			sign := "$"
			for line := range strings.SplitSeq(block, `\n`) {
				file.WriteString("  " + sign + " " + line + "\n")
				sign = ">"
			}
		}
		s := New(transcript.Format{}.Parse(file.String()), Options{Shell: test.shell})
		got := s.Check(test.shell)
		switch {
		case got == nil && test.block != 0:
			t.Errorf("%s: %q: nothing is wrong", test.shell, test.commands)
		case got != nil && (got.Block != test.block || got.Certain != test.certain || got.Reason != test.reason):
			t.Errorf("%s: %q: %+v", test.shell, test.commands, *got)
		}
	}
}

func TestEndOf(t *testing.T) {
	for _, test := range []struct {
		command string
		want    End
	}{
		{"exit", End{true, true, -1}},
		{"exit 3", End{true, true, 3}},
		{"exit 300", End{true, true, 44}},
		{"exit $x", End{true, false, -1}},
		{"exit 3 4", End{true, false, -1}},
		{"exit 3 >f", End{true, false, -1}},
		{"x=1 exit 3", End{true, false, -1}},
		{"echo a; exit 3", End{true, false, -1}},
		{"echo a\nexit", End{true, false, -1}},
		{"exec false", End{true, false, -1}},
		{"exec >/dev/null", End{Status: -1}},
		{"exec", End{Status: -1}},
		{"return 3", End{true, false, -1}},
		{"test -e x || exit 80", End{true, false, -1}},
		{"true && { echo a; exit 1; }", End{true, false, -1}},
		{"if true; then exit 1; else true; fi", End{true, false, -1}},
		{"if true; then true; else exit 1; fi", End{true, false, -1}},
		{"case x in x) exit 1;; esac", End{true, false, -1}},
		{"for i in 1; do exit; done", End{true, false, -1}},
		{"while true; do exit; done", End{true, false, -1}},
		{"exit 3; true", End{Status: -1}},
		{"(exit 3)", End{Status: -1}},
		{"! exit 3", End{Status: -1}},
		{"exit 3 &", End{Status: -1}},
		{"true | exit 3", End{Status: -1}},
		{"exit 3 || true", End{Status: -1}},
		{"f() { exit 3; }", End{Status: -1}},
		{"f", End{Status: -1}},
		{"set -e; false", End{Status: -1}},
		{"kill $$", End{Status: -1}},
		{"'exit", End{Status: -1}},
		{"", End{Status: -1}},
		{"echo exit", End{Status: -1}},
	} {
		if got := EndOf(test.command); got != test.want {
			t.Errorf("%q: %+v, want %+v", test.command, got, test.want)
		}
	}
}

func TestRedirects(t *testing.T) {
	for command, want := range map[string]bool{
		"exec >f": true, "exec 2>&1 >/dev/null": true, "true; { exec >&-; }": true, "f() { exec >f; }": true,
		"exec true >f": false, "exec": false, "true >f": false, "echo 'exec >f'": false, "'": false,
	} {
		if got := Redirects(command); got != want {
			t.Errorf("%q: %v", command, got)
		}
	}
}
