package generalize

import (
	"strings"
	"testing"

	"dott/matcher"
)

func TestLines(t *testing.T) {
	tests := []struct {
		name  string
		lines string // with | between
		want  string // "" is none
	}{
		{"numbers", "pid 1234|pid 1299|pid 7", "pid * (glob)"},
		{"number behind letters", "pid1234|pid1299", "pid* (glob)"},
		{"number before letters", "took 12ms|took 9ms", "took *ms (glob)"},
		{"decimals", "took 0.012s|took 1.5s", "took *s (glob)"},
		{"decimals that begin alike", "took 0.012s|took 0.013s", "took *s (glob)"},
		{"version", "v 1.2.3|v 1.2.4", "v 1.2.* (glob)"},
		{"plural", "1 second|2 seconds", ""},
		{"plural in a sentence", "in 1 second|in 12 seconds", "in * * (glob)"},
		{"port", "127.0.0.1:4001 up|127.0.0.1:52044 up", "127.0.0.1:* up (glob)"},
		{"hash", "4a1f9c2 fix|99ce01b fix", "* fix (glob)"},
		{"hash of digits", "index 4111992..99ce01b|index 1212121..99ce01b", "index *..99ce01b (glob)"},
		{"part of a hash", "build7f3a9c|build7f3b01|build9c1200", "build* (glob)"},
		{"uuid", "44e1a92e-d6e2-5f50-a1b2-56613b4abc9d|f71232b1-bec4-e012-683c-fc72d1109269", "*-*-*-*-* (glob)"},
		{"temporary name", "/tmp/tmp.Ab12/x|/tmp/tmp.99yZ/x", "/tmp/tmp.*/x (glob)"},
		{"date", "on 2026-11-21|on 2026-11-22", "on *-*-* (glob)"},
		{"time in the same hour", "at 02:33:56.90|at 02:33:57.91", "at *:*:*.* (glob)"},
		{"date and time", "2026-11-21T02:33:56Z x|2026-11-21T02:33:57Z x", "*-*-*T*:*:*Z x (glob)"},
		{"date(1)", "Sat Nov 21 02:32:40 UTC 2026|Sat Nov 21 02:32:41 UTC 2026", "*:*:* (glob)"},
		{"a date that stays", "2001-02-03: 14|2001-02-03: 15", "2001-02-03: * (glob)"},
		{"more words", "a b c|a x y c", "a * c (glob)"},
		{"glob characters", `a*b? \ 1|a*b? \ 2`, `a\*b\? \\ * (glob)`},
		{"a glob and a line", `a * (glob)|a? 5`, `a* * (glob)`},
		{"escapes", `a\tb 1 (esc)|a\tb 2 (esc)`, "a?b * (glob)"},
		{"bytes", `\xff 1 x (esc)|\xff 2 x (esc)`, "? * x (glob)"},
		{"code", `\x24 1 (esc)|\x24 2 (esc)`, "$ * (glob)"},
		{"a suffix", `1 a (\x3f) (esc)|2 a (\x3f) (esc)`, `* a (\?) (glob)`},
		{"no newline", "x 1 (no-eol)|x 2 (no-eol)", "x * (no-eol) (glob)"},
		{"status", "[1]|[2]", "[*] (glob)"},
		{"UTF-8", "grün 1|grün 2", "grün * (glob)"},
		{"a number alone", "17|2045", `\d+ (re)`},
		{"a decimal alone", "0.17|20.45", `\d+\.\d+ (re)`},
		{"a hash alone", "4a1f9c2|99ce01b", "[0-9a-f]+ (re)"},
		{"a name alone", "xY1|Zq2", `\w+ (re)`},
		{"a number with blanks", "  17| 2045", `\s*\d+\s* (re)`},
		{"a number without newline", "17 (no-eol)|18 (no-eol)", `\d+ \(no-eol\) (re)`},
		{"standard error", "pid 1 (err)|pid 2 (err)", "pid * (err) (glob)"},
		{"a number on standard error", "17 (err)|18 (err)", `\d+ (err) (re)`},
		{"no newline on standard error", "x 1 (err) (no-eol)|x 2 (err) (no-eol)", "x * (err) (no-eol) (glob)"},
		{"both streams", "x 1 (err)|x 2", "x * (glob)"},
		{"nothing", "a b|. c", ""},
		{"an expression", `\d (re)|x`, ""},
		{"optional", `x (?)|y`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Lines(strings.Split(test.lines, "|"))
			if got != test.want || ok != (test.want != "") {
				t.Errorf("%q gives %q (%v), want %q", test.lines, got, ok, test.want)
			}
		})
	}
}

// FuzzLines: what is written for lines of output matches each of them, and
// reads as expected output.
func FuzzLines(f *testing.F) {
	f.Add("pid 12", "pid 13", "pid 1")
	f.Add("a*?\\ 1", "a*?\\ 2", "\x00")
	f.Add("$ 1", "$ 2", "> (?)")
	f.Add("2026-11-21 10:11:12 x", "Nov  1 x", "\xff (glob)")
	f.Add("a1 (no-eol)", "a2", "1.2.3 1.2")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		var lines []matcher.Line
		var written []string
		for _, s := range []string{a, b, c} {
			l := matcher.NewLine(s, s, false)
			if strings.ContainsAny(s, "\n") || matcher.Parse(l.Written()).Kind > matcher.Regexp && !strings.HasSuffix(l.Written(), " (esc)") {
				t.Skip()
			}
			lines = append(lines, l)
			written = append(written, l.Written())
		}
		text, ok := Lines(written)
		if !ok {
			return
		}
		p := matcher.Parse(text)
		for i := range lines {
			// Output that ends like a pattern, or like a line without its end, is taken for that.
			if q := matcher.Parse(written[i]); q.Kind == matcher.Regexp || q.Kind == matcher.Glob || q.NoEOL {
				continue
			}
			if ok, err := p.Match(&lines[i]); !ok || err != nil {
				t.Errorf("%q of %q does not match %q: %v", text, written, lines[i].Written(), err)
			}
		}
		if strings.ContainsAny(text, "\n\t\x00") {
			t.Errorf("%q of %q cannot be written", text, written)
		}
	})
}
