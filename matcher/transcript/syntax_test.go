package transcript

import (
	"strings"
	"testing"

	"dott/matcher"
)

// margin is a second syntax, to hold the seam: commands stand at the margin behind
// a percent sign, their continuations behind an ampersand, and their output behind
// a bar and a blank. A bar and an exclamation mark begin a remark, so that output
// which begins with a mark must not be written bare.
type margin struct{ Format }

func (m margin) Parse(data string) *Transcript {
	t := newTranscript(m, m.Format, data)
	for raw := range strings.Lines(data) {
		l := Line{Raw: raw}
		l.Kind, l.Text = m.line(withoutEnd(t, raw))
		if l.Kind == Comment && direct(t, len(t.Lines), l.Text) {
			l.Kind = Directed
		}
		t.Lines = append(t.Lines, l)
	}
	return finish(t)
}

func (margin) line(text string) (Kind, string) {
	for _, sign := range []struct {
		prefix string
		kind   Kind
	}{{"% ", Command}, {"& ", Continuation}, {"| !", Comment}, {"| ", Output}} {
		if rest, ok := strings.CutPrefix(text, sign.prefix); ok && sign.kind != Comment {
			return sign.kind, rest
		} else if ok {
			break
		}
	}
	return Comment, text
}

func (margin) Render(_ *Transcript, _ int, text string) string { return "| " + text }

func (m margin) Expected(_ *Transcript, _ int, _ Kind, line string) (string, bool) {
	kind, text := m.line(line)
	return text, kind == Output
}

// TestSyntax: a test in another syntax is read, compared, shown and written by the
// same code.
func TestSyntax(t *testing.T) {
	const data = "# A test.\n% echo a; \\\n& echo '! b'\n| a\n| old\n  $ not a command\n% true\n| gone"
	tr := margin{}.Parse(data)
	var got string
	for _, l := range tr.Lines {
		got += kinds[l.Kind : l.Kind+1]
	}
	if want := "#$>oo#$o"; got != want {
		t.Errorf("lines %s, want %s", got, want)
	}
	var edits []matcher.Edit
	for b, output := range []string{"", "a\n! b\n$ c\n", ""} {
		lines := matcher.Cut(output, false, func(s string) string { return s })
		changes, _, _ := matcher.Align(t.Context(), tr.At(b).Patterns(), lines)
		edits = append(edits, tr.At(b).Edits(changes, lines)...)
	}
	if after, want := tr.Apply(edits), "# A test.\n% echo a; \\\n& echo '! b'\n| a\n| \\x21 b (esc)\n| $ c\n  $ not a command\n% true"; after != want {
		t.Errorf("it becomes\n%s\nwant\n%s", after, want)
	}
	diff, _ := tr.Unified(0, "a", "b", edits, 0)
	if want := "--- a\n+++ b\n@@ -2,7 +2,7 @@\n % echo a; \\\n & echo '! b'\n | a\n-| old\n+| \\x21 b (esc)\n+| $ c\n   $ not a command\n-% true\n-| gone\n\\ No newline at end of file\n+% true\n\\ No newline at end of file\n"; diff != want {
		t.Errorf("the diff is\n%s\nwant\n%s", diff, want)
	}
	if line := tr.WriteOutput(3, "!* (glob)"); line != "| ?* (glob)" {
		t.Errorf("a pattern is written %q", line)
	}
	if text, ok := tr.ReadOutput(3, "| $ c"); text != "$ c" || !ok {
		t.Errorf("an expected line is read as %q, %v", text, ok)
	}
	if _, ok := tr.ReadOutput(3, "  c"); ok {
		t.Error("a comment is read as an expected line")
	}
	if SameCommands(tr, tr.Apply(edits)) != true || SameCommands(tr, strings.Replace(data, "true", "false", 1)) {
		t.Error("the commands are the same only where only output changed")
	}
}

// FuzzSyntax holds the other syntax to what FuzzEdits wants of ours.
func FuzzSyntax(f *testing.F) {
	swap := strings.NewReplacer("  $ ", "% ", "  > ", "& ", "  ", "| ")
	for _, test := range editCases {
		f.Add(swap.Replace(test.data), strings.ReplaceAll(test.output, "$", "!"))
	}
	f.Fuzz(func(t *testing.T, data, output string) { checkEdits(t, margin{}, data, output) })
}
