package shell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dott/matcher/transcript"
)

// fakeScript is a script of n blocks besides the one before the first command.
// The markers of block b name the line 2b-1, and the last one the line 2n+1.
func fakeScript(n int) *Script {
	return New(transcript.Format{}.Parse(strings.Repeat("  $ true\n\n", n)), Options{Shell: "dash"})
}

func (s *Script) printed(block, status int) string {
	return fmt.Sprintf("%s %d %d\n", s.salt, s.line(block), status)
}

func (s *Script) line(block int) int {
	for line, b := range s.block {
		if b == block {
			return line
		}
	}
	panic("no such block")
}

// filled puts the salt for SALT, its source for SOURCE and the marker of block
// B with status S for <B S>.
func (s *Script) filled(text string) string {
	text = strings.NewReplacer("SALTED", "SALTED", "CUT", s.salt[:12], "SALT", s.salt, "SOURCE", s.form.head()+s.source(), "INLINE", s.inlineSource(), "REST", s.form.tail()).Replace(text)
	for b := range len(s.block) + 1 {
		for status := range 4 {
			if b > 0 && b <= len(s.block) {
				text = strings.ReplaceAll(text, fmt.Sprintf("<%d %d>", b, status), strings.TrimSuffix(s.printed(b, status), "\n"))
			}
		}
	}
	return text
}

// show writes a split: the blocks between bars, a status in brackets behind its
// piece, - for a block that was not seen.
func show(o Output) string {
	var blocks []string
	for i, pieces := range o.Blocks {
		if pieces == nil {
			blocks = append(blocks, "-")
			continue
		}
		var b strings.Builder
		if i == o.Stray {
			b.WriteByte('!')
		}
		for _, p := range pieces {
			b.WriteString(strings.ReplaceAll(p.Text, "\n", ";"))
			if p.Status >= 0 {
				b.WriteString("[" + strconv.Itoa(p.Status) + "]")
			}
		}
		blocks = append(blocks, b.String())
	}
	return strings.Join(blocks, "|")
}

var splitCases = []struct {
	name     string
	printed  string // of two blocks; see filled
	want     string
	last     int
	complete bool
}{
	{"all", "<1 0>\na\n<2 0>\nb\n<3 1>\n", "[0]|a;[0]|b;[1]", 2, true},
	{"no output", "<1 0>\n<2 0>\n<3 0>\n", "[0]|[0]|[0]", 2, true},
	{"noise first", "noise\n<1 0>\n<2 0>\n<3 0>\n", "noise;[0]|[0]|[0]", 2, true},
	{"no end of line", "<1 0>\na<2 0>\nb<3 0>\n", "[0]|a[0]|b[0]", 2, true},
	{"after the end", "<1 0>\n<2 0>\n<3 0>\nlate\n", "[0]|[0]|[0]late;", 2, true},
	{"nothing", "", "|-|-", 0, false},
	{"only noise", "noise", "noise|-|-", 0, false},
	{"ended in the first", "<1 0>\na\n", "[0]|a;|-", 1, false},
	{"ended in the last", "<1 0>\na\n<2 3>\nb", "[0]|a;[3]|b", 2, false},
	{"missing in the middle", "<1 0>\na\n<3 0>\n", "[0]|a;[0]|-", 1, true},
	{"a function's first", "<2 0>\na\n<1 0>\nb\n<3 0>\n", "[0]|b;[0]|a;[0]", 2, true},
	{"a loop", "<1 0>\na\n<2 0>\nb\n<2 1>\nb\n<3 0>\n", "[0]|a;[0]|b;[1]b;[0]", 2, true},
	{"back to an earlier one", "<1 0>\na\n<2 0>\nb\n<1 0>\na\n<2 0>\nb\n<3 0>\n", "[0]|a;[0]|b;[0]a;[0]b;[0]", 2, true},
	{"the salt alone", "<1 0>\na SALT\nSALT x\nSALT 1\nSALT 1 x\nb SALT 99 0\n<2 0>\n<3 0>\n", "[0]|!a ;;;;b ;[0]|[0]", 2, true},
	{"cut marker", "<1 0>\na\nSALT 3 0", "[0]|a;|-", 1, false},
	{"cut salt", "<1 0>\na\nSALTED\nCUT", "[0]|a;SALTED;|-", 1, false},
	{"echo without an end", "<1 0>\necho <2 0>\nb\n<3 0>\n", "[0]|echo [0]|b;[0]", 2, true},
	{"set -x", "<1 0>\n+ echo <2 0>\n<2 0>\n+ echo b\nb\n+ echo <3 0>\n<3 0>\n", "[0]|[0]|+ echo b;b;[0]", 2, true},
	{"set -x behind output", "<1 0>\na+ echo <2 0>\n<2 0>\n<3 0>\n", "[0]|a[0]|[0]", 2, true},
	{"set -x in zsh", "<1 0>\na+/bin/zsh:3> echo <2 0>\n<2 0>\n<3 0>\n", "[0]|a[0]|[0]", 2, true},
	{"set -x, a prompt of one's own", "<1 0>\na\ntrace: echo <2 0>\n<2 0>\n<3 0>\n", "[0]|a;[0]|[0]", 2, true},
	{"set -v", "<1 0>\nset -v\nSOURCE 3REST\n<2 0>\necho b\nbSOURCE 5REST\n<3 0>\n", "[0]|set -v;[0]|echo b;b[0]", 2, true},
	{"here-document", "<1 0>\ntext\nSOURCE 3 0; }\necho b\n", "[0]|!text;{ \\command echo ;echo b;|-", 1, false},
	{"set -v, not this script's", "<1 0>\nSOURCE xREST\nSOURCE 3\n<2 0>\n<3 0>\n", "[0]|!{ \\command echo ;{ \\command echo ;[0]|[0]", 2, true},
	{"inline code as it stands", "<1 0>\n>>> a\nINLINE 3 0\nprint('INLINE 3 0')\nINLINE 3\n<2 0>\n<3 0>\n", "[0]|!>>> a;print(';[0]|[0]", 2, true},
	{"another line of an unknown block", "<1 0>\nSALT 0 0\nSALT -1 0\nSALT 3 -1\n<2 0>\n<3 0>\n", "[0]|!;;;[0]|[0]", 2, true},
	{"a salt in a long line", "<1 0>\nSALT" + strings.Repeat("x", 300) + "\n<2 0>\n<3 0>\n", "[0]|!" + strings.Repeat("x", 300) + ";[0]|[0]", 2, true},
	{"a source in a long line", "<1 0>\nSOURCE" + strings.Repeat("x", 300), "[0]|!{ \\command echo " + strings.Repeat("x", 300) + "|-", 1, false},
	{"carriage returns", "<1 0>\r\na\r\n<2 0>\n<3 0>\n", "!;a\r;[0]|-|[0]", 2, true},
}

// split feeds a text in parts of the given size.
func (s *Script) split(text string, size int) Output {
	p := s.Splitter()
	for part := range slices.Chunk([]byte(text), size) {
		p.Feed(part)
	}
	return p.Output(text, nil)
}

func TestSplit(t *testing.T) {
	for _, test := range splitCases {
		t.Run(test.name, func(t *testing.T) {
			s := fakeScript(2)
			for _, size := range []int{1, 2, 7, 1000} {
				o := s.split(s.filled(test.printed), size)
				got := show(o)
				if got != test.want || o.Last != test.last || o.Complete != test.complete {
					t.Errorf("in pieces of %d: %s, last %d, complete %v; want %s, %d, %v", size, got, o.Last, o.Complete, test.want, test.last, test.complete)
				}
			}
		})
	}
}

// FuzzSplit: whatever the blocks print, with markers between them, is split
// back into the same.
func FuzzSplit(f *testing.F) {
	f.Add("noise\n\x01a\n\x01b\n", false)
	f.Add("\x01\x01\x01", true)
	f.Add("\x01no end\x01echo \x01+ echo ", false)
	f.Add("\x01DOTT\x01DOTT 1 0\n\x01 1 0\n", false)
	f.Add("\x01\xff\x00\r\n\x01\r", true)
	for _, test := range splitCases {
		f.Add(strings.ReplaceAll(test.printed, "\n", "\x01"), true)
	}
	f.Fuzz(func(t *testing.T, texts string, open bool) {
		outputs := strings.Split(texts, "\x01")
		if len(outputs) > 20 {
			return
		}
		n := len(outputs) - 1
		s := fakeScript(n)
		if strings.Contains(texts, s.salt[:8]) {
			return
		}
		var printed strings.Builder
		var want [][]Piece
		for b, text := range outputs {
			printed.WriteString(text)
			if open && b == n {
				// The shell ended in the last block.
				want = append(want, []Piece{{Text: text, Status: -1}}[:min(1, len(text))])
				continue
			}
			printed.WriteString(s.printed(b+1, b%4))
			want = append(want, []Piece{{Text: text, Status: b % 4}})
		}
		o := s.split(printed.String(), max(1, len(texts)%13))
		equal := slices.EqualFunc(o.Blocks, want, func(a, b []Piece) bool { return (a == nil) == (b == nil) && slices.Equal(a, b) })
		if !equal || o.Complete == open || o.Last != n {
			t.Errorf("%q (open: %v) is split into %s, last %d, complete %v", texts, open, show(o), o.Last, o.Complete)
		}
		// However it is broken, no byte but those of markers is lost.
		broken := printed.String()
		broken = broken[:len(broken)/2] + "X" + broken[len(broken)/2:]
		total := 0
		for _, pieces := range s.split(broken, 5).Blocks {
			for _, p := range pieces {
				total += len(p.Text)
			}
		}
		if total < len(texts)-n {
			t.Errorf("%q broken: %d bytes of %d are left", texts, total, len(texts)-n)
		}
	})
}

// TestSplitSourced: what is sourced first and last prints what is not the blocks'.
func TestSplitSourced(t *testing.T) {
	s := New(transcript.Format{}.Parse("  $ a\n"), Options{Shell: "dash", Setup: []string{"x", "y"}, Teardown: []string{"v", "w"}})
	setup, teardown := s.salt+" 0 %d\n", s.salt+" -1 %d\n"
	begin, end := s.printed(1, 0), s.printed(2, 0)
	for _, test := range []struct {
		name, printed     string
		blocks            string
		setups, teardowns []Piece
		tornDown          bool
	}{
		{"all", "x\n" + fmt.Sprintf(setup, 0) + "y\n" + fmt.Sprintf(setup, 1) + begin + "a\n" + end + "v\n" + fmt.Sprintf(teardown, 2) + fmt.Sprintf(teardown, 0) + "late\n",
			"[0]|a;[0]late;", []Piece{{Text: "x\n", Status: 0}, {Text: "y\n", Status: 1}}, []Piece{{Text: "v\n", Status: 2}, {Text: "", Status: 0}}, true},
		{"a setup ends the shell", fmt.Sprintf(setup, 0) + "y\n", "y;|-", []Piece{{Text: "", Status: 0}}, []Piece{}, false},
		{"a teardown does", fmt.Sprintf(setup, 0) + fmt.Sprintf(setup, 0) + begin + end + fmt.Sprintf(teardown, 0) + "w\n",
			"[0]|[0]", []Piece{{Text: "", Status: 0}, {Text: "", Status: 0}}, []Piece{{Text: "", Status: 0}, {Text: "w\n", Status: -1}}, false},
		{"a command does", begin + "a\n", "[0]|a;", []Piece{}, []Piece{}, false},
	} {
		for _, size := range []int{1, 1000} {
			p := s.Splitter()
			for part := range slices.Chunk([]byte(test.printed), size) {
				p.Feed(part)
			}
			o := p.Output(test.printed, nil)
			if got := show(o); got != test.blocks || !slices.Equal(o.Setups, test.setups) || !slices.Equal(o.Teardowns, test.teardowns) || p.TornDown() != test.tornDown {
				t.Errorf("%s: %s, %v, %v, torn down: %v", test.name, got, o.Setups, o.Teardowns, p.TornDown())
			}
		}
	}
}

// TestSplitStreams: blocks and what they print are told as soon as that is decided.
func TestSplitStreams(t *testing.T) {
	s := fakeScript(2)
	var told strings.Builder
	p := s.Splitter()
	p.OnBlock = func(block int) { fmt.Fprintf(&told, "<%d>", block) }
	p.OnText = func(block int, text []byte) { fmt.Fprintf(&told, "%d:%s", block, text) }
	all := ""
	for _, step := range []struct{ printed, want string }{
		{"noise", "0:noise"},
		{s.printed(1, 0), "<1>"},
		{"a", "1:a"},
		{"SAL", ""},
		{"T\n", "1:SALT\n"},
		{s.salt[:20], ""},
		{s.salt[20:], ""},
		{fmt.Sprintf(" %d 0", s.line(2)), ""},
		{"\nb\n", "<2>2:b\n"},
		{s.printed(3, 1) + "late", "2:late"},
	} {
		told.Reset()
		all += step.printed
		p.Feed([]byte(step.printed))
		if got := told.String(); got != step.want {
			t.Errorf("%q: told was %q, want %q", step.printed, got, step.want)
		}
	}
	if o := p.Output(all, strings.ToUpper); show(o) != "NOISE[0]|ASALT;[0]|B;[1]LATE" {
		t.Error(show(o))
	}
}

// TestSplitTimes: a block takes the time from its marker to the next one, also where that
// never comes.
func TestSplitTimes(t *testing.T) {
	s := fakeScript(2)
	for _, test := range []struct {
		name string
		last string // what comes instead of the last marker, a second later
		want []time.Duration
	}{
		{"whole", s.printed(3, 0), []time.Duration{0, time.Second, time.Second}},
		{"no end", "x", []time.Duration{0, time.Second, 2 * time.Second}},
	} {
		now := time.Unix(1000, 0)
		p := s.Splitter()
		p.Clock = func() time.Time { return now }
		all := ""
		for _, text := range []string{"noise", s.printed(1, 0), s.printed(2, 0), test.last} {
			p.Feed([]byte(text))
			all += text
			now = now.Add(time.Second)
		}
		if o := p.Output(all, nil); !slices.Equal(o.Took, test.want) {
			t.Errorf("%s: %v, want %v", test.name, o.Took, test.want)
		}
	}
	if p := s.Splitter(); p.Output("", nil).Took != nil {
		t.Error("without a clock there are times")
	}
}

// FuzzSalt: whatever is printed, no byte of what dott adds is in any piece, and the
// pieces do not depend on how the output came.
func FuzzSalt(f *testing.F) {
	for _, test := range splitCases {
		f.Add([]byte(test.printed), uint8(3))
	}
	f.Add([]byte("\x01\x08\x01\n\x02\x08\x03\x0c\x04\x05\x06\x09\x0a\x0e\x0e"), uint8(1))
	f.Add([]byte("\x02\x0d\x03 3 0\n"), uint8(7))
	f.Add([]byte("\x02\x0e\x0e\x03 3 0\n"), uint8(2))
	f.Fuzz(func(t *testing.T, recipe []byte, size uint8) {
		if len(recipe) > 200 {
			return
		}
		s := fakeScript(2)
		parts := []string{
			1: s.salt, 2: s.salt[:saltHead], 3: s.salt[saltHead:], 4: s.source(), 5: s.inlineSource(), 6: s.form.head(), 7: s.form.tail(),
			8: strings.TrimSuffix(s.printed(1, 0), "\n"), 9: s.printed(2, 3), 11: "+ echo ", 12: "echo ",
			13: s.marker(3) + "\n", 14: "+ echo " + s.printed(2, 0) + s.printed(2, 0), 15: s.salt[:20],
		}
		var b strings.Builder
		for _, c := range recipe {
			if int(c) < len(parts) && parts[c] != "" {
				b.WriteString(parts[c])
			} else {
				b.WriteByte(c)
			}
		}
		printed := b.String()
		p := s.Splitter()
		p.OnText = func(_ int, text []byte) {
			if strings.Contains(string(text), s.salt) {
				t.Errorf("%q: %q is told", recipe, text)
			}
		}
		for part := range slices.Chunk([]byte(printed), int(size)+1) {
			p.Feed(part)
		}
		o := p.Output(printed, nil)
		for _, pieces := range o.Blocks {
			for _, piece := range pieces {
				for _, ours := range []string{s.salt, s.source(), s.inlineSource()} {
					if strings.Contains(piece.Text, ours) {
						t.Errorf("%q: %q has %q", recipe, piece.Text, ours)
					}
				}
			}
		}
		if whole := s.split(printed, len(printed)+1); show(whole) != show(o) || whole.Last != o.Last || whole.Complete != o.Complete || whole.Stray != o.Stray {
			t.Errorf("%q in parts of %d: %s, want %s", recipe, int(size)+1, show(o), show(whole))
		}
	})
}
