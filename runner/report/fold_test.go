package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"dott/runner/event"
	"dott/runner/report/outfile"
)

// manyTests writes streams of as many shards, with that many tests in all, of
// which failures failed, and returns them as sources.
func manyTests(t testing.TB, shards, tests, failures int) []event.Source {
	t.Helper()
	var sources []event.Source
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for s := range shards {
		f, err := os.Create(filepath.Join(t.TempDir(), fmt.Sprintf("%d.json", s)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		w := bufio.NewWriter(f)
		seq := 0
		send := func(e event.Event) {
			seq++
			e.Seq, e.Time = seq, at.Add(time.Duration(seq)*1234567)
			_, _ = w.Write(event.Append(nil, &e))
		}
		send(event.Event{Action: event.Dott, Schema: event.Schema, Version: "v1", Shard: fmt.Sprintf("%d/%d", s+1, shards), Split: "x", Total: tests / shards})
		for i := s; i < tests; i += shards {
			name := fmt.Sprintf("tests/folder-%03d/test-%05d.t", i/100, i)
			path, seconds := "/home/somebody/src/project/"+name, float64(i%977)/1e3+0.000123
			send(event.Event{Action: event.Start, Test: name, File: path})
			send(event.Event{Action: event.Stop, Test: name, File: path, Elapsed: seconds})
			end := event.Event{Action: event.Pass, Test: name, File: path, Elapsed: seconds}
			if i*failures/tests != (i+1)*failures/tests {
				end.Action, end.Line, end.Command, end.Diff = event.Fail, 2, "x", diff
			}
			send(end)
		}
		send(event.Event{Action: event.Summary, Elapsed: 60})
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, event.Source{Name: f.Name(), Data: f, Size: info.Size()})
	}
	return sources
}

// allReports are one of each kind.
func allReports() event.Handler {
	to := into(io.Discard)
	plain := &Plain{Out: io.Discard, Err: io.Discard}
	github := &Plain{Out: io.Discard, Err: io.Discard}
	return event.All(plain, &JUnit{To: to}, outfile.Whole(to, func(w io.Writer) event.Handler { return &TAP{Out: w} }), &HTML{To: to}, &Slowest{Out: io.Discard},
		&GitHub{Plain: github, Out: io.Discard, Break: github.Break, Summary: func(text func(int) string) error { text(summaryLimit); return nil }})
}

// TestFoldMemory: what all reports together keep in memory does not grow with
// the tests that passed.
func TestFoldMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes a large stream")
	}
	const tests = 60_000
	sources := manyTests(t, 1, tests, 20)
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most, n := heap(), uint64(0), 0
	reports := allReports()
	_, err := event.Merge(event.HandlerFunc(func(e event.Event) error {
		if n++; n%20_000 == 0 {
			most = max(most, heap())
		}
		return reports.Handle(e)
	}), sources...)
	if err != nil {
		t.Fatal(err)
	}
	const limit = 3 << 20 // the spools' buffers, and little else
	if most > before+limit {
		t.Errorf("%d tests take %d KiB", tests, (most-before)>>10)
	}
}

// BenchmarkFold is 100,000 events in one stream, and in the streams of three
// shards, in all reports.
func BenchmarkFold(b *testing.B) {
	for _, shards := range []int{1, 3} {
		sources := manyTests(b, shards, 100_000/3, 100)
		b.Run(fmt.Sprintf("streams-%d", shards), func(b *testing.B) {
			for b.Loop() {
				if gaps, err := event.Merge(allReports(), sources...); err != nil || len(gaps) > 0 {
					b.Fatal(gaps, err)
				}
			}
		})
	}
}

// BenchmarkReports is what each report adds to a run of 1,000 tests that pass:
// their 3,000 events, and the file.
func BenchmarkReports(b *testing.B) {
	var events []event.Event
	_, err := event.Merge(event.HandlerFunc(func(e event.Event) error {
		if e.Done() {
			for _, a := range []event.Action{event.Start, event.Stop} {
				progress := e
				progress.Action = a
				events = append(events, progress)
			}
		}
		events = append(events, e)
		return nil
	}), manyTests(b, 1, 1000, 0)...)
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	for _, test := range []struct {
		name   string
		report func() event.Handler
	}{
		{"junit", func() event.Handler { return &JUnit{To: outfile.File(filepath.Join(dir, "junit.xml")).Write} }},
		{"html", func() event.Handler { return &HTML{To: outfile.File(filepath.Join(dir, "report.html")).Write} }},
		{"tap", func() event.Handler {
			return outfile.Whole(outfile.File(filepath.Join(dir, "report.tap")).Write, func(w io.Writer) event.Handler { return &TAP{Out: w} })
		}},
		{"json", func() event.Handler {
			f, err := os.Create(filepath.Join(dir, "events.json"))
			if err != nil {
				b.Fatal(err)
			}
			j := NewJSON(f)
			return event.HandlerFunc(func(e event.Event) error {
				err := j.Handle(e)
				if e.Action == event.Summary {
					err = errors.Join(err, f.Close())
				}
				return err
			})
		}},
	} {
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				h := test.report()
				for _, e := range events {
					if err := h.Handle(e); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
