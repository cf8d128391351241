package history

import (
	"strings"
	"testing"
	"time"

	"dott/runner/event"
)

// day returns the time of a run.
func day(n int) time.Time { return time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// of makes a history of rows of characters, one for each test and cell; a blank is a run
// without it.
func of(rows map[Key]string) *History {
	h := &History{}
	longest := 0
	for _, row := range rows {
		longest = max(longest, len(row))
	}
	for n := range longest {
		r := Run{ID: uint64(n + 1), Began: day(n), Results: map[Key]Result{}}
		for k, row := range rows {
			if n < len(row) && row[n] != ' ' {
				r.Results[k] = Result{Verdict(row[n]), float64(n+1) / 10}
			}
		}
		r.Ran = len(r.Results)
		h.Add(&r)
	}
	return h
}

func TestPast(t *testing.T) {
	a := Key{"a.t", ""}
	for _, test := range []struct {
		past string
		now  Verdict
		want string
	}{
		{"...", Failed, "new"},
		{"...", TimedOut, "new"},
		{"...", Passed, ""},
		{"...", Skipped, ""},
		{"!!!", Skipped, ""},
		{"..!", Failed, "since 2 runs (2026-11-03)"},
		{".!!t", Failed, "since 4 runs (2026-11-02)"},
		{"!!", TimedOut, "since 3 runs (2026-11-01)"},
		{".!!", Passed, "fixed after 2 runs (2026-11-02)"},
		{".!", Passed, "fixed after 1 run (2026-11-02)"},
		{".....!. !", Passed, "flaky (2 of 9)"},
		{"!. !", Passed, "fixed after 1 run (2026-11-04)"},
		{".! s!", Failed, "since 3 runs (2026-11-02)"},
		{"...s", Failed, "new"},
		// What was mended and comes back once is no turn; what comes back again is.
		{"...!!..", Failed, "flaky (3 of 8)"},
		{"!!..", Failed, "new"},
		{".!.!", Failed, "since 2 runs (2026-11-04)"},
		{"....!.!", Failed, "flaky (3 of 8)"},
		{".!.!!!!!", Failed, "since 6 runs (2026-11-04)"},
		{".!.!!!!!", Passed, "flaky (6 of 9)"},
		{".!.......", Passed, ""},
		{"..~", Failed, "new"},
		{"......~", Failed, "flaky (2 of 8)"},
		{"...", Flaky, "flaky (1 of 4)"},
		{strings.Repeat(".", 60) + "!", Failed, "since 2 runs (2026-12-31)"},
		{".!.!" + strings.Repeat(".", 50), Failed, "new"},
		{strings.Repeat("!", 60), Failed, "since 61 runs (2026-11-01)"},
	} {
		h := of(map[Key]string{a: test.past})
		if got := h.Past(a, test.now, "").String(); got != test.want {
			t.Errorf("%q, then %c: %q, want %q", test.past, test.now, got, test.want)
		}
	}
	if p := (&History{}).Past(a, Failed, ""); p != nil {
		t.Errorf("without a past: %v", p)
	}
	if p := of(map[Key]string{{"b.t", ""}: "."}).Past(a, Failed, ""); p.String() != "new" {
		t.Errorf("a test that is new: %v", p)
	}
}

// TestPastOfCells: a cell has a past of its own, and where it is newer than the test, that
// of the others in front of it.
func TestPastOfCells(t *testing.T) {
	cell := func(version string) Key { return Key{"a.t", "git=" + version} }
	h := of(map[Key]string{
		cell("2.30"):    "......",
		cell("2.44"):    ".!!!  ",
		cell("2.45"):    "..!!!!",
		cell("2.46"):    "    !!",
		{"a.t", ""}:     ". . .!",
		{"other.t", ""}: "......",
	})
	for _, test := range []struct {
		cell string
		want string
	}{
		{"git=2.30", "new"},
		{"git=2.45", "since 5 runs (2026-11-03)"},
		{"git=2.46", "since 6 runs (2026-11-02, first with git=2.44)"},
		{"git=2.47", "since 6 runs (2026-11-02, first with git=2.44)"},
		{"", "since 2 runs (2026-11-06)"},
	} {
		if got := h.Past(Key{"a.t", test.cell}, Failed, "").String(); got != test.want {
			t.Errorf("%s: %q, want %q", test.cell, got, test.want)
		}
	}
	// A version that moves.
	h = &History{}
	for n, stood := range []string{"a1", "b2", "c3"} {
		v := map[bool]Verdict{true: Passed, false: Failed}[n == 0]
		h.Add(&Run{ID: uint64(n), Began: day(n), Cells: map[string]string{"git=main": stood}, Results: map[Key]Result{{"a.t", "git=main"}: {v, 1}}})
	}
	if got := h.Past(Key{"a.t", "git=main"}, Failed, "d4").String(); got != "since 3 runs (2026-11-02, first with b2)" {
		t.Errorf("a version that moves: %q", got)
	}
}

func TestMedian(t *testing.T) {
	a := Key{"a.t", ""}
	for past, want := range map[string]float64{"": 0, "!s": 0, ".": 0.1, "..": 0.15, "...": 0.2, ".!!!.!": 0.3, strings.Repeat(".", 30): 2.05} {
		got, _ := of(map[Key]string{a: past}).Median(a)
		if d := got - want; d > want/1000 || -d > want/1000 {
			t.Errorf("%q: %v, want %v", past, got, want)
		}
	}
}

// TestTrend: runs of few of the tests are none of the trend.
func TestTrend(t *testing.T) {
	h := of(map[Key]string{{"a.t", ""}: "...", {"b.t", ""}: ". !", {"c.t", ""}: ". ."})
	points := h.Trend(3)
	if len(points) != 2 || !points[0].Time.Equal(day(0)) || points[1].Ran != 3 {
		t.Errorf("%v", points)
	}
}

// TestTeller: a verdict gets its past, and the summary the trend, of the runs that
// began before this one.
func TestTeller(t *testing.T) {
	h := of(map[Key]string{{"sub/a.t", ""}: ".....", {"sub/b.t", ""}: "..!!."})
	var got []string
	teller := &Teller{History: h, Names: Names{Dir: "sub", Here: "/x/sub"}, Next: event.HandlerFunc(func(e event.Event) error {
		if e.Done() {
			got = append(got, e.Test+" "+e.Past.String())
		}
		if e.Action == event.Summary && len(e.Trend) != 4 {
			t.Errorf("the trend: %v", e.Trend)
		}
		return nil
	})}
	for _, e := range []event.Event{
		{Action: event.Dott, Time: day(4)},
		{Action: event.Fail, Test: "a.t"},
		{Action: event.Pass, Test: "/x/sub/b.t"},
		{Action: event.Summary},
	} {
		if err := teller.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	if want := "a.t new, /x/sub/b.t fixed after 2 runs (2026-11-03)"; strings.Join(got, ", ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	if teller.Fresh == nil || teller.Fresh.Ran != 2 || teller.Fresh.Failed != 1 {
		t.Errorf("fresh: %+v", teller.Fresh)
	}
}
