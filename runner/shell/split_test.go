package shell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

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
	text = strings.NewReplacer("SALTED", "SALTED", "CUT", s.salt[:12], "SALT", s.salt, "SOURCE", s.form.head+s.source(), "REST", s.form.tail).Replace(text)
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

func TestScript(t *testing.T) {
	tr := transcript.Format{}.Parse("c\n  $ echo a\n  a\n  $ cat <<E\n  > x\n  > E\n  x\nc")
	s := New(tr, Options{Shell: "dash"})
	want := "M2\necho a\nM4\ncat <<E\nx\nE\nM9\n"
	if got := strings.ReplaceAll(strings.ReplaceAll(s.Text, s.form.head+s.source()+" ", "M"), s.form.tail, ""); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if strings.Contains(s.Text, s.salt) {
		t.Error("the script holds the salt as it will be printed")
	}
	if other := New(tr, Options{Shell: "dash"}); other.salt == s.salt {
		t.Error("two scripts have the same salt")
	}
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
				want = append(want, []Piece{{text, -1}}[:min(1, len(text))])
				continue
			}
			printed.WriteString(s.printed(b+1, b%4))
			want = append(want, []Piece{{text, b % 4}})
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
