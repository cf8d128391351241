package generalize

import (
	"strings"
	"testing"
)

// TestValues: a pattern is made of lines that differ in values, and none of
// those that differ in words.
func TestValues(t *testing.T) {
	for _, test := range []struct {
		lines string // with | between
		want  string // "" is none
	}{
		{"pid 1234|pid 1299", "pid * (glob)"},
		{"17|2045", `\d+ (re)`},
		{"took 900ms|took 1.2s", "took * (glob)"},
		{"took 900 ms|took 2 s", "took * * (glob)"},
		{"in 1 second|in 12 seconds", "in * * (glob)"},
		{"at 11:59 AM|at 12:00 PM", "at *:* (glob)"},
		{"Sat Nov 21 02:32:40 UTC 2026|Sun Nov 22 02:32:41 UTC 2026", "*:*:* (glob)"},
		{"Mon, 30 Nov 2026 23:59:59 GMT|Tue, 01 Dec 2026 00:00:00 GMT", "*, *:*:* (glob)"},
		{"4a1f9c2 fix|99ce01b fix", "* fix (glob)"},
		{"deadbeef fix|99ce01b0 fix", "* fix (glob)"},
		{"/tmp/tmp.Ab12Xy/x|/tmp/tmp.qwerty/x", "/tmp/tmp.*/x (glob)"},
		{"/tmp/tmp.AbCdEf/x|/tmp/tmp.qWeRtY/x", "/tmp/tmp.*/x (glob)"},
		{"xY1|Zq2", `\w+ (re)`},
		{"in tmpabcd|in tmpefgh|in tmpijkl|in tmpmnop", "in * (glob)"},
		{"wxyz (no-eol)|abcd (no-eol)|efgh (no-eol)|ijkl (no-eol)", `\w+ \(no-eol\) (re)`},
		{"even|oddly|nil|prime", ""},
		{"abcd|efgh|ijkl", ""},
		{"[1]|[2]", "[*] (glob)"},
		{"0 left|left", "*left (glob)"},

		{"FAILED|passed", ""},
		{"FAIL|PASS", ""},
		{"f.t: PASS 1|f.t: FAIL 2", ""},
		{"z|y", ""},
		{"FAILED|ok1", ""},
		{"2 tests FAILED|3 tests passed", ""},
		{"x: yes|x: no", ""},
		{"x|x: warning", ""},
		{"a b c|a x y c", ""},
		{"état présent|état absent", ""},
		{"error 5 at 10:00|started 6 at 10:01", ""},
		{"took 3 seconds|took 2 minutes", ""},
		{"[ok]|[no]", ""},
	} {
		got, ok := Values(strings.Split(test.lines, "|"))
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%q gives %q (%v), want %q", test.lines, got, ok, test.want)
		}
	}
}

// FuzzValues: what a glob is taken apart with fits what it was made of.
func FuzzValues(f *testing.F) {
	f.Add("a 1", "a 2")
	f.Add(`\*? 1`, `\*? 2`)
	f.Add("2026-11-21 10:11:12 x", "Nov  1 x")
	f.Fuzz(func(t *testing.T, a, b string) {
		if text, ok := Values([]string{a, b}); ok && text == "" {
			t.Errorf("%q and %q give an empty pattern", a, b)
		}
	})
}
