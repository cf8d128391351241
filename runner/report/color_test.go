package report

import (
	"strings"
	"testing"
)

// TestColors: [ and ] stand for the beginning and the end of what is marked, R
// and G for red and green, . for the end of colour.
func TestColors(t *testing.T) {
	tests := []struct{ name, diff, want string }{
		{"a word", "-  took 5 ms\n+  took 7 ms\n", "R-  took [5] ms.\nG+  took [7] ms.\n"},
		{"put in", "-  a b\n+  a new b\n", "R-  a b.\nG+  a [new ]b.\n"},
		{"taken out", "-  ab, cd\n+  cd\n", "R- [ ab,] cd.\nG+  cd.\n"},
		{"several lines", "-  one 1\n-  two 2\n+  one 3\n+  two 4\n", "R-  one [1].\nR-  two [2].\nG+  one [3].\nG+  two [4].\n"},
		{"other numbers of lines", "-  one 1\n+  one 2\n+  two\n", "R-  one 1.\nG+  one 2.\nG+  two.\n"},
		{"nothing in common", "-  apple\n+  xyz\n", "R-  apple.\nG+  xyz.\n"},
		{"only removed", "-  a\n   b\n", "R-  a.\n   b\n"},
		{"only added", "   b\n+  a\n", "   b\nG+  a.\n"},
		{"characters stay whole", "-  grün 1\n+  grän 1\n", "R-  gr[ü]n 1.\nG+  gr[ä]n 1.\n"},
		{"not UTF-8", "-  a \xff1\n+  a \xff2\n", "R-  a \xff1.\nG+  a \xff2.\n"},
		{"no newline at the end", "-  a 1\n\\ No newline at end of file\n+  a 2\n\\ No newline at end of file\n",
			"R-  a 1.\n\\ No newline at end of file\nG+  a 2.\n\\ No newline at end of file\n"},
		{"no final newline", "-  a b 1\n+  a b 2", "R-  a b [1].\nG+  a b [2]."},
		{"a removed line like a heading", " x\n x\n--- a b c 1\n+++ a b c 2\n", " x\n x\nR-[--] a b c [1].\nG+[++] a b c [2].\n"},
		{"nothing", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := strings.NewReplacer("R", red, "G", green, "[", marked, "]", unmarked, ".\n", reset+"\n").Replace(test.want)
			if s, ok := strings.CutSuffix(want, "."); ok {
				want = s + reset
			}
			if got := Colors(test.diff); got != want {
				t.Errorf("got\n%q, want\n%q", got, want)
			}
		})
	}
	heading := Colors("--- a.t\n+++ a.t.err\n@@ -1,1 +1,1 @@\n")
	if want := bold + "--- a.t" + reset + "\n" + bold + "+++ a.t.err" + reset + "\n" + cyan + "@@ -1,1 +1,1 @@" + reset + "\n"; heading != want {
		t.Errorf("got %q, want %q", heading, want)
	}
	// Two very long lines are not compared.
	long := strings.Repeat("a b ", 2000)
	if got := Colors("-  " + long + "1\n+  " + long + "2\n"); strings.Contains(got, marked) {
		t.Error("a very long line is marked")
	}
}
