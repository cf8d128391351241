package report

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/event"
)

// made returns what each kind of report writes about a run, by its name.
func made(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, k := range Kinds {
		file := filepath.Join(t.TempDir(), "report")
		files, err := Open([]Choice{{k, file}}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range []event.Event{
			{Action: event.Dott, Schema: event.Schema, Version: "v1", Total: 1},
			{Action: event.Start, Test: "a.t"}, {Action: event.Stop, Test: "a.t"}, {Action: event.Fail, Test: "a.t", Line: 2, Diff: diff},
			{Action: event.Summary},
		} {
			e.Seq = i + 1
			if err := files.Handlers[0].Handle(e); err != nil {
				t.Fatal(err)
			}
		}
		if err := files.Close(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[k.Name] = string(data)
	}
	return texts
}

// TestKinds: each kind knows its own reports, and no other one's; to standard
// output it writes the same.
func TestKinds(t *testing.T) {
	texts := made(t)
	for _, k := range Kinds {
		for name, text := range texts {
			if k.Is(text) != (name == k.Name) {
				t.Errorf("whether %s is %s: %v", name, k.Name, k.Is(text))
			}
		}
		if k.Usage == "" || k.Is("") || k.Is("  $ echo a test\n") || k.Is("<?xml version=\"1.0\"?>\n<project/>\n") || k.Is("{\"seq\":1}\n") {
			t.Errorf("%s takes everything", k.Name)
		}
		var out bytes.Buffer
		files, err := Open([]Choice{{k, "-"}}, &out)
		if err != nil || !files.Stdout {
			t.Fatal(files, err)
		}
		for _, e := range []event.Event{{Action: event.Dott, Seq: 1, Schema: event.Schema}, {Action: event.Summary, Seq: 2}} {
			if err := files.Handlers[0].Handle(e); err != nil {
				t.Fatal(err)
			}
		}
		if err := files.Close(); err != nil || !k.Is(out.String()) {
			t.Errorf("%s: %v, %q", k.Name, err, out.String())
		}
	}
}

func TestCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	texts := made(t)
	for name, text := range map[string]string{
		"a.t": "  $ true\n", "notes": "notes\n", "empty": "", "test.sh": "<?xml?><testsuites/>",
		"old.xml": texts["junit"], "old.json": texts["json"], "old.html": texts["html"], "old.tap": texts["tap"],
		"cut.json": texts["json"][:strings.Index(texts["json"], "\n")+20],
	} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("notes", "link"); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]*Kind{}
	for _, k := range Kinds {
		kinds[k.Name] = k
	}
	for choices, want := range map[string]string{
		"": "",
		"junit=new.xml json=new.json tap=- html=dir/new.html": "",
		"junit=empty": "",
		"junit=old.xml json=old.json tap=old.tap html=old.html": "",
		"json=cut.json":         "",
		"json=/dev/null":        "",
		"junit=" + os.DevNull:   "",
		"json=- tap=-":          "--json and --tap cannot both be written to -",
		"junit=x json=./x":      "--json and --junit cannot both be written to x",
		"junit=a.t":             "--junit would be written over the test a.t",
		"tap=new.t":             "--tap would be written over the test new.t",
		"junit=test.sh":         "--junit would be written over the test test.sh",
		"html=notes":            "--html would be written over notes, which is no such report; remove it, or name another file",
		"html=link":             "--html would be written over link, which is no such report; remove it, or name another file",
		"junit=old.json":        "--junit would be written over old.json, which is no such report; remove it, or name another file",
		"tap=old.tap junit=a.t": "--junit would be written over the test a.t",
	} {
		var all []Choice
		for field := range strings.FieldsSeq(choices) {
			name, file, _ := strings.Cut(field, "=")
			all = append(all, Choice{kinds[name], file})
		}
		got := ""
		if err := Check(all, func(path string) bool { return path == "test.sh" }); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", choices, got, want)
		}
	}
	for name, want := range map[string]bool{"a.t": false, "notes": false, "empty": false, "old.xml": true, "old.json": true, "old.html": true, "old.tap": true, "none": false, ".": false} {
		if IsReport(name) != want {
			t.Errorf("whether %s is a report: %v", name, !want)
		}
	}
}

// TestOpenFails: where a report cannot be made, none of those before it stays open.
func TestOpenFails(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("dir", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, k := range Kinds {
		if _, err := Open([]Choice{{k, "new"}, {k, "dir"}}, io.Discard); err == nil || !strings.Contains(err.Error(), "dir is a directory") {
			t.Errorf("%s: error %v", k.Name, err)
		}
	}
}
