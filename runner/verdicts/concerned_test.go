package verdicts

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dott/runner/trace"
)

// TestConcern: a test is concerned by what it touched, under whatever name, and by nothing
// else. What came or went counts for the folders above, too.
func TestConcern(t *testing.T) {
	for name, test := range map[string]struct {
		files, moved  string // names of the project
		change        func(dir string)
		text          Text
		never         bool // there was no folder before
		want          Answer
		wantWhenSaved Answer
	}{
		"nothing":             {want: Unconcerned, wantWhenSaved: Unconcerned},
		"what it read":        {files: "data", want: Concerned, wantWhenSaved: Concerned},
		"another file":        {files: "other", want: Unconcerned, wantWhenSaved: Unconcerned},
		"behind a link":       {files: "real/file", want: Concerned, wantWhenSaved: Concerned},
		"the link":            {files: "link", want: Concerned, wantWhenSaved: Concerned},
		"looked for":          {files: "none/deep/file", want: Concerned, wantWhenSaved: Concerned},
		"new where it looked": {files: "none/x", moved: "none/x", want: Concerned, wantWhenSaved: Concerned},
		"new in a listing":    {files: "list/x", moved: "list/x", want: Concerned, wantWhenSaved: Concerned},
		"other in a listing":  {files: "list/there", want: Unconcerned, wantWhenSaved: Unconcerned},
		"in a folder asked":   {files: "asked/x", moved: "asked/x", want: Unconcerned, wantWhenSaved: Unconcerned},
		"with the folder":     {files: "asked/x", moved: "asked/x", never: true, want: Concerned, wantWhenSaved: Concerned},
		"another text":        {text: Text{1}, want: Concerned, wantWhenSaved: Concerned},
		"as it is not now": {
			change: func(dir string) { _ = os.WriteFile(filepath.Join(dir, "data"), []byte("ho"), 0o644) }, want: Concerned, wantWhenSaved: Concerned,
		},
		"outside": {
			change: func(dir string) { _ = os.WriteFile(dir+"-outside", []byte("ho"), 0o644) }, want: Concerned, wantWhenSaved: Unconcerned,
		},
	} {
		dir := filepath.Join(t.TempDir(), "project")
		for _, file := range []string{"data", "other", "real/file", "list/there", "asked/there", "../project-outside"} {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, dir, file, "hi")
		}
		if err := os.Symlink("real", filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
		s := open(t.TempDir(), dir)
		s.Keep("a.t", Key{}, Text{}, time.Now().Add(time.Second), trace.Record{
			{Path: dir + "-outside", How: trace.Read},
			{Path: filepath.Join(dir, "asked"), How: trace.Stat},
			{Path: filepath.Join(dir, "data"), How: trace.Read},
			{Path: filepath.Join(dir, "link/file"), How: trace.Read},
			{Path: filepath.Join(dir, "list"), How: trace.Read},
			{Path: filepath.Join(dir, "none/deep/file"), How: trace.Stat | trace.Absent},
			{Path: filepath.Join(dir, "none"), How: trace.Stat | trace.Absent},
		}, "")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(s.o.Dir, dir)
		if test.change != nil {
			test.change(dir)
		}
		for saved, want := range map[bool]Answer{false: test.want, true: test.wantWhenSaved} {
			c := Changes{Saved: saved, WasFolder: func(string) bool { return !test.never }}
			if test.files != "" {
				c.Files = []string{filepath.Join(dir, test.files)}
			}
			if test.moved != "" {
				c.Moved = []string{filepath.Join(dir, test.moved)}
			}
			if got := Concern(s, c)("a.t", test.text); got != want {
				t.Errorf("%s, saved %v: %d, want %d", name, saved, got, want)
			}
			if got := Concern(s, c)("b.t", test.text); got != Unknown {
				t.Errorf("%s: %d of a test without a record", name, got)
			}
		}
		if got, want := Folders(s), []string{dir, dir + "/asked", dir + "/link", dir + "/list"}; !slices.Equal(got, want) {
			t.Errorf("folders %q, want %q", got, want)
		}
	}
}

// TestConcernWithoutVerdict: a test that always runs does so, and counts when files were
// just saved; what it writes is another each time.
func TestConcernWithoutVerdict(t *testing.T) {
	dir := project(t)
	at := func(name string, how trace.How) trace.Touch {
		return trace.Touch{Path: filepath.Join(dir, name), How: how}
	}
	for name, test := range map[string]struct {
		touch trace.Touch
		why   string
		saved Answer
	}{
		"failed":    {at("data", trace.Read), "it did not pass", Unconcerned},
		"services":  {at("data", trace.Read), Services, Concerned},
		"wrote":     {at("list/made", trace.Write), "", Unconcerned},
		"connected": {trace.Touch{Path: "/run/x", How: trace.Connect}, "", Concerned},
	} {
		s := open(t.TempDir(), dir)
		s.Keep("a.t", Key{}, Text{}, time.Now().Add(time.Second), trace.Record{test.touch}, test.why)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(s.o.Dir, dir)
		write(t, dir, "list/made", time.Now().String())
		for saved, want := range map[bool]Answer{false: Concerned, true: test.saved} {
			if got := Concern(s, Changes{Saved: saved})("a.t", Text{}); got != want {
				t.Errorf("%s, saved %v: %d, want %d", name, saved, got, want)
			}
		}
		made := Changes{Files: []string{filepath.Join(dir, "list/made")}}
		if got := Written(s, made); got != (name == "wrote") {
			t.Errorf("%s: written %v", name, got)
		}
		_ = os.Remove(filepath.Join(dir, "list/made"))
	}
}
