package jsonvalue

import (
	"encoding/json"
	"strings"
	"testing"
)

func parse(t *testing.T, text string) *Value {
	t.Helper()
	v, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// rules have patterns that match texts with a beginning: "^x".
func rules() *Rules {
	return &Rules{Match: func(pattern, text string) (bool, error) {
		prefix, ok := strings.CutPrefix(pattern, "^")
		return ok && strings.HasPrefix(text, prefix), nil
	}}
}

func TestEqual(t *testing.T) {
	for _, test := range []struct {
		want, got string
		tolerance float64
		equal     bool
	}{
		{`{"a":1,"b":[true,null]}`, ` { "b" : [ true , null ] , "a" : 1 } `, 0, true},
		{`{"a":1}`, `{"a":1,"b":2}`, 0, false},
		{`{"a":1,"b":2}`, `{"a":1}`, 0, false},
		{`{"a":1,"b":2}`, `{"a":1,"c":2}`, 0, false},
		{`[1,2]`, `[2,1]`, 0, false},
		{`1`, `1.0`, 0, true},
		{`100`, `1e2`, 0, true},
		{`0.01`, `1E-2`, 0, true},
		{`0`, `-0.0e5`, 0, true},
		{`-1`, `1`, 0, false},
		{`12345678901234567890`, `12345678901234567891`, 0, false},
		{`1e999999999999`, `1e999999999999`, 0, true},
		{`1e999999999999`, `1e999999999998`, 0, false},
		{`1.0000001`, `1`, 1e-6, true},
		{`1.00001`, `1`, 1e-6, false},
		{`1000001`, `1000000`, 1e-5, true},
		{`"1"`, `1`, 0, false},
		{`"*"`, `{"a":[]}`, 0, true},
		{`"^ab"`, `"abc"`, 0, true},
		{`"^1"`, `12`, 0, true},
		{`"^t"`, `true`, 0, true},
		{`"^t"`, `[true]`, 0, false},
		{`"^x"`, `"^x"`, 0, true},
		{`"\u0061"`, `"a"`, 0, true},
		{`{"a":2}`, `{"a":1,"a":2}`, 0, true},
		{`true`, `false`, 0, false},
		{`{}`, `[]`, 0, false},
	} {
		r := rules()
		r.Tolerance = test.tolerance
		if ok, err := r.Equal(parse(t, test.want), parse(t, test.got)); ok != test.equal || err != nil {
			t.Errorf("%s and %s: %v, %v", test.want, test.got, ok, err)
		}
	}
}

func TestMerge(t *testing.T) {
	for _, test := range []struct{ want, got, text string }{
		{`{"a":1,"b":2}`, `{ "b": 3, "a": 1.0 }`, `{"a":1,"b":3}`},
		{`{ "a": 1, "b": "^x" }`, `{"b":"xy","c":{"d":[1,2],"e":{}}}`, `{ "b": "^x", "c": { "d": [1, 2], "e": {} } }`},
		{"{\n  \"a\": 1\n}", `{"a":1,"b":[{"c":1}]}`, "{\n  \"a\": 1,\n  \"b\": [\n    {\n      \"c\": 1\n    }\n  ]\n}"},
		{"{\n\t\"a\": [],\n\t\"b\": {}\n}", `{"a":[1],"b":{"x":1}}`, "{\n\t\"a\": [1],\n\t\"b\": {\"x\": 1}\n}"},
		{`[1,"^x",3]`, `[0,1,"xyz",3,4]`, `[0,1,"^x",3,4]`},
		{`["^x",2]`, `["xa",3]`, `["^x",3]`},
		{`[1, 2]`, `[]`, `[]`},
		{`{"a":1}`, `{}`, `{}`},
		{`[]`, `[1, 2]`, `[1, 2]`},
		{`1`, `{"a": 1}`, `{"a": 1}`},
		{`1`, `1.0`, `1`},
		{`{"b":1,"d":1}`, `{"a":0,"b":1,"c":2,"d":1}`, `{"a":0,"b":1,"c":2,"d":1}`},
		{`{"a":"*","b":1}`, `{"a":{"x":1},"b":2}`, `{"a":"*","b":2}`},
		{`{"a":1}`, `{"a":"\u00e9<"}`, `{"a":"\u00e9<"}`},
	} {
		text, err := rules().Merge(parse(t, test.want), test.want, parse(t, test.got), test.got)
		if err != nil || text != test.text {
			t.Errorf("%s with %s gives %s, want %s, %v", test.want, test.got, text, test.text, err)
		}
	}
}

func TestExtent(t *testing.T) {
	for _, test := range []struct {
		lines string // with ¦ between
		at    int    // the line that ends it; -1 is none
	}{
		{`1`, 0}, {`"x"`, 0}, {`{}`, 0}, {`{¦}`, 1}, {`{¦¦"a":"}"¦}¦x`, 3}, {`["\"]¦"¦]`, 0}, {`[¦"\\"¦]`, 2}, {`[¦[`, -1}, {`¦1`, 1},
	} {
		var e Extent
		at := -1
		for i, line := range strings.Split(test.lines, "¦") {
			if e.Line(line) {
				at = i
				break
			}
		}
		if at != test.at {
			t.Errorf("%s ends at %d, want %d", test.lines, at, test.at)
		}
	}
}

// FuzzMerge: what is merged is JSON that matches what was printed, and stays when it is
// merged again. What is merged with itself stays.
func FuzzMerge(f *testing.F) {
	f.Add(`{"a":1,"b":[1,"^x",{}]}`, `{"b":["xy"],"c":{"d":[]}}`)
	f.Add("{\n \"a\": [\n  1\n ]\n}", `{"a":[2,3],"a":[1],"b":{"c":[[],{}]}}`)
	f.Add(`[1,2,"*",4]`, `[0,1,2,3,4,"^"]`)
	f.Add(`[[],{"":0}]`, `[{"a":[1,{"b":2}]},[]]`)
	f.Fuzz(func(t *testing.T, want, got string) {
		if len(want)+len(got) > 400 {
			return
		}
		w, err := Parse(want)
		if valid := json.Valid([]byte(want)); valid != (err == nil) && err != errNotUTF8 {
			t.Fatalf("%q: %v", want, err)
		}
		if err != nil {
			return
		}
		g, err := Parse(got)
		if err != nil {
			return
		}
		text, err := rules().Merge(w, want, g, got)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Parse(text)
		if err != nil {
			t.Fatalf("%q with %q gives %q: %v", want, got, text, err)
		}
		if ok, err := rules().Equal(m, g); !ok || err != nil {
			t.Fatalf("%q with %q gives %q, which does not match", want, got, text)
		}
		again, err := rules().Merge(m, text, g, got)
		if err != nil || again != text {
			t.Fatalf("%q with %q gives %q, and then %q, %v", want, got, text, again, err)
		}
		if ok, _ := rules().Equal(w, g); ok && text != want[w.Start:w.End] {
			t.Fatalf("%q with %q gives %q", want, got, text)
		}
		var e Extent
		rest, ends := text, false
		for !ends && rest != "" {
			var line string
			line, rest, _ = strings.Cut(rest, "\n")
			ends = e.Line(line)
		}
		if !ends || strings.TrimSpace(rest) != "" {
			t.Fatalf("%q ends %v before %q", text, ends, rest)
		}
	})
}
