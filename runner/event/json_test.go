package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dott/matcher"
	"dott/matcher/weakened"
)

// full returns an event with something in every field, so that a field which is
// new and not written yet is found missing.
func full(t testing.TB) Event {
	t.Helper()
	var e Event
	v := reflect.ValueOf(&e).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		switch f.Kind() {
		case reflect.String:
			f.SetString("a \"b\\ \t\r\n\x00\x1f\u2028é\xff" + v.Type().Field(i).Name)
		case reflect.Int:
			f.SetInt(int64(i + 1))
		case reflect.Uint64:
			f.SetUint(1<<63 + uint64(i))
		case reflect.Float64:
			f.SetFloat(float64(i) / 7)
		case reflect.Bool:
			f.SetBool(true)
		}
	}
	e.Action, e.Schema = Fail, 0
	e.Time = time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	e.Case = []string{"x", "y"}
	e.Edits = []matcher.Edit{{Start: 1, End: 2, New: []string{"a <&> b"}}, {Start: 3, End: 5}}
	e.Off = []Range{{Start: 1, End: 4}}
	e.Axes = []Axis{{"git", []string{"2.40", "tip"}}}
	e.Commands = []Command{{Line: 3, Text: "echo"}}
	e.Logs = []Log{{Service: "db", Text: "a <&> b\n", Cut: true}, {}}
	e.Coverage = &Coverage{"go", 1, 2, 3, 4, 5.5, []FileCoverage{{"a<b.go", 0, 1}}, true, &Changed{"main", []ChangedFile{{"a", []ChangedLines{{1, 2, []string{"a.t"}, 3}}}}, 50, ByShard}, "none"}
	e.Trend = []Point{{e.Time, 9, 1, 2, 3.5, 4, 5}}
	e.Past = &Past{Since, 3, 2, e.Time, true, "git=2.44"}
	e.Judged = &Judged{1, 2, 3, 4, []weakened.Finding{{Line: 1, Was: 2, Judgement: weakened.Weakened, Reason: "r", Old: "a", New: "b"}}, []weakened.Finding{{Judgement: weakened.Changed}}}
	e.Cached = &Cached{e.Time, "host"}
	e.Times = []CommandTime{{3, 0.25, "echo"}}
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() && name != "Schema" && name != "Whole" {
			t.Fatalf("the test has nothing for the field %s", name)
		}
	}
	return e
}

func TestAppend(t *testing.T) {
	small := Event{Seq: 1, Time: time.Date(2026, 1, 2, 3, 4, 5, 600, time.FixedZone("", 7200)), Action: Pass, Test: "a/b.t", File: "/x/a/b.t", Elapsed: 0.25}
	dott := Event{Seq: 1, Action: Dott, Schema: Schema, Version: "v1", Total: 3}
	for _, e := range []Event{{}, small, dott, full(t)} {
		line := Append(nil, &e)
		if !utf8.Valid(line) || !json.Valid(line) || bytes.Count(line, []byte("\n")) != 1 || line[len(line)-1] != '\n' {
			t.Errorf("not a line of JSON: %q", line)
		}
		// Whoever reads with a library sees what encoding/json would have written.
		var want, got map[string]any
		text, err := json.Marshal(e)
		if err := errors.Join(err, json.Unmarshal(text, &want), json.Unmarshal(line, &got)); err != nil {
			t.Fatal(err)
		}
		delete(got, "raw")
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
		if e.Action == "" {
			continue
		}
		back, err := NewReader("s", bytes.NewReader(line)).Next()
		if err != nil || !back.Time.Equal(e.Time) {
			t.Errorf("%v, time %v, want %v", err, back.Time, e.Time)
		}
		if back.Time = e.Time; !reflect.DeepEqual(back, e) {
			t.Errorf("read back\n%+v\nwant\n%+v", back, e)
		}
	}
}

func TestReader(t *testing.T) {
	const pass = `{"seq":2,"time":"2026-01-02T03:04:05Z","action":"pass","test":"a.t","elapsed":1}` + "\n"
	const dott = `{"seq":1,"time":"2026-01-02T03:04:05Z","action":"dott","schema":1}` + "\n"
	long := strings.Repeat("x", 200<<10)
	for _, test := range []struct{ name, text, want, err string }{
		{"nothing", "", "", ""},
		{"events", dott + pass, "dott pass:a.t", ""},
		{"empty lines, returns", dott + "\n\r\n" + strings.ReplaceAll(pass, "\n", "\r\n"), "dott pass:a.t", ""},
		{"no newline at the end", dott + strings.TrimSpace(pass), "dott pass:a.t", ""},
		{"cut short", dott + pass[:40], "dott", ""},
		{"a long line", dott + strings.Replace(pass, "a.t", long, 1) + pass, "dott pass:" + long + " pass:a.t", ""},
		{"unknown fields and actions", `{"action":"tea","new":{"x":[1]},"test":"t"}` + "\n", "tea:t", ""},
		{"spaces", `{ "action" : "pass" , "test" : "a.t" }` + "\n", "pass:a.t", ""},
		{"escapes", `{"action":"pass","test":"\u0061\n.t"}` + "\n", "pass:a\n.t", ""},
		{"raw", `{"action":"pass","test":"a` + "\uFFFD" + `","raw":{"test":"Yf8="}}` + "\n", "pass:a\xff", ""},
		{"no JSON", dott + "hello\n" + pass, "dott", "s:2: not an event of dott: "},
		{"no action", "{}\n", "", "s:1: not an event of dott: it has no action"},
		{"another type", `{"action":"pass","line":"x"}` + "\n", "", "s:1: not an event of dott: "},
		{"from the future", strings.Replace(dott, `"schema":1`, `"schema":2,"version":"v9"`, 1), "", "s:1: written by dott v9, whose events this dott cannot read (they have schema 2, not 1): update it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := NewReader("s", iotest{strings.NewReader(test.text)})
			var got []string
			for {
				e, err := r.Next()
				if err != nil {
					if message := err.Error(); err == io.EOF && test.err != "" || err != io.EOF && (test.err == "" || !strings.HasPrefix(message, test.err)) {
						t.Errorf("error %q, want %q", message, test.err)
					}
					break
				}
				got = append(got, strings.TrimSuffix(string(e.Action)+":"+e.Test, ":"))
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("got %.200q, want %.200q", s, test.want)
			}
		})
	}
}

// iotest reads in small, odd pieces.
type iotest struct{ r io.Reader }

func (r iotest) Read(p []byte) (int, error) { return r.r.Read(p[:min(len(p), 7)]) }

// FuzzParse: the fast way reads nothing that encoding/json would not read, and
// reads the same.
func FuzzParse(f *testing.F) {
	e := full(f)
	f.Add(Append(nil, &e))
	for _, s := range []string{
		`{"seq":1,"time":"2026-01-02T03:04:05.6+02:00","action":"pass","test":"a"}`, `{"action":"pass","line":-0}`,
		`{"action":"pass","elapsed":1e400}`, `{"action":"x","flaky":true}`, `{"action":"pass","elapsed":0x1p-2}`, `{"action":"pass","seq":01}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if bytes.IndexByte(line, '\n') >= 0 {
			return
		}
		got, ok := parseSimple(line)
		if !ok {
			return
		}
		var want Event
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if !got.Time.Equal(want.Time) {
			t.Fatalf("%q: %v, want %v", line, got.Time, want.Time)
		}
		if got.Time = want.Time; !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %+v, want %+v", line, got, want)
		}
	})
}

// FuzzAppend: whatever a string holds, it comes back.
func FuzzAppend(f *testing.F) {
	e := full(f)
	f.Add(e.Test, e.Diff)
	f.Add("a.t", "\xed\xa0\x80 \uFFFD \x7f")
	f.Fuzz(func(t *testing.T, test, diff string) {
		e := Event{Action: Fail, Test: test, Diff: diff}
		line := Append(nil, &e)
		if !utf8.Valid(line) || !json.Valid(line) {
			t.Fatalf("%q", line)
		}
		if back, err := NewReader("s", bytes.NewReader(line)).Next(); err != nil || back.Test != test || back.Diff != diff {
			t.Fatalf("%v: %q %q", err, back.Test, back.Diff)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	e := Event{Seq: 123, Time: time.Now(), Action: Pass, Test: "tests/dir/some.t", File: "/home/user/src/project/tests/dir/some.t", Elapsed: 0.012345678}
	var line []byte
	for b.Loop() {
		line = Append(line[:0], &e)
	}
}

func BenchmarkParse(b *testing.B) {
	e := Event{Seq: 123, Time: time.Now(), Action: Pass, Test: "tests/dir/some.t", File: "/home/user/src/project/tests/dir/some.t", Elapsed: 0.012345678}
	line := Append(nil, &e)
	for b.Loop() {
		if _, err := parse(line); err != nil {
			b.Fatal(err)
		}
	}
}
