package event

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// streamOf writes a stream from words: `dott` with options, `a.t+3` a pass at
// second 3, `a.t-3` a failure, `a.t?` a test that was not run, `end`, `end2`
// with that many tests that were not run.
func streamOf(words string) string {
	var b []byte
	at := func(s string) time.Time {
		n := 0
		_, _ = fmt.Sscan(s, &n)
		return time.Unix(int64(n), 0).UTC()
	}
	for word := range strings.FieldsSeq(words) {
		var e Event
		switch {
		case strings.HasPrefix(word, "dott"):
			e = Event{Action: Dott, Schema: Schema, Version: "v1", Host: "h", Again: "dott"}
			for option := range strings.SplitSeq(word, ",") {
				key, value, _ := strings.Cut(option, "=")
				switch key {
				case "shard":
					e.Shard = value
				case "split":
					e.Split = value
				case "dir":
					e.Dir = value
				case "host":
					e.Host = value
				case "at":
					e.Time = at(value)
				case "total":
					_, _ = fmt.Sscan(value, &e.Total)
				}
			}
		case strings.HasPrefix(word, "end"):
			e = Event{Action: Summary, Elapsed: 2}
			if _, err := fmt.Sscan(word[3:], &e.NotRun); err == nil {
				e.Reason = "interrupt"
			}
		case strings.HasSuffix(word, "?"):
			e = Event{Action: NotRun, Test: word[:len(word)-1], Reason: "interrupt"}
		default:
			i := strings.LastIndexAny(word, "+-")
			e = Event{Action: Pass, Test: word[:i], Time: at(word[i+1:])}
			e.Test, e.Cell, _ = strings.Cut(e.Test, "@")
			if word[i] == '-' {
				e.Action, e.Reason = Fail, e.Test+":3: wrong"
			}
			b = Append(b, &Event{Seq: 7, Action: Start, Test: e.Test})
		}
		b = Append(b, &e)
	}
	return string(b)
}

func TestMerge(t *testing.T) {
	for _, test := range []struct {
		name    string
		streams []string
		want    string
		gaps    string
	}{
		{"one", []string{"dott,total=2 a.t+1 b.t-2 end"}, "a.t+ b.t- end", ""},
		{"in no order", []string{"dott z.t+1 a.t+2 end"}, "z.t+ a.t+ end", ""},
		{"shards", []string{"dott,shard=1/3,split=x a.t+1 d/d.t+1 end", "dott,shard=3/3,split=x c.t-1 end", "dott,shard=2/3,split=x b.t+1 d/a.t+1 d/e/a.t+1 end"}, "a.t+ b.t+ c.t- d/a.t+ d/d.t+ d/e/a.t+ end", ""},
		{"in one file", []string{"dott b.t+1 end dott a.t+1 end"}, "a.t+ b.t+ end", ""},
		{"the later verdict", []string{"dott a.t-1 b.t+9 end", "dott a.t+5 b.t-2 end"}, "a.t+ b.t+ end", ""},
		{"whatever the order", []string{"dott a.t+5 end", "dott a.t-1 end"}, "a.t+ end", ""},
		{"at the same time, the last one given", []string{"dott a.t+5 end", "dott a.t-5 end"}, "a.t- end", ""},
		{"repeated in one run", []string{"dott a.t+1 a.t-2 end", "dott a.t+1 a.t+2 end"}, "a.t+ a.t+ end", ""},
		{"cells are others", []string{"dott a.t@git=1+1 end", "dott a.t@git=2-1 a.t+1 end"}, "a.t@git=1+ a.t@git=2- a.t+ end", ""},
		{"not run, and run later", []string{"dott a.t+1 b.t? end1", "dott b.t+5 end"}, "a.t+ b.t+ end", ""},
		{"run, and later not", []string{"dott b.t+1 end", "dott b.t? end1"}, "b.t+ end", ""},
		{"not run at all", []string{"dott a.t+1 b.t? end1", "dott c.t? d.t+1 end1"}, "a.t+ d.t+ b.t? c.t? end2:interrupt", ""},
		{"not run, without names", []string{"dott a.t+1 end3"}, "a.t+ end3:interrupt", ""},
		{"a shard is missing", []string{"dott,shard=1/4,split=x a.t+1 end", "dott,shard=3/4,split=x b.t+1 end"}, "a.t+ b.t+ end:no events of shard 2/4, 4/4", "no events of shard 2/4, 4/4"},
		{"one shard alone", []string{"dott,shard=1/4,split=x a.t+1 end"}, "a.t+ end", ""},
		{"split differently", []string{"dott,shard=1/2,split=x a.t+1 end", "dott,shard=2/2,split=y b.t+1 end"}, "a.t+ b.t+ end:…", "s0 and s1 were split differently, so that tests may be in none of them: all shards need the same tests and the same --times"},
		{"a shard that was run again", []string{"dott,shard=1/2,split=x a.t-1 end", "dott,shard=2/2,split=x b.t+1 end", "dott,shard=1/2,split=x a.t+7 end"}, "a.t+ b.t+ end", ""},
		{"killed", []string{"dott,total=5 a.t+1 b.t-1"}, "a.t+ b.t- end3:…", "s0 has no end: its run was killed"},
		{"killed, and run again", []string{"dott,at=1,total=5 a.t+1", "dott,at=2,total=5 a.t+3 b.t+3 end"}, "a.t+ b.t+ end", ""},
		{"empty", []string{"", "dott a.t+1 end"}, "a.t+ end:…", "s0 is empty: its run had not begun"},
		{"folders", []string{"dott,dir=x a.t-1 end", "dott,dir=y/z a.t+1 ../b.t+1 end"}, "x/a.t- y/z/a.t+ y/b.t+ end", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var sources []Source
			for i, words := range test.streams {
				r := strings.NewReader(streamOf(words))
				sources = append(sources, Source{Name: fmt.Sprintf("s%d", i), Data: r, Size: r.Size()})
			}
			var got []string
			seq := 0
			gaps, err := Merge(HandlerFunc(func(e Event) error {
				if seq++; e.Seq != seq || (seq == 1) != (e.Action == Dott) {
					t.Errorf("event %d: %+v", seq, e)
				}
				name := e.Test
				if e.Cell != "" {
					name += "@" + e.Cell
				}
				switch e.Action {
				case Pass:
					got = append(got, name+"+")
				case Fail:
					got = append(got, name+"-")
					if !strings.HasPrefix(e.Reason, e.Test+":3: ") {
						t.Errorf("%+v", e)
					}
				case NotRun:
					got = append(got, name+"?")
				case Summary:
					word := "end"
					if e.NotRun > 0 {
						word += fmt.Sprint(e.NotRun)
					}
					if e.Reason != "" {
						word += ":" + e.Reason
					}
					got = append(got, word)
					if e.Elapsed != 2 && len(test.gaps) == 0 {
						t.Errorf("%+v", e)
					}
				}
				return nil
			}), sources...)
			if err != nil {
				t.Fatal(err)
			}
			s := strings.Join(got, " ")
			if want, open := strings.CutSuffix(test.want, "…"); s != test.want && !(open && strings.HasPrefix(s, want)) {
				t.Errorf("got  %s\nwant %s", s, test.want)
			}
			if s := strings.Join(gaps, "; "); s != test.gaps {
				t.Errorf("gaps %q, want %q", s, test.gaps)
			}
		})
	}
}

func TestMergeErrors(t *testing.T) {
	for text, want := range map[string]string{
		"hello\n": "s: not an event stream: it does not begin with an event of dott (dott --json writes one)",
		strings.Replace(streamOf("dott a.t+1 end"), `"pass"`, `x`, 1): "s:3: not an event of dott: ",
	} {
		r := strings.NewReader(text)
		if _, err := Merge(&Tally{}, Source{"s", r, r.Size()}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func TestComparePaths(t *testing.T) {
	want := []string{"a.t", "b.t", "z.t#x", "a/z.t", "a/b/a.t", "b/a.t"}
	got := slices.Clone(want)
	slices.Sort(got)
	slices.SortFunc(got, comparePaths)
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// TestMergeCoverage: numbers of one stream stay, those of several cannot be added,
// and a fault is never lost.
func TestMergeCoverage(t *testing.T) {
	none, half, full := (*Coverage)(nil), &Coverage{Tool: "go", Covered: 5, Lines: 10, Wanted: 60}, &Coverage{Tool: "go", Covered: 10, Lines: 10}
	fault := &Coverage{Tool: "go", Fault: "no data"}
	for _, test := range []struct {
		name   string
		of     []*Coverage
		want   *Coverage
		status int
	}{
		{"nothing", []*Coverage{none}, nil, 0},
		{"enough", []*Coverage{full}, full, 0},
		{"too little", []*Coverage{half}, half, 1},
		{"one of two", []*Coverage{none, half}, half, 1},
		{"two", []*Coverage{full, half}, nil, 0},
		{"three", []*Coverage{full, half, full}, nil, 0},
		{"a fault", []*Coverage{full, fault, half}, fault, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			var sources []Source
			for i, c := range test.of {
				b := Append(nil, &Event{Action: Dott, Schema: Schema, Time: time.Unix(int64(i), 0)})
				b = Append(b, &Event{Action: Pass, Test: fmt.Sprint(i, ".t")})
				b = Append(b, &Event{Action: Summary, Coverage: c})
				sources = append(sources, Source{fmt.Sprint(i), strings.NewReader(string(b)), int64(len(b))})
			}
			tally := &Tally{}
			var got *Coverage
			_, err := Merge(HandlerFunc(func(e Event) error {
				if e.Action == Summary {
					got = e.Coverage
				}
				return tally.Handle(e)
			}), sources...)
			if err != nil || !reflect.DeepEqual(got, test.want) || tally.ExitStatus() != test.status {
				t.Errorf("%v, %+v, status %d", err, got, tally.ExitStatus())
			}
		})
	}
}
