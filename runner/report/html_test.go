package report

import (
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"dott/runner/event"
	"dott/runner/report/printable"
	"dott/runner/tooltest"
)

// page returns the report of some events.
func page(t testing.TB, events ...event.Event) *html.Node {
	t.Helper()
	var b bytes.Buffer
	h := &HTML{To: into(&b)}
	for _, e := range events {
		if err := h.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	return parsePage(t, b.Bytes())
}

func parsePage(t testing.TB, text []byte) *html.Node {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attr(n *html.Node, name string) (value string, ok bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// having returns the elements of a kind with a class, or with any where that is "".
func having(n *html.Node, element, class string) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type != html.ElementNode || d.Data != element {
			continue
		}
		if c, _ := attr(d, "class"); class == "" || slices.Contains(strings.Fields(c), class) {
			found = append(found, d)
		}
	}
	return found
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func one(t testing.TB, n *html.Node, element, class string) *html.Node {
	t.Helper()
	found := having(n, element, class)
	if len(found) != 1 {
		t.Fatalf("%d elements %s.%s", len(found), element, class)
	}
	return found[0]
}

// FuzzHTML: whatever the strings are, the page has the same elements, and they
// are in it, but for what is not printable.
func FuzzHTML(f *testing.F) {
	f.Add("a.t", "--- a.t\n+++ a.t.err\n@@ -1 +1 @@\n-  a b c 1\n+  a b c 2\n", "a.t: it failed", "git=2")
	f.Add("dir/b<&>\"'.t", "</pre></details><script>alert(1)</script><!--", "\x00\r\n\t", "]]>")
	f.Add("\xff\xfe", "-\xed\xa0\x80 ä\n+\xf4\x90\x80\x80\n", "x\n\n\nmore", "</title>")
	f.Add("x", "\nleading newline", "x\n\nleading newline", "\n")
	f.Fuzz(func(t *testing.T, test, diff, reason, cell string) {
		e := event.Event{Action: event.Fail, Test: test, Diff: diff, Reason: reason, Cell: cell, Command: diff}
		doc := page(t, event.Event{Action: event.Dott, Host: reason, Shell: cell, Version: diff}, e,
			event.Event{Action: event.Skip, Test: test, Reason: reason, Cell: cell}, event.Event{Action: event.Summary, Reason: diff, NotRun: 1})
		if n := len(having(doc, "script", "")) + len(having(doc, "style", "")) + len(having(doc, "title", "")) + len(having(doc, "h1", "")); n != 4 {
			t.Fatalf("%d elements that there are once each", n)
		}
		failure := one(t, doc, "details", "failure")
		names := having(doc, "span", "name")
		if got, want := textOf(names[0]), printable.Text(test, "\n\t")+printable.Text(suffix(e), "\n\t"); got != want {
			t.Fatalf("name %q, want %q", got, want)
		}
		if got, want := textOf(one(t, failure, "span", "why")), printable.Text(complaint(e), "\n\t"); got != want {
			t.Fatalf("reason %q, want %q", got, want)
		}
		if diff != "" {
			want := printable.Diff(diff)
			if got := textOf(one(t, failure, "pre", "diff")); got != want {
				t.Fatalf("diff %q, want %q", got, want)
			}
			for _, p := range having(failure, "pre", "diff") {
				for _, n := range having(p, "span", "") {
					if n.Parent != p {
						t.Fatal("a line in a line")
					}
				}
			}
		}
		if rows := having(doc, "li", "skip"); len(rows) != 1 {
			t.Fatalf("%d rows of skipped tests", len(rows))
		}
	})
}

// TestHTMLInChromium opens the golden page with a filter in a real browser, and
// looks at what the script made of it.
func TestHTMLInChromium(t *testing.T) {
	chromium := tooltest.Find(t, "chromium")
	golden, err := filepath.Abs("testdata/golden/report.html")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
		"--user-data-dir="+t.TempDir(), "--enable-logging=stderr", "--timeout=20000", "--dump-dom", "file://"+golden+"#?show=fail&text=KG%20price")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	for line := range strings.Lines(errs.String()) {
		if strings.Contains(line, "CONSOLE") { // an error of the script, or something that the policy forbids
			t.Error(line)
		}
	}
	doc := parsePage(t, out.Bytes())
	shown := func(element, class string) (texts []string) {
		for _, n := range having(doc, element, class) {
			hidden := false
			for p := n; p != nil; p = p.Parent {
				if _, is := attr(p, "hidden"); is {
					hidden = true
				}
			}
			if !hidden {
				texts = append(texts, strings.Join(strings.Fields(textOf(n)), " "))
			}
		}
		return texts
	}
	if got := shown("details", "failure"); len(got) != 1 || !strings.Contains(got[0], "prices.t:14") {
		t.Errorf("shown failures: %q", got)
	}
	if got := shown("nav", ""); len(got) != 1 || !strings.HasPrefix(got[0], "all 16 failed 6 failed (allowed or known) 2 flaky 1") {
		t.Errorf("tools: %q", got)
	}
	for _, b := range having(doc, "button", "") {
		verdict, _ := attr(b, "data-verdict")
		if pressed, _ := attr(b, "aria-pressed"); (pressed == "true") != (verdict == "fail") && pressed != "" {
			t.Errorf("%q is pressed: %s", verdict, pressed)
		}
	}
	// The grid: a heading for each cell, and of the tests those that match.
	table := one(t, doc, "table", "")
	if got := textOf(having(table, "thead", "")[0]); got != "defaultgit=2.30git=2.43git=tip" {
		t.Errorf("cells: %q", got)
	}
	if got := shown("tr", ""); !slices.Equal(got, []string{"defaultgit=2.30git=2.43git=tip", "prices.t✗"}) {
		t.Errorf("shown rows of the grid: %q", got)
	}
	for _, id := range []string{"slowest", "notes", "none"} {
		for _, n := range append(having(doc, "section", ""), having(doc, "p", "")...) {
			if v, _ := attr(n, "id"); v == id {
				if _, hidden := attr(n, "hidden"); !hidden {
					t.Errorf("%s is shown under a filter", id)
				}
			}
		}
	}
}
