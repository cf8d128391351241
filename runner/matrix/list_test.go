//go:build unix

package matrix

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dott/matcher/feature"
	"dott/runner/words"
)

// TestOffline: without network, the list of the last time is used, and what is
// installed runs.
func TestOffline(t *testing.T) {
	dir, text := upstream(t)
	m := open(t, dir, text)
	if _, err := m.Prepare(t.Context(), cells(t, m, "tool=v2.0.0")[0]); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{"published", "build"} {
		if err := os.Remove(filepath.Join(dir, f)); err != nil {
			t.Fatal(err)
		}
	}
	m = open(t, dir, text)
	all, warnings, err := m.Cells(t.Context(), "all")
	if err != nil || len(all) != 4 || len(warnings) != 1 || !strings.Contains(warnings[0], "the list of 2") || !strings.Contains(warnings[0], "cat: published") {
		t.Fatalf("%s, %q, %v", joined(all), warnings, err)
	}
	if _, err := m.Prepare(t.Context(), all[3]); err != nil {
		t.Errorf("%s is installed: %v", all[3].Name, err)
	}
	if _, err := m.Prepare(t.Context(), all[0]); err == nil {
		t.Errorf("%s is not installed", all[0].Name)
	}
	m = open(t, dir, strings.Replace(text, "cat published", "cat  published", 1))
	if _, _, err := m.Cells(t.Context(), "all"); err == nil || !strings.Contains(err.Error(), "list: exit status 1") {
		t.Errorf("the list of another command: %v", err)
	}
}

// FuzzReadList: what is read can be put into shell commands and paths, and is in
// order.
func FuzzReadList(f *testing.F) {
	for _, s := range []string{"1.0 1.1\n2.0-rc1", "v1 tip", "<html>", "-rf /", "a b", "..", "$(id)", "1\x002"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		versions, err := readList(s, false)
		if (err == nil) != (len(versions) > 0) || !slices.Equal(versions, feature.Sorted(versions)) {
			t.Errorf("%q: %q, %v", s, versions, err)
		}
		for _, v := range versions {
			if words.Quote(v) != v && words.Quote(v) != "'"+v+"'" || filepath.Base(v) != v || v[0] == '-' || v[0] == '.' || !strings.Contains(s, v) {
				t.Errorf("%q: %q", s, v)
			}
		}
	})
}
