package project

import "testing"

func TestName(t *testing.T) {
	for origin, want := range map[string]string{
		"https://example.org/a/b":               "example.org/a/b",
		"https://me:secret@example.org/a/b.git": "example.org/a/b",
		"ssh://git@example.org:22/a/b/":         "example.org/a/b",
		"git@example.org:a/b.git":               "example.org/a/b",
		"file:///srv/b.git":                     "dir",
		"/srv/b.git":                            "dir",
		"../b":                                  "dir",
		`C:\b`:                                  "dir",
		"":                                      "dir",
	} {
		if got := nameOf(origin, "/some/dir"); got != want {
			t.Errorf("%s: %s, want %s", origin, got, want)
		}
	}
	each(t, func(t *testing.T, dir string, _ func()) {
		if got := NewHistory(dir).Name(t.Context()); got == "" {
			t.Error("no name")
		}
	})
}
