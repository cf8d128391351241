package xunit

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"dott/runner/event"
)

func TestReport(t *testing.T) {
	var b strings.Builder
	r := Report{To: func(write func(io.Writer) error) error { return write(&b) }}
	for _, e := range []event.Event{
		{Action: event.Dott, Host: `a"b`},
		{Action: event.Start, Test: "d/a.t"},
		{Action: event.Pass, Test: "d/a.t", Elapsed: 0.5},
		{Action: event.Fail, Test: "b.t", Diff: "-a]]>\n+\x01\xff<&\n", Reason: "b.t:1: why"},
		{Action: event.Fail, Test: "known.t", Known: "bug"},
		{Action: event.Skip, Test: "c.t"},
		{Action: event.Summary, Elapsed: 2},
	} {
		if err := r.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	var suite struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Host     string `xml:"hostname,attr"`
		Cases    []struct {
			Class   string  `xml:"classname,attr"`
			Name    string  `xml:"name,attr"`
			Failure *string `xml:"failure"`
		} `xml:"testcase"`
	}
	if err := xml.Unmarshal([]byte(b.String()), &suite); err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	if suite.Name != "cram" || suite.Tests != 4 || suite.Failures != 1 || suite.Skipped != 1 || suite.Host != `a"b` {
		t.Errorf("%+v", suite)
	}
	if c := suite.Cases[0]; c.Class != "d/a.t" || c.Name != "a.t" || c.Failure != nil {
		t.Errorf("%+v", c)
	}
	if c := suite.Cases[1]; c.Failure == nil || *c.Failure != "-a]]>\n+\uFFFD\uFFFD<&\nb.t:1: why\n" {
		t.Errorf("%q", *c.Failure)
	}
}
