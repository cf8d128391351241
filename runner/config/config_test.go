package config

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "map[]"},
		{"[resources]\n", "map[]"},
		{"[resources]\nmemory = 4\n", "map[memory:4]"},
		{"[resources]\nmemory = \"4\"\ndisk = '2GiB'\nnone = 0\n", "map[disk:2147483648 memory:4 none:0]"},
		{"resources = { \"a b\" = 0x10 }\n", "map[a b:16]"},
		{"\n\n[run]\njobs = 1\n", `FILE:3: unknown key "run"; only [resources] is supported so far`},
		{"x = 1\n[resources]\ny = 1\n[z]\n", "FILE:1: unknown key \"x\"; only [resources] is supported so far\nFILE:4: unknown key \"z\"; only [resources] is supported so far"},
		{"[resources]\nmemory = \"2 apples\"\n", `FILE:2: *"2 apples" is not an amount such as 4 or 2GiB`},
		{"[resources]\n\nmemory = true\n", `FILE: "true" is not an amount such as 4 or 2GiB`},
		{"[resources]\nmemory = 1.5\n", `FILE: "1.5" is not an amount such as 4 or 2GiB`},
		{"[resources]\nmemory = -1\n", "FILE: [resources] memory = -1: must not be less than 0"},
		{"[resources]\nmemory = 9223372036854775808\n", "FILE:2: *"},
		{"[resources]\nmemory = 1\nmemory = 2\n", "FILE:3: *"},
		{"[resources\n", "FILE:1: *"},
		{"resources = 3\n", "FILE:1: *"},
	} {
		path := filepath.Join(t.TempDir(), "dott.toml")
		if err := os.WriteFile(path, []byte(test.text), 0o666); err != nil {
			t.Fatal(err)
		}
		c, err := Read(path)
		got := fmt.Sprint(c.Resources)
		if err != nil {
			got = strings.ReplaceAll(err.Error(), path, "FILE")
		}
		want, rest, open := strings.Cut(test.want, "*")
		if !open && got != test.want || open && (!strings.HasPrefix(got, want) || !strings.HasSuffix(got, rest)) {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), "dott.toml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestParseAmount(t *testing.T) {
	for _, test := range []struct {
		s    string
		want int64 // -1: an error
	}{
		{"0", 0}, {"7", 7}, {"1B", 1}, {"1K", 1024}, {"1KiB", 1024}, {"1kB", 1000}, {"3M", 3 << 20}, {"2 GiB", 2 << 30}, {"1TB", 1e12},
		{"9223372036854775807", math.MaxInt64}, {"4TiB", 4 << 40},
		{"", -1}, {"GiB", -1}, {"-1", -1}, {"-1GiB", -1}, {"1.5GiB", -1}, {"1 0", -1}, {"1Gib", -1}, {"1e3", -1},
		{"9223372036854775808", -1}, {"9223372036854775807K", -1}, {"8388608TiB", -1}, {"1 GiB GiB", -1},
	} {
		got, err := ParseAmount(test.s)
		if err != nil {
			got = -1
		}
		if got != test.want {
			t.Errorf("%q: %d (%v), want %d", test.s, got, err, test.want)
		}
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(filepath.Join(deep, "dott.toml"), 0o777); err != nil { // a folder is none
		t.Fatal(err)
	}
	want := filepath.Join(root, "dott.toml")
	if err := os.WriteFile(want, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{root, filepath.Join(root, "a"), deep} {
		if got := Find(dir); got != want {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
	if got := Find(string(filepath.Separator)); got != "" {
		t.Errorf("there is %s", got)
	}
}
