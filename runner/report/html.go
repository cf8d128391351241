package report

import (
	"cmp"
	_ "embed" // the frame, the style and the script
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"dott/runner/event"
	"dott/runner/report/grid"
	"dott/runner/report/outfile"
	"dott/runner/report/printable"
	"dott/runner/report/skips"
)

// HTML is one page for a person: what failed and how, and below it all tests.
// It asks nobody for anything: style and script stand in it, and its policy
// forbids all else. It reads without the script, which only filters, moves and
// lays out the grid of a matrix.
type HTML struct {
	To func(write func(io.Writer) error) error // gets the report when it is complete

	head     event.Event
	tally    event.Tally
	skips    skips.Skips
	failing  int // parts in failures
	top      top
	failures outfile.Spool // a part of the page for each that is new
	known    outfile.Spool // and for each that failed before
	knowns   int
	news     news
	rows     outfile.Spool // a line for each test
	notes    outfile.Spool // an item for each remark
	noted    bool
	warnings []string // of the test whose end comes next
	timedOut int
	listed   int // that were not run, and have a row
	cells    map[string]*grid.Resolved
}

//go:embed html.tmpl
var htmlFrame string

//go:embed html.css
var htmlStyle string

//go:embed html.js
var htmlScript string

// openFailures is how many failures are unfolded when the page is opened.
const openFailures = 30

// Handle takes one event.
func (h *HTML) Handle(e event.Event) error {
	_ = h.tally.Handle(e)
	h.skips.Add(e)
	switch {
	case e.Action == event.Dott:
		h.head = e
	case e.Action == event.Warning:
		h.warnings = append(h.warnings, e.Reason)
	case e.Action == event.NotRun:
		h.listed++
		return h.row(e)
	case e.Done():
		h.top.add(e)
		h.news.add(e)
		if e.TimedOut {
			h.timedOut++
		}
		if failed(e) {
			if err := h.failure(e); err != nil {
				return err
			}
		} else if err := h.note(e); err != nil {
			return err
		}
		h.warnings = nil
		return h.row(e)
	case e.Action == event.Summary:
		end := e // so that not every event is kept for this function
		err := h.To(func(w io.Writer) error { return h.write(w, end) })
		h.failures.Close()
		h.known.Close()
		h.rows.Close()
		h.notes.Close()
		return err
	}
	return nil
}

// row writes a test's line in the list of all.
func (h *HTML) row(e event.Event) error {
	if h.cells == nil {
		h.cells = map[string]*grid.Resolved{}
	}
	if h.cells[e.Cell] == nil {
		h.cells[e.Cell] = &grid.Resolved{}
	}
	h.cells[e.Cell].Add(e)
	class, word := "pass", ""
	switch {
	case e.Action == event.NotRun:
		class, word = "notrun", notRunReason(e)
	case e.Action == event.Skip:
		_, word = verdict(e)
		class = "skip"
	case failed(e):
		_, word = verdict(e)
		class = "fail"
		if e.Allowed {
			class = "allowed"
		}
	case e.Flaky:
		class, word = "flaky", "flaky"
	}
	if e.Past != nil && word != "" {
		word += ", "
	}
	word += e.Past.String()
	var b strings.Builder
	b.Grow(2*len(e.Test) + 100)
	b.WriteString(`<li class="` + class + `"`)
	if e.Cell != "" {
		b.WriteString(` data-test="` + htmlText(e.Test) + `" data-cell="` + htmlText(e.Cell) + `"`)
	}
	b.WriteString("><span class=\"name\">")
	if failed(e) {
		fmt.Fprintf(&b, `<a href="#f%d">%s</a>`, h.failing, htmlName(e))
	} else {
		b.WriteString(htmlName(e))
	}
	b.WriteString("</span>")
	if word != "" {
		b.WriteString(`<span class="word">` + htmlText(word) + "</span>")
	}
	if e.Done() && e.Action != event.Skip {
		b.WriteString(`<span class="time">` + htmlSeconds(e.Elapsed) + "</span>")
	}
	b.WriteString("</li>\n")
	_, err := io.WriteString(&h.rows, b.String())
	return err
}

// note writes what there is to say about a test that did not fail.
func (h *HTML) note(e event.Event) error {
	var b strings.Builder
	for _, n := range append(h.warnings, remarks(e)...) {
		b.WriteString("<li>" + htmlText(n) + "</li>\n")
	}
	if text := before(e); text != "" {
		what := "what was written"
		if e.Flaky {
			what = "how the first attempt failed"
		}
		fmt.Fprintf(&b, "<li class=\"before\"><details><summary>%s: %s</summary>\n", htmlName(e), what)
		if e.Command != "" {
			fmt.Fprintf(&b, "<pre class=\"command\">$ %s</pre>\n", htmlText(e.Command))
		}
		if rest := text[len(e.Diff):]; rest != "" {
			fmt.Fprintf(&b, "<pre class=\"reason\">%s</pre>\n", htmlText(strings.TrimSuffix(rest, "\n")))
		}
		if e.Diff != "" {
			b.WriteString("<pre class=\"diff\">" + htmlDiff(e.Diff) + "</pre>\n")
		}
		b.WriteString("</details></li>\n")
	}
	h.noted = h.noted || b.Len() > 0
	_, err := io.WriteString(&h.notes, b.String())
	return err
}

// failure writes the part of the page about one failure.
func (h *HTML) failure(e event.Event) error {
	h.failing++
	open := ""
	if h.failing <= openFailures && !e.Allowed {
		open = " open"
	}
	_, word := verdict(e)
	var b strings.Builder
	line := ""
	n, why := cause(e)
	if n > 0 {
		line = fmt.Sprintf(`<span class="line">:%d</span>`, n)
	}
	class := "failure"
	if e.Allowed {
		class += " allowed"
	}
	fmt.Fprintf(&b, "<details class=\"%s\" id=\"f%d\"%s>\n<summary><span class=\"badge\">%s</span> <span class=\"name\">%s</span>", class, h.failing, open, word, htmlPath(e.Test)+htmlSuffix(e)+line)
	if e.Past != nil {
		fmt.Fprintf(&b, ` <span class="past %s">%s</span>`, e.Past.Is, htmlText(e.Past.String()))
	}
	fmt.Fprintf(&b, " <span class=\"why\">%s</span> <span class=\"time\">%s</span></summary>\n", htmlText(why), htmlSeconds(e.Elapsed))
	if e.Command != "" {
		fmt.Fprintf(&b, "<pre class=\"command\">$ %s</pre>\n", htmlText(e.Command))
	}
	if rest := more(e); rest != "" {
		fmt.Fprintf(&b, "<pre class=\"reason\">%s</pre>\n", htmlText(strings.TrimSuffix(rest, "\n")))
	}
	if e.Diff != "" {
		b.WriteString("<pre class=\"diff\">" + htmlDiff(e.Diff) + "</pre>\n")
	}
	if logs := serviceLogs(e, len(e.Logs)<<20, ""); logs != "" {
		b.WriteString("<details class=\"commands\"><summary>logs of services</summary><pre>" + htmlText(logs) + "</pre></details>\n")
	}
	for _, w := range h.warnings {
		fmt.Fprintf(&b, "<p class=\"warning\">warning: %s</p>\n", htmlText(w))
	}
	htmlCommands(&b, e)
	attempt := ""
	if e.Attempt > 1 {
		attempt = fmt.Sprintf(" (this was attempt %d)", e.Attempt)
	}
	fmt.Fprintf(&b, "<p class=\"again\">Run it again%s: <code>%s</code></p>\n</details>\n", attempt, htmlText(again(h.head.Again, e)))
	to := &h.failures
	if e.Past.Known() {
		to = &h.known
		h.knowns++
	}
	_, err := io.WriteString(to, b.String())
	return err
}

// write writes the page.
func (h *HTML) write(w io.Writer, end event.Event) error {
	headline, class := h.headline(end)
	for _, s := range h.skips.Sentences() {
		h.noted = true
		if _, err := io.WriteString(&h.notes, "<li>"+htmlText(s)+"</li>\n"); err != nil {
			return err
		}
	}
	f := frame{
		Policy: template.HTMLAttr(fmt.Sprintf(`content="default-src 'none'; img-src data:; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"`, sourceHash(htmlStyle), sourceHash(htmlScript))),
		Icon: template.URL("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Ccircle cx='4' cy='4' r='4' fill='" +
			map[string]string{"bad": "%23cf222e", "good": "%231a7f37", "part": "%239a6700"}[class] + "'/%3E%3C/svg%3E"),
		Style: template.CSS(htmlStyle), Script: template.JS(htmlScript),
		Headline: printable.Text(headline, "\n\t"), Class: class, Version: printable.Text(h.head.Version, "\n\t"),
		Bar: written(h.bar), Tools: written(h.tools), Slowest: written(h.slowest),
		About:    written(func(b *strings.Builder) { h.about(b, end) }),
		Coverage: written(func(b *strings.Builder) { htmlCoverage(b, end.Coverage) }),
		Trends:   written(func(b *strings.Builder) { h.trends(b, end) }),
		Grid:     len(h.cells) > 1, Cells: strings.Join(h.inOrder(), "\n"), Failures: h.failing > 0, Known: h.knowns > 0 && h.knowns < h.failing, Open: h.tally.Failed == 0,
	}
	if h.noted {
		f.Notes = "Remarks"
		if h.tally.Flaky > 0 {
			f.Notes = "Flaky tests and other remarks"
		}
	}
	if h.tally.NotRun > 0 || end.Reason != "" {
		f.Early = printable.Text(earlyEnd(end), "\n\t")
	}
	page, err := template.New("page").Parse(htmlFrame)
	if err != nil {
		return err
	}
	// What is large stands between the parts of the frame.
	for _, part := range []struct {
		name   string
		behind *outfile.Spool
	}{{"head", &h.failures}, {"known", &h.known}, {"notes", &h.notes}, {"middle", &h.rows}, {"end", &outfile.Spool{}}} {
		if err := page.ExecuteTemplate(w, part.name, f); err != nil {
			return err
		}
		if err := part.behind.CopyTo(w); err != nil {
			return err
		}
	}
	return nil
}

// A frame is what the page's template fills in. What is HTML already was escaped
// when it was written.
type frame struct {
	Policy                               template.HTMLAttr
	Icon                                 template.URL
	Style                                template.CSS
	Script                               template.JS
	Headline, Class, Early, Version      string
	Notes                                string // the heading of the remarks, if there are any
	Cells                                string // a line for each
	Bar, About, Tools, Slowest, Coverage template.HTML
	Trends                               template.HTML
	Grid, Failures, Known, Open          bool
}

// inOrder returns the names of the cells.
func (h *HTML) inOrder() []string {
	return slices.SortedFunc(maps.Keys(h.cells), func(a, b string) int {
		return cmp.Or(event.CompareCells(h.head.Axes, a, b), cmp.Compare(a, b))
	})
}

// written returns what a function writes.
func written(write func(*strings.Builder)) template.HTML {
	var b strings.Builder
	write(&b)
	return template.HTML(b.String())
}

// headline returns the verdict in a few words, and its class.
func (h *HTML) headline(end event.Event) (text, class string) {
	t := &h.tally
	switch {
	case t.Failed > 0:
		text := fmt.Sprintf("%d of %s failed", t.Failed, plural(t.Ran, "test"))
		if count := h.news.count(); count != "" {
			text += ", " + count
		}
		return text, "bad"
	case t.NotRun > 0 || end.Reason != "":
		return fmt.Sprintf("%s did not run", plural(t.NotRun, "test")), "part"
	case t.SkipsFail():
		return plural(t.Skipped, "test") + " skipped, which --fail-on-skip does not allow", "bad"
	case t.Ran == 0:
		return "No tests", "part"
	case t.Skipped == t.Ran:
		return "Nothing was tested: " + plural(t.Ran, "test") + " skipped", "part"
	}
	return plural(h.passed()+t.Flaky, "test") + " passed", "good"
}

// passed is how many tests passed, and at once.
func (h *HTML) passed() int {
	t := &h.tally
	return t.Ran - t.Failed - t.Allowed - t.Skipped - t.Flaky
}

func isHTML(beginning string) bool {
	return strings.HasPrefix(beginning, "<!doctype html>") && strings.Contains(beginning, " – dott</title>")
}
