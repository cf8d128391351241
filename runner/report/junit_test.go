package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dott/runner/event"
	"dott/runner/tooltest"
)

// junit returns the report of some events.
func junit(t testing.TB, events ...event.Event) string {
	t.Helper()
	var b bytes.Buffer
	j := &JUnit{To: into(&b)}
	for _, e := range events {
		if err := j.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// parsed is a JUnit report as those who read it see it.
type parsed struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Suites   []struct {
		Name  string       `xml:"name,attr"`
		Cases []parsedCase `xml:"testcase"`
	} `xml:"testsuite"`
}

type parsedCase struct {
	Class   string `xml:"classname,attr"`
	Name    string `xml:"name,attr"`
	File    string `xml:"file,attr"`
	Failure *struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	} `xml:"failure"`
	Skipped *struct {
		Message string `xml:"message,attr"`
	} `xml:"skipped"`
	Out string `xml:"system-out"`
}

func readJUnit(t testing.TB, text string) parsed {
	t.Helper()
	var p parsed
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = true
	if err := d.Decode(&p); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return p
}

// TestJUnitSchema: xmllint takes the reports for what Jenkins and Surefire
// describe, whatever was printed.
func TestJUnitSchema(t *testing.T) {
	xmllint := tooltest.Find(t, "xmllint")
	everything := make([]byte, 256)
	for i := range everything {
		everything[i] = byte(i)
	}
	odd := string(everything) + "\uFFFE\uFFFF\u0085\u2028]]>\U0010FFFF\xed\xa0\x80"
	dir := t.TempDir()
	files := []string{"testdata/golden/junit.xml"}
	for name, text := range map[string]string{
		"empty": junit(t, event.Event{Action: event.Summary}),
		"odd": junit(t, event.Event{Action: event.Dott, Host: odd, Shell: odd, Version: odd, Time: time.Now()},
			event.Event{Action: event.Fail, Test: odd, Diff: odd, Reason: odd, Cell: odd, Commands: []event.Command{{Line: 1, Text: odd}}},
			event.Event{Action: event.Skip, Test: "s.t", Reason: odd}, event.Event{Action: event.Skip, Test: "t.t"},
			event.Event{Action: event.Summary, NotRun: 2, Reason: odd}),
	} {
		file := filepath.Join(dir, name+".xml")
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	cmd := exec.Command(xmllint, append([]string{"--noout", "--nonet", "--schema", "testdata/junit.xsd"}, files...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestJUnitReaders: what GitLab and GitHub's common actions look for is there.
// GitLab tells tests apart by class and name alone, over all suites.
func TestJUnitReaders(t *testing.T) {
	text, err := os.ReadFile("testdata/golden/junit.xml")
	if err != nil {
		t.Fatal(err)
	}
	p := readJUnit(t, string(text))
	seen := map[string]bool{}
	tests := 0
	for _, s := range p.Suites {
		tests += len(s.Cases)
		for _, c := range s.Cases {
			key := c.Class + "\x00" + c.Name
			if seen[key] || c.Name == "" || c.Class == "" || !strings.HasPrefix(c.File, "shop/") {
				t.Errorf("%+v", c)
			}
			seen[key] = true
		}
	}
	if p.Tests != tests {
		t.Errorf("%d tests of %d", p.Tests, tests)
	}
}

// FuzzJUnit: whatever the strings are, the report can be parsed, and they are in
// it, but for the characters that XML cannot hold.
func FuzzJUnit(f *testing.F) {
	f.Add("a.t", "--- a.t\n+++ a.t.err\n", "a.t: it failed", "git=2")
	f.Add("dir/b<&>\"'.t", "\x00\x01\x08\x0b\x1f\x7f\u0085\u2028\uFFFE\uFFFD", "\r\n\t", "]]>")
	f.Add("\xff\xfe", "\xed\xa0\x80 ä \xf4\x90\x80\x80", "", "\U0010FFFF")
	f.Fuzz(func(t *testing.T, test, diff, reason, cell string) {
		e := event.Event{Action: event.Fail, Test: test, Diff: diff, Reason: reason, Cell: cell, Commands: []event.Command{{Line: 1, Text: diff}}}
		p := readJUnit(t, junit(t,
			event.Event{Action: event.Dott, Host: reason, Shell: cell, Version: diff}, e,
			event.Event{Action: event.Skip, Test: test, Reason: reason, Cell: cell}, event.Event{Action: event.Summary, Reason: diff, NotRun: 1}))
		if len(p.Suites) != 1 || len(p.Suites[0].Cases) != 2 || p.Tests != 2 || p.Failures != 1 {
			t.Fatalf("%+v", p)
		}
		c := p.Suites[0].Cases[0]
		for _, pair := range [][2]string{
			{c.Failure.Message, headline(e)},
			{c.Failure.Text, details(e) + "to run it again: " + again("", e) + "\n"},
			{c.Out, systemOut(e)},
			{p.Suites[0].Name, (&JUnit{}).suiteName(&suite{cell: cell})},
		} {
			if want := forXML(pair[1]); pair[0] != want {
				t.Fatalf("got  %q\nwant %q", pair[0], want)
			}
		}
		if c := p.Suites[0].Cases[1]; c.Skipped == nil || c.Skipped.Message != forXML(reason) {
			t.Fatalf("%+v, want %q", c, reason)
		}
	})
}

// forXML replaces what XML 1.0 cannot hold, in the plainest way.
func forXML(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1, r < ' ' && r != '\t' && r != '\n' && r != '\r':
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case r == 0xFFFE || r == 0xFFFF:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		s = s[n:]
	}
	return b.String()
}
