package runner

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
func fakeScript(n int) script {
	return newScript(transcript.Format{}.Parse(strings.Repeat("  $ true\n\n", n)), settings{}, false)
}

func (s script) marker(block, status int) string {
	return fmt.Sprintf("%s %d %d\n", s.salt, s.line(block), status)
}

func (s script) line(block int) int {
	for line, b := range s.block {
		if b == block {
			return line
		}
	}
	panic("no such block")
}

// filled puts the salt for SALT, its source for SOURCE and the marker of block
// B with status S for <B S>.
func (s script) filled(text string) string {
	text = strings.NewReplacer("SALT", s.salt, "SOURCE", "echo "+s.quoted).Replace(text)
	for b := range len(s.block) + 1 {
		for status := range 4 {
			if b > 0 && b <= len(s.block) {
				text = strings.ReplaceAll(text, fmt.Sprintf("<%d %d>", b, status), strings.TrimSuffix(s.marker(b, status), "\n"))
			}
		}
	}
	return text
}

// show writes a split: the blocks between bars, a status in brackets behind its
// piece, - for a block that was not seen.
func show(o output) string {
	var blocks []string
	for _, pieces := range o.blocks {
		if pieces == nil {
			blocks = append(blocks, "-")
			continue
		}
		var b strings.Builder
		for _, p := range pieces {
			b.WriteString(strings.ReplaceAll(p.text, "\n", ";"))
			if p.status >= 0 {
				b.WriteString("[" + strconv.Itoa(p.status) + "]")
			}
		}
		blocks = append(blocks, b.String())
	}
	return strings.Join(blocks, "|")
}

func TestScript(t *testing.T) {
	tr := transcript.Format{}.Parse("c\n  $ echo a\n  a\n  $ cat <<E\n  > x\n  > E\n  x\nc")
	s := newScript(tr, settings{}, false)
	want := "echo Q 2 $?\necho a\necho Q 4 $?\ncat <<E\nx\nE\necho Q 9 $?\n"
	if got := strings.ReplaceAll(s.text, s.quoted, "Q"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if strings.Contains(s.text, s.salt) {
		t.Error("the script holds the salt as it will be printed")
	}
	if other := newScript(tr, settings{}, false); other.salt == s.salt {
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
	{"the salt alone", "<1 0>\nSALT\nSALT x\nSALT 1\nSALT 1 x\nSALT 99 0\n<2 0>\n<3 0>\n", "[0]|SALT;SALT x;SALT 1;SALT 1 x;SALT 99 0;[0]|[0]", 2, true},
	{"cut marker", "<1 0>\na\nSALT 3 0", "[0]|a;SALT 3 0|-", 1, false},
	{"set -x", "<1 0>\n+ echo <2 0>\n<2 0>\n+ echo b\nb\n+ echo <3 0>\n<3 0>\n", "[0]|[0]|+ echo b;b;[0]", 2, true},
	{"set -x behind output", "<1 0>\na+ echo <2 0>\n<2 0>\n<3 0>\n", "[0]|a[0]|[0]", 2, true},
	{"set -x in zsh", "<1 0>\na+/bin/zsh:3> echo <2 0>\n<2 0>\n<3 0>\n", "[0]|a[0]|[0]", 2, true},
	{"set -x, a prompt of one's own", "<1 0>\na\ntrace: echo <2 0>\n<2 0>\n<3 0>\n", "[0]|a;[0]|[0]", 2, true},
	{"set -v", "<1 0>\nset -v\nSOURCE 3 $?\n<2 0>\necho b\nb\nSOURCE 5 $?\n<3 0>\n", "[0]|set -v;[0]|echo b;b;[0]", 2, true},
	{"here-document", "<1 0>\ntext\nSOURCE 3 0\necho b\nSOURCE 5 0\n", "[0]|text;echo b;|-", 1, false},
	{"carriage returns", "<1 0>\r\na\r\n<2 0>\n<3 0>\n", "SALT 1 0\r;a\r;[0]|-|[0]", 2, true},
}

func TestSplit(t *testing.T) {
	for _, test := range splitCases {
		t.Run(test.name, func(t *testing.T) {
			s := fakeScript(2)
			o := s.split(s.filled(test.printed))
			got := strings.ReplaceAll(show(o), s.salt, "SALT")
			if got != test.want || o.last != test.last || o.complete != test.complete {
				t.Errorf("%s, last %d, complete %v; want %s, %d, %v", got, o.last, o.complete, test.want, test.last, test.complete)
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
		var want [][]piece
		for b, text := range outputs {
			printed.WriteString(text)
			if open && b == n {
				// The shell ended in the last block.
				want = append(want, []piece{{text, -1}}[:min(1, len(text))])
				continue
			}
			printed.WriteString(s.marker(b+1, b%4))
			want = append(want, []piece{{text, b % 4}})
		}
		o := s.split(printed.String())
		equal := slices.EqualFunc(o.blocks, want, func(a, b []piece) bool { return (a == nil) == (b == nil) && slices.Equal(a, b) })
		if !equal || o.complete == open || o.last != n {
			t.Errorf("%q (open: %v) is split into %s, last %d, complete %v", texts, open, show(o), o.last, o.complete)
		}
		// However it is broken, no byte but those of markers is lost.
		broken := printed.String()
		broken = broken[:len(broken)/2] + "X" + broken[len(broken)/2:]
		total := 0
		for _, pieces := range s.split(broken).blocks {
			for _, p := range pieces {
				total += len(p.text)
			}
		}
		if total < len(texts)-n {
			t.Errorf("%q broken: %d bytes of %d are left", texts, total, len(texts)-n)
		}
	})
}
