package history

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// sample is a history with something in each of its parts.
func sample() *History {
	h := of(map[Key]string{{"a.t", ""}: ".!s~t", {"größe \xff\n.t#x", "git=2.44,py=3"}: "! ..!", {"c.t", ""}: "  . ."})
	h.Project = "example.org/project"
	h.Runs[2].Cells = map[string]string{"git=main": "0123abc", "git=tip": "4"}
	h.Runs[3].Covered, h.Runs[3].Lines, h.Runs[3].Seconds = 3, 7, 1.5
	return h
}

// told is all that a history says.
func told(h *History) string {
	var b bytes.Buffer
	fmt.Fprintln(&b, h.Project)
	for _, r := range h.Runs {
		fmt.Fprintln(&b, r.ID, r.Began.UnixMilli(), r.Seconds, r.Ran, r.Failed, r.Skipped, r.Covered, r.Lines, r.Cells)
		for _, n := range r.numbers() {
			result, ok := r.result(n)
			fmt.Fprintf(&b, "  %q %c %.6f %v\n", h.names[n], result.Verdict, result.Seconds, ok)
		}
	}
	return b.String()
}

func TestEncode(t *testing.T) {
	h := sample()
	data := h.Encode()
	back, err := Parse(data)
	if err != nil || told(back) != told(h) {
		t.Errorf("%v\ngot\n%s\nwant\n%s", err, told(back), told(h))
	}
	if !bytes.Equal(back.Encode(), data) {
		t.Error("what was read is written in another way")
	}
	// A run that comes twice is kept once.
	if h.Add(&Run{ID: 1, Began: day(9), Results: map[Key]Result{{"z.t", ""}: {}}}) || len(h.Runs) != 5 {
		t.Error("a run came twice")
	}
}

// TestTimes: a time comes back as it was, to a part in a thousand.
func TestTimes(t *testing.T) {
	for _, s := range []float64{0, 0.001, 0.0123, 1, 59.9, 3600, 86400} {
		got := unpackSeconds(packSeconds(s))
		if d := got - s; d > s/1000 || -d > s/1000 {
			t.Errorf("%v comes back as %v", s, got)
		}
	}
	for _, s := range []float64{-1, 1e300} {
		packSeconds(s)
	}
}

// TestDamage: whatever is cut off or changed, what stands in front of it is read, and
// nothing is made up.
func TestDamage(t *testing.T) {
	h := sample()
	data := h.Encode()
	all := told(h)
	for n := range len(data) {
		cut, err := Parse(data[:n])
		var damaged DamagedError
		if cut == nil || n > 0 && !errors.As(err, &damaged) && len(cut.Runs) == len(h.Runs) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		for i, r := range cut.Runs {
			if r.ID != h.Runs[i].ID {
				t.Errorf("cut at %d: another run", n)
			}
		}
	}
	for n := len(magic) + 2; n < len(data); n++ {
		changed := bytes.Clone(data)
		changed[n] ^= 0x55
		if h, err := Parse(changed); err == nil || h != nil && told(h) == all {
			t.Errorf("the change at %d is not seen", n)
		}
	}
	for text, want := range map[string]string{
		"dott history 2\nx":  "a later dott wrote it (it has version 2, and this dott reads 1)",
		"dott history 0\n":   ErrForeign.Error(),
		"dott history one\n": ErrForeign.Error(),
		"notes\n":            ErrForeign.Error(),
		"\x00":               ErrForeign.Error(),
	} {
		if _, err := Parse([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestTrim: of each test the last results are kept, and of one that runs often no other
// loses any.
func TestTrim(t *testing.T) {
	h := &History{Project: "p"}
	for n := range 300 {
		r := Run{ID: uint64(n + 1), Began: day(n), Results: map[Key]Result{{"often.t", ""}: {Passed, float64(n)}}}
		if n < 5 {
			r.Results[Key{"rare.t", ""}] = Result{Failed, 1}
		}
		h.Add(&r)
	}
	h.Trim()
	var often, rare int
	for _, r := range h.Runs {
		if _, ok := r.result(h.index[Key{"often.t", ""}]); ok {
			often++
		}
		if v, ok := r.verdict(h.index[Key{"rare.t", ""}]); ok && v == Failed {
			rare++
		}
	}
	if often != Kept || rare != 5 || len(h.Runs) != Kept+5 {
		t.Errorf("%d and %d results in %d runs", often, rare, len(h.Runs))
	}
	last, _ := h.Runs[len(h.Runs)-1].result(h.index[Key{"often.t", ""}])
	if last.Seconds < 298 || last.Seconds > 300 {
		t.Errorf("%v", last)
	}
	before := told(h)
	h.Trim()
	if told(h) != before {
		t.Error("a second time changes it")
	}
}

// FuzzParse: no data lead astray, and what was read is written and read again as it was.
func FuzzParse(f *testing.F) {
	f.Add(sample().Encode())
	f.Add([]byte("dott history 1\n"))
	f.Add(appendRecord([]byte("dott history 1\n"), 'R', make([]byte, 40)))
	f.Add(appendRecord([]byte("dott history 1\n"), 'N', []byte{0, 1, 1, 'a', 0}))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Parse(data)
		if h == nil {
			return
		}
		if len(h.names) == 0 && len(h.Runs) > 0 {
			for _, r := range h.Runs {
				if len(r.spans) > 0 {
					t.Fatalf("results of no names: %v", err)
				}
			}
		}
		back, err := Parse(h.Encode())
		if err != nil || told(back) != told(h) || !reflect.DeepEqual(back.names, h.names) {
			t.Errorf("%v\n%s\n%s", err, told(back), told(h))
		}
		for _, k := range h.names {
			h.Past(k, Failed, "")
			h.Median(k)
		}
		h.Trend(1)
		h.Trim()
	})
}

// large is a history of so many tests in so many runs, of which one in a hundred fails.
func large(tests, runs int) *History {
	random := rand.New(rand.NewPCG(1, 2))
	h := &History{Project: "example.org/project"}
	for n := range runs {
		r := Run{ID: uint64(n + 1), Began: day(n), Results: map[Key]Result{}, Ran: tests}
		for i := range tests {
			v := Passed
			if random.IntN(100) == 0 {
				v = Failed
			}
			r.Results[Key{fmt.Sprintf("tests/folder-%d/test-number-%d.t", i%100, i), ""}] = Result{v, random.Float64()}
		}
		h.Add(&r)
	}
	return h
}

// BenchmarkParse reads 200 runs of 10,000 tests, and says of all tests what is new.
func BenchmarkParse(b *testing.B) {
	data := large(10000, 200).Encode()
	b.ReportMetric(float64(len(data))/(1<<20), "MiB")
	for name, tell := range map[string]bool{"read": false, "read-and-tell": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				h, err := Parse(data)
				if err != nil {
					b.Fatal(err)
				}
				if !tell {
					continue
				}
				for i, k := range h.names {
					h.Past(k, map[bool]Verdict{true: Failed, false: Passed}[i%100 == 0], "")
				}
			}
			b.ReportMetric(float64(len(data))/(1<<20), "MiB")
		})
	}
}
