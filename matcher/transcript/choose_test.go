package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// chosen are files, the features that hold, the lines that remain of each file
// (by their numbers, from 1) and what was asked about, in order.
var chosen = []struct{ data, features, lines, asked string }{
	{"a\n  $ b\n  c\n", "", "1 2 3", ""},
	{"#if x\na\n#else\nb\n#endif\nc\n", "x", "1 2 3 5 6", "x"},
	{"#if x\na\n#else\nb\n#endif\nc\n", "", "1 3 4 5 6", "x"},
	{"#if x\n#if y\na\n#else\nb\n#endif\n#else\nc\n#endif\n", "x", "1 2 4 5 6 7 9", "x y"},
	{"#if x\n#if y\na\n#else\nb\n#endif\n#else\nc\n#endif\n", "y", "1 2 4 6 7 8 9", "x"},
	{"#if x\n#require y\n#timeout 1s\n#endif\n#require z\n", "", "1 4 5", "x z"},
	{"#if x\n#require y\n#timeout 1s\n#endif\n#require z\n", "x", "1 2 3 4 5", "x y z"},
}

func TestChoose(t *testing.T) {
	for _, test := range chosen {
		whole := Format{}.Parse(test.data)
		before := fmt.Sprintf("%+v", whole)
		var asked, lines []string
		c := whole.Choose(func(d Directive) bool {
			asked = append(asked, d.Args)
			return slices.Contains(strings.Fields(test.features), d.Args)
		})
		for n, l := range c.Lines {
			if l.Kind != Off {
				lines = append(lines, fmt.Sprint(n+1))
			}
		}
		if got := strings.Join(lines, " "); got != test.lines {
			t.Errorf("%q with %q: lines %s, want %s", test.data, test.features, got, test.lines)
		}
		if got := strings.Join(asked, " "); got != test.asked {
			t.Errorf("%q with %q: asked about %s, want %s", test.data, test.features, got, test.asked)
		}
		if fmt.Sprintf("%+v", whole) != before || c.String() != test.data {
			t.Errorf("%q: the whole file was changed", test.data)
		}
	}
}

// TestChooseBlocks looks at where expected lines belong when their command was
// left out.
func TestChooseBlocks(t *testing.T) {
	whole := Format{}.Parse("  $ a\n  1\n#if x\n  2\n  $ b\n#else\n  3\n#endif\n  4\n\n  5\n")
	for _, test := range []struct {
		x    bool
		want string
	}{
		{true, "[[] []] [[0] [1 3]] [[4] [8 9 10]]"},
		{false, "[[] []] [[0] [1 6 8 9 10]]"},
	} {
		var got []string
		for _, b := range whole.Choose(func(Directive) bool { return test.x }).Blocks {
			got = append(got, fmt.Sprint([][]int{b.Code, b.Output}))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("with x %v: %s, want %s", test.x, s, test.want)
		}
	}
}

// FuzzChoose holds that a choice keeps every byte, takes each line once, and asks
// only about lines that are in.
func FuzzChoose(f *testing.F) {
	for _, test := range chosen {
		f.Add(test.data, uint64(5))
	}
	f.Fuzz(func(t *testing.T, data string, answers uint64) {
		whole := Format{}.Parse(data)
		n := 0
		var reached []int
		c := whole.Choose(func(d Directive) bool {
			reached = append(reached, d.Line)
			n++
			return answers>>(n%64)&1 == 1
		})
		if c.String() != data {
			t.Errorf("%q came back as %q", data, c.String())
		}
		for _, line := range reached {
			if c.Lines[line].Kind != Directed {
				t.Errorf("asked about line %d, which is left out", line)
			}
		}
		seen := map[int]bool{}
		for _, b := range c.Blocks {
			for _, line := range slices.Concat(b.Code, b.Output) {
				if seen[line] || c.Lines[line].Kind == Off {
					t.Errorf("line %d is in two blocks, or left out", line)
				}
				seen[line] = true
			}
		}
	})
}

func TestCases(t *testing.T) {
	for _, test := range []struct{ data, want string }{
		{"  $ a\n", "[]"},
		{"#testcases a b\n", "[[a] [b]]"},
		{"#testcases a b\nx\n#testcases c d\n", "[[a c] [a d] [b c] [b d]]"},
	} {
		if got := fmt.Sprint(Format{}.Parse(test.data).Cases()); got != test.want {
			t.Errorf("%q: %s, want %s", test.data, got, test.want)
		}
	}
	var many strings.Builder
	for n := range 4 {
		many.WriteString("#testcases")
		for k := range 7 {
			fmt.Fprintf(&many, " c%d%d", n, k)
		}
		many.WriteString("\n")
	}
	if faults := (Format{}).Parse(many.String()).Faults; len(faults) != 1 || !strings.Contains(faults[0].Reason, "2401 runs") {
		t.Errorf("%v", faults)
	}
}

func TestFormats(t *testing.T) {
	data := "#if x\n  >>> 1\n#if y\n#endif\n#endif\n"
	if tr := (Format{Plain: true}).Parse(data); len(tr.Directives) > 0 || tr.Lines[1].Kind != Output || len(tr.Faults) > 0 {
		t.Errorf("plain: %+v", tr)
	}
	if tr := (Format{FlatIf: true}).Parse(data); len(tr.Faults) != 1 || tr.Faults[0].Line != 2 {
		t.Errorf("flat: %+v", tr.Faults)
	}
}
