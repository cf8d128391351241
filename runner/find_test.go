package runner

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{
		"b.t", "a.t", "a.txt", ".hidden.t", "x.t.err", "sub/1.t", "sub/deep/2.t", "sub.t/3.t", ".git/4.t", "A/5.t", "z/ä ö.t",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("empty", 0o777); err != nil {
		t.Fatal(err)
	}
	abs, err := filepath.Abs("a.t")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		paths string
		want  string
	}{
		{".", "a.t b.t A/5.t sub/1.t sub/deep/2.t sub.t/3.t z/ä_ö.t"},
		{"sub", "sub/1.t sub/deep/2.t"},
		{"./sub//", "sub/1.t sub/deep/2.t"},
		{"sub/deep/../..", "a.t b.t A/5.t sub/1.t sub/deep/2.t sub.t/3.t z/ä_ö.t"},
		{"b.t a.t", "b.t a.t"},
		{"b.t . b.t", "b.t a.t A/5.t sub/1.t sub/deep/2.t sub.t/3.t z/ä_ö.t"},
		{"./a.t a.t " + abs, "a.t"},
		{abs + " a.t", abs},
		{"a.txt .hidden.t .git", "a.txt .hidden.t .git/4.t"},
		{"empty", ""},
	} {
		files, err := find(strings.Fields(test.paths), nil)
		if err != nil {
			t.Errorf("%s: %v", test.paths, err)
		}
		var names []string
		for _, f := range files {
			names = append(names, strings.ReplaceAll(filepath.ToSlash(f.name), " ", "_"))
			if want, err := filepath.Abs(f.name); err != nil || f.path != want {
				t.Errorf("%s has the path %s, want %s", f.name, f.path, want)
			}
		}
		if got := strings.Join(names, " "); got != filepath.ToSlash(test.want) {
			t.Errorf("%s: %s, want %s", test.paths, got, test.want)
		}
	}
}

func TestFindMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("a.t", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := find([]string{"no1", "a.t", "sub/no2"}, nil)
	if err == nil {
		t.Fatal("no error")
	}
	if lines := strings.Split(err.Error(), "\n"); !slices.Equal(lines, []string{"no such file: no1", "no such file: sub/no2"}) {
		t.Errorf("%q", lines)
	}
}
