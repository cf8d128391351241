//go:build unix

package process

import (
	"slices"
	"strings"
	"testing"
)

func TestPages(t *testing.T) {
	var p pages
	long := "/" + strings.Repeat("x", pageSize-2)
	for _, test := range []struct {
		add, remove string
		claim       bool
		want        []string
	}{
		{"", "/never", false, nil},
		{"/a", "", false, []string{"/a"}},
		{"/a", "", false, []string{"/a"}},
		{long, "", false, []string{"/a", long}},
		{"/c", "", false, []string{"/a", long, "/c"}},
		{"", long, false, []string{"/a", "/c"}},
		{"/d", "", false, []string{"/a", "/d", "/c"}},
		{"", "/a", false, []string{"/d", "/c"}},
		{"", "/c", true, []string{"/d"}},
		{"/e", "", false, []string{"/d", "/e"}},
		{"/f", "", false, []string{"/d", "/e", "/f"}},
		{"/g", "", false, []string{"/d", "/e", "/f", "/g"}},
	} {
		if test.add != "" {
			if err := p.add(test.add); err != nil {
				t.Fatal(err)
			}
		}
		if test.claim {
			page := p.claim()
			openPage(int(p.file.Fd()), page).note(4711)
			if pid := p.started(page); pid != 4711 {
				t.Errorf("process %d", pid)
			}
			defer p.release(page)
		}
		if test.remove != "" {
			if err := p.remove(test.remove); err != nil {
				t.Fatal(err)
			}
		}
		file, err := p.open()
		if err != nil {
			t.Fatal(err)
		}
		if got := notedDirs(int(file.Fd())); !slices.Equal(got, test.want) {
			t.Fatalf("+%.9s -%.9s: %.9q, want %.9q", test.add, test.remove, got, test.want)
		}
	}
}
