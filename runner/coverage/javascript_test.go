package coverage

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJSLines turns ranges, as V8 writes them, into lines.
func TestJSLines(t *testing.T) {
	text := "// é𝒳\nlet a = 1;\nif (a) {\n  b();\n} else {\n  c();\n}\n/* x\n y */ d();\n"
	at := func(part string) int { return len([]rune(text[:strings.Index(text, part)])) + 1 } // 𝒳 is two units
	end := len([]rune(text)) + 1
	ranges := []v8Range{
		{at("{\n  c"), at("\n/*"), 0}, // an inner one may come first
		{0, end, 3},
	}
	want := Lines{2: 3, 3: 3, 4: 3, 5: 3, 6: 0, 9: 3}
	got, ok := newJSScript(text).lines(ranges)
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("ok: %v\n%s", ok, diff)
	}

	// So do those of an old Node, which put something around the text.
	for i := range ranges {
		if ranges[i].Start > 0 {
			ranges[i].Start += len(wrapper)
			ranges[i].End += len(wrapper)
		} else {
			ranges[i].End += len(wrapper) + len(wrapperEnd)
		}
	}
	got, ok = newJSScript("\ufeff" + text).lines(ranges)
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("Node 10, ok: %v\n%s", ok, diff)
	}

	// What is longer than the text was not it.
	if _, ok := newJSScript(text).lines([]v8Range{{0, end + 1, 1}}); ok {
		t.Error("counts of another text were taken")
	}
}

func TestMappings(t *testing.T) {
	var got []mapping
	for m := range mappings("AAEA,IAEC;;ACDA;A,!!,D") {
		got = append(got, m)
	}
	want := []mapping{{0, 0, 0, 2}, {0, 4, 0, 4}, {2, 0, 1, 3}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(mapping{})); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string][]int{"A": {0}, "C": {1}, "D": {-1}, "gB": {16}, "hB": {-16}, "g": nil, "?": nil} {
		if diff := cmp.Diff(want, vlq(text)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// FuzzNode feeds what no Node writes: counts of places that are not there, and
// maps that lead nowhere.
func FuzzNode(f *testing.F) {
	f.Add("a\n", "AAAA;AACA", 0, 2, 1, 0)
	f.Add("é𝒳", "DDDD,,;", -5, 900, 3, -1)
	f.Add("", "////////////", 1, 0, 0, 1<<30)
	f.Fuzz(func(t *testing.T, text, maps string, start, end, length, other int) {
		if length > 1<<16 || end > 1<<16 {
			return
		}
		ranges := []v8Range{{start, end, 1}, {0, len(text), 2}, {other, start, -1}}
		lines, ok := newJSScript(text).lines(ranges)
		for n := range lines {
			if n < 1 || n > strings.Count(text, "\n")+1 {
				t.Errorf("line %d of %q", n, text)
			}
		}
		if !ok && lines != nil {
			t.Error("lines of another text")
		}
		n := &nodeTool{}
		s := &Session{source: "/none", root: "/none"}
		_ = n.open(t.Context(), s)
		m := v8Map{LineLengths: []int{length, 3}}
		m.Data = &struct {
			Sources  []string
			Mappings string
		}{[]string{"x.ts", "file:///none/%zz", "webpack://x"}, maps}
		p := Profile{}
		n.addMapped(s, p, "file:///none/x.js", m, ranges)
		for file := range p {
			if file != "x.ts" {
				t.Errorf("a file %q", file)
			}
		}
	})
}
