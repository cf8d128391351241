package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRecipesInDocs: the recipes of docs/services.md are those of the example, which
// is run.
func TestRecipesInDocs(t *testing.T) {
	read := func(path ...string) string {
		text, err := os.ReadFile(filepath.Join(append([]string{"..", ".."}, path...)...))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	run := read("examples", "services", "dott.toml") + read("examples", "services", "services", "postgres.sh")
	_, recipes, _ := strings.Cut(read("docs", "services.md"), "\n## Recipes\n")
	recipes, _, ok := strings.Cut(recipes, "\n### Several versions\n")
	blocks := strings.Split(recipes, "```")
	if !ok || len(blocks) < 12 {
		t.Fatal("docs/services.md has no recipes")
	}
	for n := 1; n < len(blocks); n += 2 {
		_, text, _ := strings.Cut(blocks[n], "\n")
		if !strings.Contains(run, text) {
			t.Errorf("examples/services has no such recipe:\n%s", text)
		}
	}
}
