package discover

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
)

var listCases = []struct {
	list, name string // of the test; its cases stand behind a blank
	want       bool
}{
	{"a.t", "a.t", true}, {"a.t", "x/a.t", true}, {"x/a.t", "a.t", false}, {"./x//a.t", "x/a.t", true},
	{"x", "x/a.t", true}, {"x/", "x/y/a.t", true}, {"x", "xy/a.t", false}, {"*.t", "x/a.t", true}, {"x/*", "x/y/a.t", true},
	{"**/a.t", "a.t", true}, {"**/a.t", "x/y/a.t", true}, {"{a,b}.t", "b.t", true}, {"a?.t", "a.t", false},
	{"# a.t", "a.t", false}, {"a.t # why", "a.t", true}, {"a.t\t# why", "a.t", true}, {"  a.t\t\r", "a.t", true},
	{"#a.t", "a.t", false}, {" #a.t", "a.t", false},
	{"", "a.t", false}, {"b.t\na.t", "a.t", true}, {"../a.t", "../a.t", true},
	{"a.t", "a.t a x", true}, {"a.t#a#x", "x/a.t a x", true}, {"x/a.t#a#x # why", "x/a.t a x", true}, {"a.t#b", "a.t a", false}, {"a.t#*", "a.t a", true},
	{"a", "a#b/c.t", false}, {"a#b", "a#b/c.t", true}, {"a#b.t", "a#b.t", true}, {"a#b.t", "a#b.t x", true},
	{"a.t[git=2.40]", "a.t", false}, {"a.t[git=2.40]", "a.t @git=2.40", true}, {"x/[git=2.40]", "x/a.t @git=2.40", true}, {"*.t[git=2.40]", "a.t a @git=2.40", true},
	{"a.t#a[git=2.40]", "a.t a @git=2.40", true}, {"a.t#b[git=2.40]", "a.t a @git=2.40", false}, {"a.t[git=2.4]", "a.t @git=2.40", false}, {"a.t", "a.t @git=2.40", true},
	{"[ab].t", "b.t", true}, {"x/[!a].t", "x/b.t", true}, {"x/**/b.t", "x/b.t", true},
}

func TestList(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, test := range listCases {
		write(t, test.list, "list")
		l, err := readList("list", "")
		if err != nil {
			t.Errorf("%q: %v", test.list, err)
			continue
		}
		name, cases, _ := strings.Cut(test.name, " ")
		cases, cell, _ := strings.Cut(cases, "@")
		one := &Test{Name: name, Cases: strings.Fields(cases), Cell: cell}
		one.Name += one.suffix()
		for range 2 { // the second time it is remembered
			if l.has(one) != test.want {
				t.Errorf("%q, %s: not %v", test.list, test.name, test.want)
			}
		}
		if l.has(&Test{Name: "other"}) {
			t.Errorf("%q has a test of another name", test.list)
		}
	}
}

// FuzzList: names are looked up, and the answer is the same as if each entry were
// tried as a glob; those entries are used that match.
func FuzzList(f *testing.F) {
	for _, test := range listCases {
		name, cases, _ := strings.Cut(test.name, " ")
		cases, _, _ = strings.Cut(cases, "@")
		f.Add(test.list, name, cases)
	}
	f.Add("a\\*.t\n[a\n{a,b\n", "a*.t", "")
	f.Fuzz(func(t *testing.T, text, name, cases string) {
		if !utf8.ValidString(text) || !utf8.ValidString(name) || !utf8.ValidString(cases) {
			return // a glob takes all invalid bytes for the same; a name does not
		}
		if len(text) > 100 || len(name) > 100 {
			return // {a*,a*}{a*,a*}… takes twice as long with each of them
		}
		l := &list{used: map[string]bool{}}
		for n, line := range strings.Split(text, "\n") {
			if text := withoutComment(line); text != "" && doublestar.ValidatePattern(text) {
				l.add(n, text)
			}
		}
		one := &Test{Name: filepath.Clean("./" + name), Cases: strings.Fields(cases)}
		one.Name += one.suffix()
		got, want := l.has(one), false
		for _, e := range l.entries {
			if e.cell != "" {
				if l.used[e.key()] {
					t.Errorf("%q, %s: the entry %q is used without its cell", text, one.Name, e.text)
				}
				continue
			}
			match := standsFor(e.pattern, filepath.ToSlash(one.Name)) || standsFor(e.pattern, filepath.ToSlash(one.fileName()))
			want = want || match
			if l.used[e.pattern] != match {
				t.Errorf("%q, %s: the entry %q is used: %v", text, one.Name, e.text, l.used[e.pattern])
			}
		}
		if got != want {
			t.Errorf("%q, %s: %v, want %v", text, one.Name, got, want)
		}
	})
}

func TestListErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.t\n\n[\n", "bad")
	for path, want := range map[string]string{
		"bad":  `bad:3: "[" is not a path or a glob`,
		"none": "reading a list of tests: open none: ",
		".":    "reading a list of tests: read .: ",
	} {
		if _, err := readList(path, ""); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

// TestListDir: entries of a list of the project hold from wherever dott is called.
func TestListDir(t *testing.T) {
	project := t.TempDir()
	t.Chdir(project)
	write(t, "tests/a.t\ntests/deep\n/none\n", "list")
	write(t, "", "tests/a.t tests/deep/b.t tests/c.t")
	for _, from := range []string{".", "tests", "tests/deep"} {
		t.Chdir(filepath.Join(project, from))
		for _, dir := range []string{project, ""} {
			l, err := readList(filepath.Join(project, "list"), dir)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, name := range []string{"tests/a.t", "tests/deep/b.t", "tests/c.t"} {
				path := filepath.Join(project, name)
				shown, err := filepath.Rel(filepath.Join(project, from), path)
				if err != nil {
					t.Fatal(err)
				}
				if l.has(&Test{Name: shown, Path: path}) {
					got = append(got, name)
				}
			}
			want := []string{"tests/a.t", "tests/deep/b.t"}
			if from != "." && dir == "" {
				want = nil
			}
			if !slices.Equal(got, want) {
				t.Errorf("from %s, with the folder %q: %v, want %v", from, dir, got, want)
			}
		}
	}
}
