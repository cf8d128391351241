package review

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/tooltest"
)

// A joinCase is a file of cases with what each of them printed: the whole way from
// the file to its edits, but for the shell.
type joinCase struct {
	data     string
	dims     dimensions
	variants []Variant
	seen     []bool
	outputs  [][]string // of each variant, of each command
}

// chosen is the transcript as one variant runs it, on a machine that has linux
// and nothing else.
func chosen(data string, dims dimensions, at feature.Variant) *transcript.Transcript {
	return (transcript.Format{}).Parse(data).Choose(func(d transcript.Directive) bool { return holds(dims, at, d.Terms) })
}

func holds(dims dimensions, at feature.Variant, terms []feature.Term) bool {
	for _, t := range terms {
		yes, ours := dims.answer(t, at)
		if !ours {
			yes, _ = t.Holds(feature.Known{Present: t.Name == "linux"})
		}
		if !yes {
			return false
		}
	}
	return true
}

// run returns the edits that a file needs so that a variant passes, and what #if
// left out of it.
func run(data string, dims dimensions, at feature.Variant, outputs []string) (edits []matcher.Edit, off []event.Range) {
	t := chosen(data, dims, at)
	for n, l := range t.Lines {
		if l.Kind == transcript.Off {
			off = append(off, event.Range{Start: n, End: n + 1})
		}
	}
	for b := range t.Blocks {
		output := ""
		// Commands are known by their name, so that each keeps its output.
		if code := t.Blocks[b].Code; len(code) > 0 {
			var n int
			_, _ = fmt.Sscanf(t.Lines[code[0]].Text, "c%d", &n)
			output = outputs[n%len(outputs)]
		}
		want := t.At(b).Patterns()
		for i := range want {
			if !holds(dims, at, want[i].Conditions) {
				want[i].LeaveOut()
			}
		}
		got := matcher.Cut(output, false, func(s string) string { return s })
		changes, _, _ := matcher.Align(context.Background(), want, got)
		edits = append(edits, t.At(b).Edits(changes, got)...)
	}
	return edits, off
}

// variantsOf returns all the variants of the dimensions, in order.
func variantsOf(dims dimensions) []feature.Variant {
	all := []feature.Variant{{}}
	for _, d := range dims {
		var longer []feature.Variant
		for _, v := range all {
			for i := range d.Values {
				longer = append(longer, append(slices.Clone(v), i))
			}
		}
		all = longer
	}
	return all
}

func randomJoin(r *rand.Rand) joinCase {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	var j joinCase
	var b strings.Builder
	var cases []string
	for d, names := range [][]string{{"k", "l", "m"}, {"x", "y"}}[:1+r.IntN(2)] {
		names = names[:2+r.IntN(len(names)-1)]
		if d == 0 || r.IntN(2) == 0 {
			fmt.Fprintln(&b, "#testcases", strings.Join(names, " "))
			cases = append(cases, names...)
		}
	}
	word := func() string {
		return pick("a", "b", "c", "d", "aa", "", "z (glob)", "z (esc)", "z (no-eol)", "$ 5", "... q", "t\t", "[1]", "[2]", "a (q !)", "tab\\t (esc)")
	}
	expected := func() string {
		line := word()
		if strings.HasPrefix(line, "$ ") || strings.HasPrefix(line, "... ") || strings.ContainsAny(line, "\tq") {
			line = "a"
		}
		line = pick(line, line, line, "a* (glob)", "[ab] (re)", "b (?)", "* (glob*)", line)
		term := func() string { return pick("", "no-") + pick(append(cases, "linux")...) }
		switch r.IntN(4) {
		case 0:
			line += " (" + term() + " !)"
		case 1:
			if r.IntN(3) == 0 {
				line += " (" + term() + " " + term() + " !)"
			}
		}
		return "  " + line
	}
	open := 0
	for n := range 1 + r.IntN(3) {
		fmt.Fprintf(&b, "  %s c%d\n", pick("$", "$", "$", ">>>"), n)
		for range r.IntN(6) {
			switch r.IntN(12) {
			case 0:
				b.WriteString(pick("comment\n", "\n"))
			case 1:
				b.WriteString(pick("\n", "  \n"))
			case 2:
				fmt.Fprintf(&b, "#if %s\n", pick(append(cases, "linux", "no-"+cases[0])...))
				open++
			case 3:
				if open > 0 {
					b.WriteString("#endif\n")
					open--
				}
			default:
				b.WriteString(expected() + "\n")
			}
		}
	}
	for range open {
		b.WriteString(pick("#else\n  b\n#endif\n", "#endif\n"))
	}
	j.data = b.String()
	if r.IntN(4) == 0 {
		j.data = strings.TrimSuffix(j.data, "\n")
	}
	j.dims = caseDims((transcript.Format{}).Parse(j.data))
	base := make([]string, 3)
	for i := range base {
		for range r.IntN(5) {
			base[i] += word() + "\n"
		}
	}
	mutated := func(s string) string {
		var out string
		for line := range strings.Lines(s) {
			switch r.IntN(6) {
			case 0:
			case 1:
				out += word() + "\n"
			case 2:
				out += line + word() + "\n"
			default:
				out += line
			}
		}
		if r.IntN(8) == 0 {
			out = strings.TrimSuffix(out, "\n")
		}
		return out
	}
	for _, at := range variantsOf(j.dims) {
		outputs := slices.Clone(base)
		for i := range outputs {
			if r.IntN(2) == 0 {
				outputs[i] = mutated(base[i])
			}
		}
		v := Variant{At: at}
		seen := false
		switch r.IntN(6) {
		case 0:
			v.Off = surelyOff((transcript.Format{}).Parse(j.data), j.dims, at)
		case 1:
			v.Silent = true
		default:
			seen = true
			v.Edits, v.Off = run(j.data, j.dims, at, outputs)
		}
		j.variants, j.outputs, j.seen = append(j.variants, v), append(j.outputs, outputs), append(j.seen, seen)
	}
	return j
}

// check holds a join to what is promised of it.
func (j joinCase) check(t *testing.T) {
	t.Helper()
	format := transcript.Format{}
	say := func(text string, args ...any) {
		t.Helper()
		t.Errorf("%s\nfile:\n%s\nvariants: %+v", fmt.Sprintf(text, args...), j.data, j.variants)
	}
	edits, err := join(format.Parse(j.data), j.dims, j.variants)
	if err != nil {
		say("%v", err)
		return
	}
	for i, e := range edits {
		if e.Start > e.End || i > 0 && e.Start <= edits[i-1].End {
			say("edits out of order: %v", edits)
			return
		}
	}
	after := transcript.Apply(j.data, edits)
	if !transcript.SameCommands(format.Parse(j.data), after) {
		say("other commands:\n%s", after)
	}
	for i, v := range j.variants {
		if v.Silent {
			continue
		}
		alone := transcript.Apply(j.data, v.Edits)
		again := func(data string) ([]matcher.Edit, []event.Range) { return run(data, j.dims, v.At, j.outputs[i]) }
		aloneAgain, aloneOff := again(alone)
		rest, off := again(after)
		guard := func(lines []string) []string { // what may have to be escaped behind inline code
			for i := range lines {
				lines[i] = strings.Replace(lines[i], "  ... q", `  \x2e.. q (esc)`, 1)
			}
			return lines
		}
		want := guard(sight(format.Parse(alone), "  ", j.dims, v.At, aloneOff))
		if got := guard(sight(format.Parse(after), "  ", j.dims, v.At, off)); !slices.Equal(got, want) {
			say("variant %v sees\n%q, alone it would be\n%q\njoined:\n%s", v.At, got, want, after)
		}
		if j.seen[i] && len(aloneAgain) == 0 && len(rest) > 0 {
			say("variant %v does not pass: %v\njoined:\n%s", v.At, rest, after)
		}
	}
	// What is for nobody who has a say stays.
	for n, l := range format.Parse(j.data).Lines {
		if l.Kind == transcript.Output && !slices.ContainsFunc(j.variants, func(v Variant) bool {
			return !v.Silent && !leftOut(v.Off, n) && j.dims.hold(j.dims.expectation(l.Text).terms, v.At)
		}) && !strings.Contains(after, strings.TrimSuffix(l.Raw, "\n")) {
			say("%q is gone:\n%s", l.Raw, after)
		}
	}
	if agree := slices.Clone(j.variants); !agree[0].Silent {
		for i := range agree {
			agree[i] = Variant{At: agree[i].At, Edits: agree[0].Edits}
		}
		same, err := join(format.Parse(j.data), j.dims, agree)
		if err != nil || fmt.Sprint(same) != fmt.Sprint(agree[0].Edits) {
			say("agreeing variants: %v (%v), want %v", same, err, agree[0].Edits)
		}
	}
}

// TestJoinProperties: each variant finds in the joined file what it alone would
// have written, and passes; nothing of one that was not run is lost.
func TestJoinProperties(t *testing.T) {
	for seed := range tooltest.Seeds(t, 1_000) {
		randomJoin(rand.New(rand.NewPCG(seed, 5))).check(t)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzJoin(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) { randomJoin(rand.New(rand.NewPCG(a, b))).check(t) })
}

// TestJoin shows what is written: of each variant the output of the one command
// `c0`, of which no output stands for a variant that was not run.
func TestJoin(t *testing.T) {
	const two, three = "#testcases k l\n", "#testcases k l m\n"
	for _, test := range []struct {
		name, file, want string
		outputs          []string
	}{
		{"agreed", two + "  $ c0\n  old\n", two + "  $ c0\n  new\n", []string{"new\n", "new\n"}},
		{"different", two + "  $ c0\n  a\n  old\n  z\n", two + "  $ c0\n  a\n  x (k !)\n  y (l !)\n  z\n", []string{"a\nx\nz\n", "a\ny\nz\n"}},
		{"one changed", two + "  $ c0\n  old\n", two + "  $ c0\n  old (k !)\n  new (l !)\n", []string{"old\n", "new\n"}},
		{"not run", two + "  $ c0\n  old\n", two + "  $ c0\n  old (k !)\n  new (l !)\n", []string{"", "new\n"}},
		{"two of three", three + "  $ c0\n", three + "  $ c0\n  x (no-l !)\n  y (l !)\n", []string{"x\n", "y\n", "x\n"}},
		{"now the same", two + "  $ c0\n  x (k !)\n  y (l !)\n", two + "  $ c0\n  x\n", []string{"x\n", "x\n"}},
		{"gone for one", three + "  $ c0\n  x (no-m !)\n  a\n", three + "  $ c0\n  x (k !)\n  a\n", []string{"x\na\n", "a\n", "a\n"}},
		{"conditions of the machine", two + "  $ c0\n  x (linux !)\n", two + "  $ c0\n  x (linux k !)\n  y (l !)\n", []string{"x\n", "y\n"}},
		{"of another machine", two + "  $ c0\n  x (no-linux !)\n  a\n", two + "  $ c0\n  x (no-linux !)\n  y\n", []string{"y\n", "y\n"}},
		{"pattern", two + "  $ c0\n  a* (glob)\n", two + "  $ c0\n  a* (glob) (k !)\n  b (l !)\n", []string{"aa\n", "b\n"}},
		{"literal pattern", two + "  $ c0\n", two + "  $ c0\n  a (re) (k !)\n  b (l !)\n", []string{"a (re)\n", "b\n"}},
		{"status", two + "  $ c0\n  a\n  [1]\n", two + "  $ c0\n  a (k !)\n  b (l !)\n  [1] (k !)\n  [2] (l !)\n", []string{"a\n[1]\n", "b\n[2]\n"}},
		{"blank", two + "  $ c0\n  a\n\n  b\n", two + "  $ c0\n  a\n   (k !)\n  z (k !)\n   (?) (l !)\n  b (l !)\n", []string{"a\n\nz\n", "a\nb\n"}},
		{"branch", two + "#if k\n  $ c0\n  old\n#endif\n", two + "#if k\n  $ c0\n  x\n#endif\n", []string{"x\n", "y\n"}},
		{"branch, not run", two + "#if k\n  $ c0\n  old\n#endif\n", two + "#if k\n  $ c0\n  x\n#endif\n", []string{"x\n", ""}},
		{"output in branches", two + "  $ c0\n  a\n#if k\n  b\n#else\n  c\n#endif\n", two + "  $ c0\n  z\n#if k\n  b\n  x\n#else\n  c\n  y\n#endif\n", []string{"z\nb\nx\n", "z\nc\ny\n"}},
		{"axes of cases", two + "#testcases x y\n  $ c0\n", two + "#testcases x y\n  $ c0\n  a (k !)\n  p (l !)\n  q (y !)\n", []string{"a\n", "a\nq\n", "p\n", "p\nq\n"}},
		{"CRLF", "#testcases k l\r\n  $ c0\r\n  a\r\n", "#testcases k l\r\n  $ c0\r\n  x (k !)\r\n  y (l !)\r\n", []string{"x\n", "y\n"}},
		{"no newline at the end", two + "  $ c0\n  a", two + "  $ c0\n  x (k !)\n  y (l !)", []string{"x\n", "y\n"}},
	} {
		dims := caseDims((transcript.Format{}).Parse(test.file))
		j := joinCase{data: test.file, dims: dims}
		for i, at := range variantsOf(dims) {
			v := Variant{At: at, Off: surelyOff((transcript.Format{}).Parse(test.file), dims, at)}
			if test.outputs[i] != "" {
				v.Edits, v.Off = run(test.file, dims, at, test.outputs[i:i+1])
			}
			j.variants, j.outputs, j.seen = append(j.variants, v), append(j.outputs, test.outputs[i:i+1]), append(j.seen, test.outputs[i] != "")
		}
		j.check(t)
		edits, err := join(transcript.Format{}.Parse(j.data), dims, j.variants)
		if after := transcript.Apply(j.data, edits); err != nil || after != test.want {
			t.Errorf("%s: (%v)\n%s\nwant\n%s", test.name, err, after, test.want)
		}
	}
}

// TestJoinVersions: an axis of a matrix is one more dimension.
func TestJoinVersions(t *testing.T) {
	data := "  $ git x\n  old\n  same\n"
	dims := []feature.Dim{{Name: "git", Values: []string{"2.30", "2.40", "2.43"}}}
	line := func(s string) []matcher.Edit { return []matcher.Edit{{Start: 1, End: 2, New: []string{"  " + s}}} }
	variants := []Variant{{At: feature.Variant{0}, Edits: line("a")}, {At: feature.Variant{1}, Edits: line("b")}, {At: feature.Variant{2}, Edits: line("b")}}
	edits, err := join(transcript.Format{}.Parse(data), dims, variants)
	if want := "  $ git x\n  a (git<2.40 !)\n  b (git>=2.40 !)\n  same\n"; err != nil || transcript.Apply(data, edits) != want {
		t.Errorf("%s (%v)", transcript.Apply(data, edits), err)
	}
	if _, err := join((transcript.Format{Plain: true}).Parse(data), dims, variants); err == nil {
		t.Error("conditions were written where they are text")
	}
	dims[0].Values = []string{"2.30", "2.40", "2.40.0"}
	variants[2].Edits = line("c")
	if _, err := join(transcript.Format{}.Parse(data), dims, variants); err == nil || !strings.Contains(err.Error(), "2.40") {
		t.Errorf("error %v for versions that are the same", err)
	}
}

// TestJoinLong: a region of 20,000 lines is joined, and takes memory in proportion to
// them, whether the variants differ in all of it, in some of it, or in its order. A
// table of all lines against all would be twenty times as much and more.
func TestJoinLong(t *testing.T) {
	const n = 20_000
	r := rand.New(rand.NewPCG(1, 1))
	forms := map[string]func(v, i int) int{
		"all":  func(v, i int) int { return v*n + i },
		"some": func(v, i int) int { return i + n*(v*i%7) },
		"order": func() func(v, i int) int {
			p := r.Perm(n)
			return func(v, i int) int { return []int{i, p[i], n - i}[v] }
		}(),
		"few": func(v, i int) int { return r.IntN(3) },
	}
	for name, form := range forms {
		data := "#testcases k l m\n  $ c0\n"
		dims := caseDims((transcript.Format{}).Parse(data))
		var variants []Variant
		for v, at := range variantsOf(dims) {
			e := matcher.Edit{Start: 2, End: 2}
			for i := range n {
				e.New = append(e.New, fmt.Sprintf("  line %d", form(v, i)))
			}
			variants = append(variants, Variant{At: at, Edits: []matcher.Edit{e}})
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		edits, err := join(transcript.Format{}.Parse(data), dims, variants)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Fatal(err)
		}
		if perLine := (after.TotalAlloc - before.TotalAlloc) / (3 * n); perLine > 4<<10 {
			t.Errorf("%s: %d bytes for each line", name, perLine)
		}
		joined := (transcript.Format{}).Parse(transcript.Apply(data, edits))
		for _, v := range variants {
			if !slices.Equal(sight(joined, "  ", dims, v.At, nil)[2:], v.Edits[0].New) {
				t.Errorf("%s: variant %v has other lines", name, v.At)
			}
		}
	}
}
