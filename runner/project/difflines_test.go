package project

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dott/runner/covermap"
)

func TestSpansOf(t *testing.T) {
	got := spansOf("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@ f\n-old\n+++ b/no\n+@@ -1 +9 @@\n@@ -5,2 +6,0 @@\n-a\n-b\n@@ -9,0 +9 @@\n+c\n\\ No newline at end of file\n" +
		"--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n--- /dev/null\n+++ \"b/a \\\"\\303\\274\\t\"\n@@ -0,0 +1,3 @@\n+1\n+2\n+3\n+++ b/a b\t\n@@ -0,0 +7 @@\n+1\n")
	want := map[string][]covermap.Span{"x": {span(1, 2), span(9, 9)}, "a \"ü\t": {span(1, 3)}, "a b": {span(7, 7)}}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestLines: what a branch changed, committed or not, and nothing that happened elsewhere.
func TestLines(t *testing.T) {
	each(t, func(t *testing.T, dir string, commit func()) {
		first := NewHistory(dir).Revision(t.Context())
		check := func(rev string, want map[string][]covermap.Span) {
			t.Helper()
			got, err := NewHistory(filepath.Join(dir, "sub")).Lines(t.Context(), rev)
			if err != nil {
				t.Fatal(err)
			}
			byName := map[string][]covermap.Span{}
			for path, s := range got {
				byName[names(dir, []string{path})[0]] = s
			}
			if !maps.EqualFunc(byName, want, slices.Equal) {
				t.Errorf("since %q: %v, want %v", rev, byName, want)
			}
		}
		check("", map[string][]covermap.Span{})
		write(t, "a", "ü \"x")
		check("", map[string][]covermap.Span{"a": {span(2, 2)}, "ü \"x": {span(1, 1<<31-1)}})
		commit()
		check("", map[string][]covermap.Span{})
		must(t, os.Remove("b"))
		write(t, "sub/c")
		check(first, map[string][]covermap.Span{"a": {span(2, 2)}, "ü \"x": {span(1, 1)}, "sub/c": {span(2, 2)}})
		for _, rev := range []string{"nowhere", "--output=x"} {
			if _, err := NewHistory(dir).Lines(t.Context(), rev); err == nil {
				t.Errorf("%s is a revision", rev)
			}
		}
	})
}

func span(first, last int) covermap.Span { return covermap.Span{First: first, Last: last} }
