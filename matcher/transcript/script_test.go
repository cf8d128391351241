package transcript

import (
	"strings"
	"testing"
)

func TestFromScript(t *testing.T) {
	for _, test := range []struct{ name, script, want string }{
		{"nothing", "", ""},
		{"blank lines", "\n\n  \n", ""},
		{"a line each", "echo a\necho b\n", "  $ echo a\n  $ echo b\n"},
		{"on one line", "echo a; echo b\n", "  $ echo a; echo b\n"},
		{"several lines", "for i in 1 2\ndo\n  echo $i\ndone\necho b", "  $ for i in 1 2\n  > do\n  >   echo $i\n  > done\n  $ echo b\n"},
		{"a here-document", "cat <<E >x\nsome\n\n$ text\nE\ncat x\n", "  $ cat <<E >x\n  > some\n  > \n  > $ text\n  > E\n  $ cat x\n"},
		{"comments", "#!/bin/sh\n# first\necho a\n\n# second,\n#  $ third\necho b\n", "first\n\n  $ echo a\n\nsecond,\n$ third\n\n  $ echo b\n"},
		{"a directive it is not", "#if x\n", "if x\n"},
		{"CRLF", "echo a\r\necho b\r\n", "  $ echo a\n  $ echo b\n"},
		{"no shell's", "echo (\necho b\n", "  $ echo (\n  $ echo b\n"},
	} {
		if got := FromScript(test.script, 2); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if got := FromCommands([]string{"", "  a\n", "b\nc"}, 4); got != "    $ a\n    $ b\n    > c\n" {
		t.Errorf("%q", got)
	}
}

// FuzzFromScript: a transcript of a script has all of its commands, and no output.
func FuzzFromScript(f *testing.F) {
	f.Add("echo a\n# x\ncat <<E\n$ b\nE\n")
	f.Add("if x; then\n\n#y\nfi; z\n")
	f.Fuzz(func(t *testing.T, script string) {
		text := FromScript(script, 2)
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "  $ ") && !strings.HasPrefix(line, "  > ") {
				t.Errorf("%q: %q reads as output", script, line)
			}
		}
	})
}
