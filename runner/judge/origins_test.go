package judge

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/shell"
)

// TestApart: standard error that is compared apart is expected in lines that end in (err),
// behind the output of its command, in whatever order the two came.
func TestApart(t *testing.T) {
	for _, test := range []struct {
		name, file, out, errs string
		status                int
		same                  bool // it is to the letter
		want                  event.Action
		changed               string
	}{
		{name: "both", file: "$ x¦a¦b (err)", out: "a\n", errs: "b\n", same: true, want: event.Pass},
		{name: "errors alone", file: "$ x¦a (err)¦b (err)", errs: "a\nb\n", same: true, want: event.Pass},
		{name: "and a status", file: "$ x¦a¦b (err)¦[2]", out: "a\n", errs: "b\n", status: 2, same: true, want: event.Pass},
		{name: "written in between", file: "$ x¦b (err)¦a", out: "a\n", errs: "b\n", want: event.Fail, changed: "+a -a"},
		{name: "a pattern", file: "$ x¦a¦b* (glob) (err)", out: "a\n", errs: "bcd\n", want: event.Pass},
		{name: "printed with its suffix", file: "$ x¦a (err)", out: "a (err)\n", want: event.Fail, changed: "-a (err) +a (er\\x72) (esc)"},
		{name: "the other stream", file: "$ x¦a (err)", out: "a\n", want: event.Fail, changed: "-a (err) +a"},
		{name: "no errors are expected", file: "$ x¦a", out: "a\n", errs: "b\n", want: event.Fail, changed: "+b (err)"},
		{name: "other errors", file: "$ x¦a¦b (err)", out: "a\n", errs: "c\n", want: event.Fail, changed: "-b (err) +c (err)"},
		{name: "more errors", file: "$ x¦a¦b (err)", out: "a\n", errs: "b\nc\n", want: event.Fail, changed: "+c (err)"},
		{name: "errors without an end", file: "$ x¦b (err)", errs: "b", want: event.Fail, changed: "-b (err) +b (err) (no-eol)"},
		{name: "a condition behind", file: "$ x¦b (err) (x !)", errs: "b\n", want: event.Pass},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := transcript.Format{}.Parse(file(test.file))
			in := Input{
				About: about, Transcript: tr, Apart: true, Ran: Ran{Shown: identity}, Holds: holds,
				Output: shell.Output{Blocks: [][]shell.Piece{{{}}, {{Text: test.out, Errors: test.errs, Status: test.status}}}, Last: 1, Complete: true, Stray: -1},
			}
			if same := (&comparer{in: &in}).same(1); same != test.same {
				t.Errorf("to the letter: %v", same)
			}
			end, _ := Transcript(t.Context(), in)
			if end.Action != test.want || changed(end.Diff) != test.changed {
				t.Errorf("%s %s, the diff has %q", end.Action, end.Reason, changed(end.Diff))
			}
		})
	}
}

// TestStyled: where colours are compared, a line with some is expected with (style), and
// one without is not.
func TestStyled(t *testing.T) {
	styled := func(line string) bool { return strings.Contains(line, "<red>") }
	for _, test := range []struct{ file, printed, changed string }{
		{"$ x¦<red>a (style)¦b", "[0]|<red>a;b;[0]", ""},
		{"$ x¦<red>a", "[0]|<red>a;[0]", "-<red>a +<red>a (style)"},
		{"$ x¦a (style)", "[0]|a;[0]", "-a (style) +a"},
		{"$ x¦a (style)", "[0]|<red>a;[0]", "-a (style) +<red>a (style)"},
	} {
		tr := transcript.Format{}.Parse(file(test.file))
		end, _ := Transcript(t.Context(), Input{About: about, Transcript: tr, Output: pieces(t, tr, test.printed), Ran: Ran{Shown: identity}, Styled: styled, Holds: holds})
		if want := map[bool]event.Action{true: event.Pass, false: event.Fail}[test.changed == ""]; end.Action != want || changed(end.Diff) != test.changed {
			t.Errorf("%s: %s %s, the diff has %q", test.file, end.Action, end.Reason, changed(end.Diff))
		}
	}
}

// TestMatches: one attempt of a command is compared as the whole would be, with whatever
// is wrong in its block.
func TestMatches(t *testing.T) {
	for _, test := range []struct {
		file string
		p    shell.Piece
		want bool
	}{
		{"$ x¦ready", shell.Piece{Text: "ready\n"}, true},
		{"$ x¦ready", shell.Piece{}, false},
		{"$ x¦ready", shell.Piece{Text: "ready\n", Status: 1}, false},
		{"$ x¦[1]", shell.Piece{Status: 1}, true},
		{"$ x¦re* (glob)¦b (?)", shell.Piece{Text: "ready\n"}, true},
		{"$ x¦in $D", shell.Piece{Text: "in /tmp/d\n"}, true},
		{"$ x¦a (x !)¦b (no-x !)", shell.Piece{Text: "a\n"}, true},
		{"$ x¦a (bad !)", shell.Piece{Text: "a\n"}, false},
		{"$ x¦a( (re)", shell.Piece{Text: "a(\n"}, false},
		{"$ x¦a( (re) (?)", shell.Piece{}, false},
		{"$ x¦took * ms", shell.Piece{Text: "took 12 ms\n"}, false},
	} {
		tr := transcript.Format{}.Parse(file("$ before¦" + test.file))
		in := Input{About: about, Transcript: tr, Holds: holds}
		shown := func(line string) string { return strings.ReplaceAll(line, "/tmp/d", "$D") }
		if got := Matches(t.Context(), in, 2, shown, test.p); got != test.want {
			t.Errorf("%s, %+v: %v", test.file, test.p, got)
		}
	}

	// An attempt whose comparison was ended is the last one: the test has been ended as well.
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupted"))
	tr := transcript.Format{}.Parse(file("$ x¦b+ (re+)"))
	if !Matches(ctx, Input{About: about, Transcript: tr, Holds: holds}, 1, identity, shell.Piece{Text: strings.Repeat("b\n", 3000) + "c\n"}) {
		t.Error("a comparison that was ended asks for another attempt")
	}
}

// TestFences: in a Markdown file, what is printed where no fence is cannot be written, and
// is shown; a fence of scrut's says itself how its output is shown.
func TestFences(t *testing.T) {
	const plain, scrut = "Text.\n\n```console\n$ x\na\n```\n", "```scrut {strip_ansi_escaping: true}\n$ x\na\n```\n\n```scrut {keep_crlf: true}\n$ y\nb\n```\n"
	for _, test := range []struct {
		name, file, printed string
		want                event.Action
		reason, changed     string
	}{
		{"a fence", plain, "[0]|a;[0]", event.Pass, "", ""},
		{"a fence differs", plain, "[0]|b;[0]", event.Fail, "", "-a +b"},
		{"no fence before it", plain, "oops;[0]|a;[0]", event.Error,
			"a.t:1: the shell printed something before the first command, and no fence is there that could hold it\n  oops", ""},
		{"no fence, and it differs", plain, strings.Repeat("0123456789;", 300) + "[0]|b;[0]", event.Fail,
			"a.t:1: the shell printed something before the first command, and no fence is there that could hold it" + strings.Repeat("\n  0123456789", 20), "-a +b"},
		{"colours and returns", scrut, "[0]|<bold>a\r;[0]|b;[0]", event.Pass, "", ""},
		{"returns that count", scrut, "[0]|a;[0]|b\r;[0]", event.Fail, "", "-b +b\\r (esc)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := transcript.Markdown{Format: transcript.Format{Scrut: strings.HasPrefix(test.file, "```scrut")}}.Parse(test.file)
			o := pieces(t, tr, test.printed)
			o.Blocks[1][0].Text = strings.ReplaceAll(o.Blocks[1][0].Text, "<bold>", "\x1b[1m") // whose bracket pieces would read
			end, _ := Transcript(t.Context(), Input{About: about, Transcript: tr, Output: o, Ran: Ran{Shown: identity}, Holds: holds})
			if end.Action != test.want || end.Reason != test.reason || changed(end.Diff) != test.changed {
				t.Errorf("%s: %q, the diff has %q", end.Action, end.Reason, changed(end.Diff))
			}
		})
	}
}
