package convert

import (
	"strings"
	"testing"

	"dott/matcher/transcript"
)

// FuzzConvert: whatever comes in, a transcript comes out that has no faults but those of
// lines that were left.
func FuzzConvert(f *testing.F) {
	for _, text := range []string{
		"", "@test \"a\" {\n  run -1 x <<E\nb\nE\n  [ \"$output\" = \"c\" ]\n  [[ $output =~ d ]]\n  skip\n}\n", "@test 'a' ", "x() { :; }\n",
		"<\na\n$ cat\na\n>2 /b/\n>= 1\n", "$$$ cat\n>>> /a/\n>>>2\n>>>= !0\n", " echo\n>>>\n\n>>>= 0\n# c\n", "<<<\na\n$$$ x",
		"exec cat 'a''b' $x\n! stdout .\ncmp stdout w\n-- w --\nx\n", "env A=b\n[x] y\nexists a/b\nstdin f\nexec a &\n", "! exec", "exec 'a", "-- a/b --",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name, convert := range Formats {
			r := convert(text)
			for _, fault := range (transcript.Format{}).Parse(r.Text).Faults {
				t.Errorf("%s: %v in %q", name, fault, r.Text)
			}
			if r.Left != strings.Count(r.Text, Left) && !strings.Contains(text, "ot translated") {
				t.Errorf("%s: %d were left, and %q", name, r.Left, r.Text)
			}
		}
	})
}

func TestScriptWords(t *testing.T) {
	for line, want := range map[string]string{
		"exec cat a":         "exec|cat|a",
		"exec cat 'a b' c":   "exec|cat|'a b'|c",
		"exec cat 'it''s'":   `exec|cat|'it'\'''s`,
		"exec x $HOME/a":     `exec|x|"$HOME/a"`,
		"exec x a'b c'$d":    `exec|x|a'b c'"$d"`,
		"exec x # comment":   "exec|x",
		"stdout '^a\\.b$'":   `stdout|'^a\.b$'`,
		"exec x ${WORK}${/}": `exec|x|"$TESTTMP/"`,
		"exec x ''":          "exec|x|''",
	} {
		if _, quoted := scriptWords(line); strings.Join(quoted, "|") != want {
			t.Errorf("%s: %s, want %s", line, strings.Join(quoted, "|"), want)
		}
	}
}

// TestScripts: of real scripts, what was translated wrongly once.
func TestScripts(t *testing.T) {
	for script, want := range map[string]string{
		"exec a\nstdout 'b c\\n'":  "  .*b c (re)\n",
		"exec a\nstderr '\\nb\\n'": "  b (err) (re)\n",
		"exec a\nstdout 'b\\nc'":   Left + "stdout 'b\\nc'",
		"env $=$":                  Left + "env $=$",
		"exists -readonly f":       Left + "exists -readonly f",
	} {
		if r := Testscript(script); !strings.Contains(r.Text, want) {
			t.Errorf("%s:\n%s\nhas no %q", script, r.Text, want)
		}
	}
}
