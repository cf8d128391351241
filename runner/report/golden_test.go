package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dott/runner/event"
)

var update = flag.Bool("update", false, "write the golden files anew, to be looked at")

// into returns where a report that is written as a whole goes in a test.
func into(w io.Writer) func(func(io.Writer) error) error {
	return func(write func(io.Writer) error) error { return write(w) }
}

// goldens are all reports of one stream, by the names of their files.
func goldens(t testing.TB, stream []byte) map[string]string {
	t.Helper()
	out := map[string]*bytes.Buffer{}
	file := func(name string) *bytes.Buffer {
		out[name] = &bytes.Buffer{}
		return out[name]
	}
	handlers := []event.Handler{
		&Plain{Out: file("plain.out"), Err: file("plain.stderr")},
		&Plain{Out: file("verbose.out"), Err: io.Discard, Verbose: true, Quiet: true},
		&JUnit{To: into(file("junit.xml"))},
		&TAP{Out: file("report.tap")},
		&HTML{To: into(file("report.html"))},
		&Slowest{Out: file("slowest.out")},
		NewJSON(file("merged.jsonl")),
	}
	log, summary := file("github.out"), file("github.md")
	plain := &Plain{Out: log, Err: io.Discard}
	handlers = append(handlers, &GitHub{Plain: plain, Out: log, Break: plain.Break, Summary: func(text func(int) string) error {
		summary.WriteString(text(summaryLimit))
		return nil
	}})
	gaps, err := event.Merge(event.All(handlers...), event.Source{Name: "events", Data: bytes.NewReader(stream), Size: int64(len(stream))})
	if err != nil || len(gaps) > 0 {
		t.Fatal(gaps, err)
	}
	texts := map[string]string{}
	for name, b := range out {
		texts[name] = b.String()
	}
	return texts
}

// TestGolden: each report of testdata/events.jsonl is what the golden files have
// (go test ./runner/report -update writes them).
func TestGolden(t *testing.T) {
	stream, err := os.ReadFile("testdata/events.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	got := goldens(t, stream)
	for name, text := range got {
		path := filepath.Join("testdata", "golden", name)
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), text); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	// The stream that a report wrote makes the same reports again.
	for name, text := range goldens(t, []byte(got["merged.jsonl"])) {
		if text != got[name] {
			t.Errorf("%s is another from the stream that was written again: %s", name, cmp.Diff(got[name], text))
		}
	}
	// And the page asks nobody for anything.
	page := strings.ReplaceAll(got["report.html"], "http://www.w3.org/2000/svg", "")
	if strings.Contains(page, "http:") || strings.Contains(page, "https:") || strings.Contains(page, "src=") || strings.Contains(page, "@import") || strings.Contains(page, "url(") {
		t.Error("the page refers to something elsewhere")
	}
}
