package scrut

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "",
		"a":                          "a",
		"a (regex)":                  "a (re)",
		"a (regex*)":                 "a (re*)",
		"a (re+)":                    "a (re+)",
		"a (gl?)":                    "a (glob?)",
		"a (escaped)":                "a (esc)",
		`\e[1m\\e (escaped+)`:        `\x1b[1m\\e (esc) (+)`,
		`f?? \e[0m (escaped) (glob)`: `f?? \x1b[0m (esc) (glob)`,
		"a (equal)":                  "a",
		"a (eq*)":                    "a (*)",
		"a (glob) (equal)":           `a (glob\x29 (esc)`,
		`f(\) (equal?)`:              `f(\\\x29 (esc) (?)`,
		"a (no-eol)":                 "a (no-eol)",
		"a (?)":                      "a (?)",
		"a (regex**)":                "a (regex**)",
		"a(regex)":                   "a(regex)",
		"[1]":                        "[1]",
		"a (other)":                  "a (other)",
		"(regex)":                    "(regex)",
	} {
		if got := Line(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestCase(t *testing.T) {
	d := Default()
	with := func(change func(c *Case)) Case {
		c := d
		change(&c)
		return c
	}
	for _, test := range []struct {
		text   string
		want   Case
		faults string
	}{
		{"", d, ""},
		{"{}", d, ""},
		{`{timeout: "1m 30s", detached: true, keep_crlf: true}`, with(func(c *Case) { c.Timeout, c.Detached, c.KeepCRLF = 90*time.Second, true, true }), ""},
		{`{environment: {"A": "b c", D: 1}, output_stream: stderr}`, with(func(c *Case) { c.Env, c.Stream = []Variable{{"A", "b c"}, {"D", "1"}}, "stderr" }), ""},
		{"{wait: 500ms}", with(func(c *Case) { c.Wait = 500 * time.Millisecond }), ""},
		{"{wait: {timeout: 5s, path: a b}}", with(func(c *Case) { c.Wait, c.WaitPath = 5*time.Second, "a b" }), ""},
		{"{skip_document_code: 42, strip_ansi_escaping: true}", with(func(c *Case) { c.SkipCode, c.StripANSI = 42, true }), ""},
		{"a: 1\nfail_fast: true\nwait: {b: c}", d, `0: scrut's key "a" is not supported here; it is left out; 1: scrut's key "fail_fast" is not supported here; it is left out; 2: scrut's key "b" is not supported here; it is left out`},
		{"{output_stream: both, timeout: 3, detached: maybe, skip_document_code: x, environment: {1: a}}", d, `0: output_stream is stdout, stderr or combined, not "both"; 0: timeout is a duration such as 10s or 1m 30s; 0: detached is true or false; 0: skip_document_code is an exit status, 1 to 255; 0: environment: "1" is not a variable with a value`},
		{"{", d, "0: this is no YAML: yaml: line 1: did not find expected node content"},
		{"[a]", d, "0: this is to be keys with values, as in {timeout: 10s}"},
	} {
		got, faults := d.With(test.text)
		var told []string
		for _, f := range faults {
			told = append(told, fmt.Sprintf("%d: %s", f.Line, f.Reason))
		}
		if diff := cmp.Diff(test.want, got); diff != "" || strings.Join(told, "; ") != test.faults {
			t.Errorf("%s: %s\n%s\nwant\n%s", test.text, diff, strings.Join(told, "; "), test.faults)
		}
	}
}

func TestFront(t *testing.T) {
	d, faults := Front("# all\ntotal_timeout: 2m\nshell: /bin/zsh\ndefaults:\n  output_stream: combined\nappend: [a.md]\n")
	c := Default()
	c.Stream = "combined"
	if diff := cmp.Diff(Document{Shell: "/bin/zsh", ShellLine: 2, Timeout: 2 * time.Minute, TimeoutLine: 1, Defaults: c}, d); diff != "" {
		t.Error(diff)
	}
	if len(faults) != 1 || faults[0].Line != 5 {
		t.Errorf("the faults are %v", faults)
	}
}

func TestWrap(t *testing.T) {
	tail := "; case $? in 0) ;; 80) exit 80 ;; *) (exit $?) ;; esac"
	for text, want := range map[string][2]string{
		"":                              {"{ ", "} 2>/dev/null" + tail},
		"output_stream: combined":       {"{ ", "}" + tail},
		"output_stream: stderr":         {"{ ", "} 2>&1 >/dev/null" + tail},
		"environment: {A: \"it's\"}":    {`export A='it'\''s'; { `, "} 2>/dev/null" + tail},
		"detached: true":                {"{ ", "} </dev/null >/dev/null 2>&1 &"},
		"wait: 1500ms":                  {"sleep 1.5; { ", "} 2>/dev/null" + tail},
		"wait: {timeout: 1s, path: /a}": {"(n=0; until [ -e '/a' ] || [ $n -ge 20 ]; do sleep 0.05; n=$((n+1)); done); { ", "} 2>/dev/null" + tail},
		"wait: {timeout: 1s, path: a}":  {`(n=0; until [ -e "$TMPDIR"/'a' ] || [ $n -ge 20 ]; do sleep 0.05; n=$((n+1)); done); { `, "} 2>/dev/null" + tail},
	} {
		c, _ := Default().With(text)
		if before, after := c.Wrap(false); before != want[0] || after != want[1] {
			t.Errorf("%s: %q and %q, want %q", text, before, after, want)
		}
	}
	c := Default()
	if before, after := c.Wrap(true); before != "( " || after != ") 2>/dev/null"+tail {
		t.Errorf("%q and %q", before, after)
	}
}

func TestShown(t *testing.T) {
	c := Default()
	if got := c.Shown("a\x1b[31m\r"); got != "a\x1b[31m" {
		t.Errorf("%q", got)
	}
	c.KeepCRLF, c.StripANSI = true, true
	if got := c.Shown("\x1b]0;title\x07a\x1b[1;31mb\x1b[0m\r"); got != "ab\r" {
		t.Errorf("%q", got)
	}
}

// FuzzConfig: no text makes it fail.
func FuzzConfig(f *testing.F) {
	for _, text := range []string{"{timeout: 5s}", "defaults:\n  wait: {path: a}\n", "a: &a [*a]", "? ? ?", "{", "- - :"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, _ := Front(text)
		c, _ := d.Defaults.With(text)
		c.Wrap(true)
		Line(text)
	})
}
