package terminal

import (
	"strings"
	"testing"
)

func TestScreen(t *testing.T) {
	var all Emulators
	defer all.Close()
	for _, test := range []struct{ printed, want, styled string }{
		{"", "", ""},
		{"a\r\nb  \r\n", "a\nb\n", "a\nb\n"},
		{"Name? Ada\r\nHello, Ada!\r\n", "Name? Ada\nHello, Ada!\n", "Name? Ada\nHello, Ada!\n"},
		{"\r\n\r\na", "\n\na\n", "\n\na\n"},
		{"10%\r20%\r100%\r\ndone\r\n", "100%\ndone\n", "100%\ndone\n"},
		{"a\tb\r\n", "a       b\n", "a       b\n"},
		{"\x1b[31merror\x1b[0m: \x1b[1;4mno\x1b[m file\r\n", "error: no file\n", "<red>error</>: <bold underline>no</> file\n"},
		{"\x1b[38;5;200mx\x1b[48;2;1;2;255my\x1b[0m\x1b[97;100mz\x1b[0m", "xyz\n", "<color200>x</><color200 on-#0102ff>y</><bright-white on-bright-black>z</>\n"},
		{"\x1b[7m menu   \x1b[0m\r\n", " menu\n", "<reverse> menu   </>\n"},
		{"a < b\r\n\x1b[1ma < b\x1b[m\r\n", "a < b\na < b\n", "a < b\n<bold>a <lt> b</>\n"},
		{"a</>b\r\n", "a</>b\n", "a<lt>/>b<></>\n"},
		{"old\x1b[2J\x1b[2;3Hnew", "\n  new\n", "\n  new\n"},
		{"main\x1b[?1049h\x1b[Halt\x1b[?1049l", "main\n", "main\n"},
		{"main\x1b[?1049h\x1b[Halt", "alt\n", "alt\n"},
		{"1\r\n2\r\n3\r\n4\r\n5\r\n6", "3\n4\n5\n6\n", "3\n4\n5\n6\n"},
		{"a line of more than 20 characters\r\n", "a line of more than\n20 characters\n", "a line of more than\n20 characters\n"},
		{"exactly twenty chars\r\nb", "exactly twenty chars\nb\n", "exactly twenty chars\nb\n"},
		{"日本 é e\u0301 👩‍🚀!\r\n", "日本 é e\u0301 👩‍🚀!\n", "日本 é e\u0301 👩‍🚀!\n"},
		{"\x1b(0lqqk\x1b(B\r\n", "┌──┐\n", "┌──┐\n"},
		{"-\x1b[5b|\r\n", "------|\n", "------|\n"},
		{"a\x1b[6nb\x1b[cc\r\n", "abc\n", "abc\n"},
		{"x\x1b[99999999bx\x1b[99999999Xy\x1b[99999999I\x1b[99999999Z\r\n", "xxy\n", "xxy\n"},
		{"\xff\xfea\r\n", "\uFFFDa\n", "\uFFFDa\n"},
	} {
		for _, styles := range []bool{false, true} {
			s := Screen{Size: Size{20, 4}, Styles: styles, Emulators: &all}
			want := test.want
			if styles {
				want = test.styled
			}
			for range 2 { // a screen that was used is as a new one
				if got := s.Lines(test.printed); got != want {
					t.Errorf("%q shows %q, want %q", test.printed, got, want)
				}
			}
			s.Close()
		}
	}
}

// FuzzScreen: whatever is printed, a screen has no more than its lines, each of which
// fits, and one that needs no emulator is the same with one.
func FuzzScreen(f *testing.F) {
	f.Add("a\r\n\r\nb\x1b[31mc", true)
	f.Add("\x1b[?1049h\x1b[9999;9999H\x1b[9999Lx\x1b[9999@", false)
	f.Add("\x1b]0;title\x07\x1bP+q\x1b\\\x1b[?6n\x1b[>c", false)
	var all Emulators
	defer all.Close()
	f.Fuzz(func(t *testing.T, printed string, styles bool) {
		s := Screen{Size: Size{12, 5}, Styles: styles, Emulators: &all}
		defer s.Close()
		got := s.Lines(printed)
		lines := strings.SplitAfter(got, "\n")
		if len(lines) > 6 || got != "" && !strings.HasSuffix(got, "\n") || strings.ContainsAny(got, "\x1b\r") {
			t.Errorf("%q shows %q", printed, got)
		}
		if again := s.Lines("\x1b[m" + printed); again != s.Lines("\x1b[m"+printed) {
			t.Errorf("%q shows %q at first", printed, again)
		}
		if plain, ok := s.plain(printed); ok {
			if same := s.Lines("\x1b[m" + printed); same != plain {
				t.Errorf("%q shows %q, and %q without an emulator", printed, same, plain)
			}
		}
	})
}

func TestKeys(t *testing.T) {
	for line, want := range map[string]string{
		"": "\r", "yes": "yes\r", "<^C>": "\x03", "<^c>": "\x03", "<Up>": "\x1b[A", "<Up><Enter>": "\x1b[A\r", "ab<Tab>": "ab\t",
		"<Down>x": "\x1b[Bx\r", "Ada <ada@example.com>": "Ada <ada@example.com>\r", "<lt>Up>": "<Up>\r", "a<lt>": "a<\r", "<": "<\r", "<>": "<>\r", "é": "é\r",
	} {
		if got := Keys(line, false); got != want {
			t.Errorf("%q types %q, want %q", line, got, want)
		}
	}
	if got := Keys("<Up><F1><PageUp><Home>", true); got != "\x1bOA\x1bOP\x1b[5~\x1bOH" {
		t.Errorf("%q", got)
	}
}
