package judge

import (
	"strings"
	"testing"

	"dott/matcher/expression"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/shell"
)

func TestShown(t *testing.T) {
	names := []Name{
		{Text: "/tmp/x/a.t", Variable: "$TESTTMP"}, {Text: "/tmp/x", Variable: "$CRAMTMP"},
		{Text: "20123", Variable: "$PORT", Number: true},
	}
	for _, test := range []struct {
		line, want    string
		substitutions [][2]string
	}{
		{line: "", want: ""},
		{line: "nothing", want: "nothing"},
		{line: "/tmp/x/a.t/b /tmp/x/c", want: "$TESTTMP/b $CRAMTMP/c"},
		{line: "/tmp/x", want: "$CRAMTMP"},
		{line: "/tmp/x1 /tmp/x_y /tmp/xZ /tmp/xa", want: "/tmp/x1 /tmp/x_y /tmp/xZ /tmp/xa"},
		{line: "/tmp/x-y /tmp/x.z:/tmp/x", want: "$CRAMTMP-y $CRAMTMP.z:$CRAMTMP"},
		{line: "a/tmp/x", want: "a$CRAMTMP"},
		{line: "localhost:20123/", want: "localhost:$PORT/"},
		{line: "120123 201234 x20123 20123x 2012320123", want: "120123 201234 x$PORT 20123x 2012320123"},
		{line: "20123\xff", want: "$PORT\xff"},

		{line: "took 12 ms", want: "took N ms", substitutions: [][2]string{{`\d+ ms`, "N ms"}}},
		{line: "took 12 s", want: "took 12 s", substitutions: [][2]string{{`\d+ ms`, "N ms"}}},
		{line: "/tmp/x/log", want: "LOG", substitutions: [][2]string{{`\$CRAMTMP/log`, "LOG"}}},
		{line: "a", want: "d", substitutions: [][2]string{{"a", "b"}, {"x", "y"}, {"b", "c"}, {"c", "d"}}},
		{line: "a", want: "b", substitutions: [][2]string{{"b", "c"}, {"a", "b"}}},
		{line: "20123", want: "<$PORT>", substitutions: [][2]string{{`(\$PORT)`, `<\1>`}}},
		{line: "ab", want: "ab", substitutions: [][2]string{{"^b", "x"}, {"a$", "x"}}},
	} {
		var substitutions []*expression.Substitution
		for _, s := range test.substitutions {
			compiled, err := expression.NewSubstitution(s[0], s[1])
			if err != nil {
				t.Fatal(err)
			}
			substitutions = append(substitutions, compiled)
		}
		// Among other lines, whether or not they are searched before.
		for _, text := range []string{test.line, "first\n" + test.line + "\nlast", "first\n" + test.line + "\n"} {
			for _, limit := range []int{1 << 20, 0} {
				if got := Shown(text, limit, names, substitutions)(test.line); got != test.want {
					t.Errorf("%q in %q, limit %d: %q, want %q", test.line, text, limit, got, test.want)
				}
			}
		}
	}
}

// FuzzShown: to look for what a text holds before its lines are shown changes
// nothing.
func FuzzShown(f *testing.F) {
	f.Add("x 20123\n/tmp/x", "20123", `\d`, "N")
	f.Add("\xff\n", "", "^", "$")
	f.Fuzz(func(t *testing.T, text, name, pattern, with string) {
		s, err := expression.NewSubstitution(pattern, with)
		if err != nil || name == "" || len(text) > 1000 || strings.Contains(with, "\n") || strings.Contains(name, "\n") {
			return
		}
		names := []Name{{Text: name, Variable: "$NAME"}, {Text: name + "1", Variable: "$OTHER", Number: true}}
		searched := Shown(text, len(text), names, []*expression.Substitution{s})
		blind := Shown(text, -1, names, []*expression.Substitution{s})
		for line := range strings.SplitSeq(text, "\n") {
			if a, b := searched(line), blind(line); a != b {
				t.Errorf("%q in %q: %q, or %q", line, text, a, b)
			}
		}
	})
}

// TestShownCompared: an expected line may have a name's text as well as its
// variable, and what differs is written with the variable.
func TestShownCompared(t *testing.T) {
	tr := transcript.Format{}.Parse("  $ pwd\n  /tmp/x\n  $ pwd\n  $CRAMTMP\n  $ pwd\n  b\n")
	o := shell.Output{Last: 3, Complete: true, Stray: -1, Blocks: [][]shell.Piece{{{}}, {{Text: "/tmp/x\n"}}, {{Text: "/tmp/x\n"}}, {{Text: "/tmp/x\n"}}}}
	shown := Shown("/tmp/x\n", 100, []Name{{Text: "/tmp/x", Variable: "$CRAMTMP"}}, nil)
	end, _ := Transcript(t.Context(), Input{About: about, Transcript: tr, Output: o, Ran: Ran{Shown: shown}, Holds: holds})
	if end.Action != event.Fail || changed(end.Diff) != "-b +$CRAMTMP" {
		t.Errorf("%s\n%s", end.Action, end.Diff)
	}
}

func TestFolder(t *testing.T) {
	show := Folder("/a/b", "$D")
	for line, want := range map[string]string{
		"": "", "/a/b": "$D", "/a/b/c /a/b": "$D/c $D", "/a/bc": "/a/bc", "/a/b-c": "/a/b-c", "/a/b.c /a/b/": "/a/b.c $D/", "/x/a/b": "/x/a/b",
		"x/a/b": "x/a/b", "'/a/b':/a/b:": "'$D':$D:", "//a/b": "//a/b", "=/a/b": "=$D", "/a/bé": "/a/bé", "/a/b/a/b": "$D/a/b",
	} {
		if got := show(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
