package matcher

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

func fileLines(data string) (lines []string) {
	for l := range strings.Lines(data) {
		lines = append(lines, l)
	}
	return lines
}

func TestApply(t *testing.T) {
	for _, test := range []struct {
		name  string
		data  string
		edits []Edit
		eol   string
		want  string
	}{
		{"none", "a\nb", nil, "\n", "a\nb"},
		{"replace", "a\nb\nc\n", []Edit{{1, 2, []string{"x", "y"}}}, "\n", "a\nx\ny\nc\n"},
		{"delete", "a\nb\nc\n", []Edit{{0, 2, nil}}, "\n", "c\n"},
		{"insert", "a\nb\n", []Edit{{0, 0, []string{"x"}}, {2, 2, []string{"y"}}}, "\n", "x\na\nb\ny\n"},
		{"delete all", "a\n", []Edit{{0, 1, nil}}, "\n", ""},
		{"into nothing", "", []Edit{{0, 0, []string{"x"}}}, "\n", "x\n"},
		{"CRLF", "a\r\nb\r\n", []Edit{{1, 2, []string{"x"}}}, "\r\n", "a\r\nx\r\n"},
		{"open end: replace", "a\nb", []Edit{{1, 2, []string{"x"}}}, "\n", "a\nx"},
		{"open end: behind", "a\nb", []Edit{{2, 2, []string{"x"}}}, "\n", "a\nb\nx"},
		{"open end: delete", "a\nb", []Edit{{1, 2, nil}}, "\n", "a"},
		{"open end: elsewhere", "a\nb", []Edit{{0, 1, []string{"x"}}}, "\n", "x\nb"},
		{"open end: delete all", "a", []Edit{{0, 1, nil}}, "\n", ""},
		{"open end: CRLF", "a\r\nb", []Edit{{2, 2, []string{"x"}}}, "\r\n", "a\r\nb\r\nx"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(Apply(fileLines(test.data), test.edits, test.eol), ""); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestUnified(t *testing.T) {
	data := "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n"
	edits := []Edit{{4, 5, []string{"five"}}, {11, 11, []string{"x"}}, {13, 14, nil}}
	want := `--- a.t
+++ a.t.err
@@ -2,13 +2,13 @@
 2
 3
 4
-5
+five
 6
 7
 8
 9
 10
 11
+x
 12
 13
-14
`
	if got := Unified("a.t", "a.t.err", fileLines(data), edits, "\n"); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := Unified("a", "b", fileLines(data), nil, "\n"); got != "" {
		t.Errorf("a diff of nothing: %q", got)
	}
	far := []Edit{{0, 1, nil}, {8, 8, []string{"x"}}}
	want = "--- a\n+++ b\n@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -6,6 +5,7 @@\n 6\n 7\n 8\n+x\n 9\n 10\n 11\n"
	if got := Unified("a", "b", fileLines(data), far, "\n"); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// randomEdits makes a file and edits of it as the matcher does: in order, with
// a line that stays between two of them.
func randomEdits(r *rand.Rand) (data string, edits []Edit, eol string) {
	eol = "\n"
	if r.IntN(3) == 0 {
		eol = "\r\n"
	}
	// Few different lines, so that a hunk at the wrong place would go unnoticed
	// only where it makes no difference.
	word := func() string { return []string{"a", "b", "", "", "  x", "-", "+ y", "\\ z", "\xff"}[r.IntN(9)] }
	n := r.IntN(20)
	var b strings.Builder
	for range n {
		b.WriteString([]string{"", "1", "2"}[r.IntN(3)] + word() + eol)
	}
	data = b.String()
	if r.IntN(2) == 0 {
		data = strings.TrimSuffix(data, eol)
	}
	n = len(fileLines(data))
	for at := r.IntN(4); at <= n; {
		e := Edit{Start: at, End: min(n, at+r.IntN(3))}
		for range r.IntN(3) {
			e.New = append(e.New, "  "+word()) // output is indented, and so never empty
		}
		if e.Start < e.End || len(e.New) > 0 {
			edits = append(edits, e)
			at = e.End
		}
		at += 1 + r.IntN(9)
	}
	return data, edits, eol
}

// TestUnifiedPatch lets the patch program make of the old file what Apply makes
// of it: diff, .err file and rewritten file cannot disagree.
func TestUnifiedPatch(t *testing.T) {
	patch := tooltest.Find(t, "patch")
	dir := t.TempDir()
	ran := 0
	for seed := range tooltest.Seeds(t, 120) {
		data, edits, eol := randomEdits(rand.New(rand.NewPCG(seed, 2)))
		lines := fileLines(data)
		want := strings.Join(Apply(lines, edits, eol), "")
		if data == "" || want == "" || len(edits) == 0 {
			continue // patch takes these for a file that is made or removed
		}
		ran++
		name := filepath.Join(dir, "a.t")
		if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
		diff := Unified("a.t", "a.t.err", lines, edits, eol)
		cmd := exec.CommandContext(t.Context(), patch, "-p0", "--binary", "--fuzz=0", "--no-backup-if-mismatch", "-f")
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(diff)
		out, err := cmd.CombinedOutput()
		got, _ := os.ReadFile(name)
		// An offset would mean that a hunk names the wrong line.
		if err != nil || string(got) != want || strings.Contains(string(out), "offset") {
			t.Errorf("seed %d: %q %v\npatched %q\nwant    %q (%v)\n%s%s", seed, data, edits, got, want, err, diff, out)
		}
	}
	if ran < 60 {
		t.Errorf("only %d files", ran)
	}
}
