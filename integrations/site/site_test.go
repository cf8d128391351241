package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
)

func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		if err := save(root, name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestSite(t *testing.T) {
	root := tree(t, map[string]string{
		"docs/index.md":       "# Docs\n\n[What](../README.md)\n\n## Learn\n\n- [One](one.md)\n\n## Do\n\n- [Two](two.md)\n",
		"docs/one.md":         "# First `page`\n\n[there](two.md#a-b-c), [here](#own)\n\n## Own\n\n[out](https://example.com/x)\n![p](pictures/p.svg)\n",
		"docs/two.md":         "# Two\n\n## A, b: c!\n\n## A b c\n\n[again](#a-b-c-1), [a folder](../examples)\n",
		"docs/pictures/p.svg": "<svg/>",
		"README.md":           "[docs](docs/one.md#own)",
		"examples/a.t":        "  $ echo '<b>'\n",
		"examples/.hidden":    "",
		"examples/a.t.err":    "",
	})
	out := filepath.Join(t.TempDir(), "public")
	for range 2 { // an older site is replaced
		problems, _, err := run(root, out)
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
	}
	for name, want := range map[string]string{
		"one.html":                     `<a href="two.html#a-b-c">there</a>, <a href="#own">here</a>`,
		"two.html":                     `<a href="source/examples/index.html">a folder</a>`,
		"source/examples/index.html":   `<a href="../../source/examples/a.t.html">a.t</a>`,
		"source/examples/a.t.html":     `echo &#39;&lt;b&gt;&#39;`,
		"source/README.md.html":        `<a href="../one.html#own">docs</a>`,
		"pictures/p.svg":               `<svg/>`,
		"index.html":                   `<li><a href="one.html">First page</a></li>`,
		"source/examples/.hidden.html": "",
		"source/examples/a.t.err.html": "",
	} {
		text, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if want == "" {
			if err == nil {
				t.Errorf("%s is in the site", name)
			}
		} else if !strings.Contains(string(text), want) {
			t.Errorf("%s: no %s in %s", name, want, text)
		}
	}
}

func TestDeadLinks(t *testing.T) {
	root := tree(t, map[string]string{
		"docs/index.md": "# Docs\n\n## Learn\n\n- [One](one.md)\n- [Gone](gone.md)\n",
		"docs/one.md":   "# One\n\ntext\n[no](../no.t),\n[no heading](#no)\n\n![none](none.svg) [r]\n\n[r]: index.md#none\n",
		"docs/lost.md":  "# Lost\n",
	})
	problems, _, err := run(root, filepath.Join(t.TempDir(), "public"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"docs/index.md:1: lost.md is in it 0 times; each page belongs into one list",
		"docs/index.md:6: gone.md: there is no such file",
		"docs/one.md:4: ../no.t: there is no such file",
		"docs/one.md:5: #no: docs/one.md has no heading #no",
		"docs/one.md:7: none.svg: there is no such file",
		"docs/one.md:9: index.md#none: docs/index.md has no heading #none",
	}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Error(diff)
	}
}

func TestDeadLinksInHTML(t *testing.T) {
	root := tree(t, map[string]string{
		"docs/index.md": "# Docs\n\n<a href=\"one.html\">one</a> <img src=\"style.css\"> <a href=\"#x\">x</a>\n",
	})
	out := filepath.Join(t.TempDir(), "public")
	problems, _, err := run(root, out)
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(out, "index.html")
	want := []string{page + ": #x: there is no such anchor", page + ": one.html: there is no such file"}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Error(diff)
	}
}

func TestOtherFolder(t *testing.T) {
	root := tree(t, map[string]string{"docs/index.md": "# Docs\n"})
	out := tree(t, map[string]string{"mine": "kept"})
	if _, _, err := run(root, out); err == nil || !strings.Contains(err.Error(), "other files") {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(out, "mine")); err != nil {
		t.Error(err)
	}
}

func TestHeadingIDs(t *testing.T) {
	ids := &headingIDs{seen: map[string]int{}}
	for _, test := range []struct{ text, want string }{
		{"-i: change by change", "-i-change-by-change"},
		{"`#if` and (glob)", "if-and-glob"},
		{"What's new?", "whats-new"},
		{"snake_case", "snake_case"},
		{"Über", "über"},
		{"What's new?", "whats-new-1"},
	} {
		if got := string(ids.Generate([]byte(test.text), ast.KindHeading)); got != test.want {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
}
