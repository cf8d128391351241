package main

import (
	"os"
	"path"
	"reflect"
	"strings"
	"testing"

	"dott/cmd/dott/options"
	"dott/runner/event"
)

// TestHelpInDocs: docs/cli.md begins with the help as it is.
func TestHelpInDocs(t *testing.T) {
	docs, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	var help strings.Builder
	options.WriteHelp(&help, verbHelp())
	if !strings.Contains(string(docs), "```\n"+help.String()+"```\n") {
		t.Error("docs/cli.md has another help than dott --help")
	}
}

// TestEventsInDocs: docs/events.md has every field of an event.
func TestEventsInDocs(t *testing.T) {
	docs, err := os.ReadFile("../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	for field := range reflect.TypeFor[event.Event]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "-" && !strings.Contains(string(docs), "`"+name+"`") { // with a dash it is not in the stream
			t.Errorf("docs/events.md says nothing of %q", name)
		}
	}
	for _, a := range []event.Action{event.Dott, event.Start, event.Stop, event.Output, event.Warning, event.Pass, event.Fail, event.Skip, event.Error, event.NotRun, event.Summary} {
		if !strings.Contains(string(docs), "`"+string(a)+"`") {
			t.Errorf("docs/events.md says nothing of the action %q", a)
		}
	}
}

// TestPackagesInDocs: docs/design.md has every package, with what it may import.
func TestPackagesInDocs(t *testing.T) {
	docs, err := os.ReadFile("../../docs/design.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{} // what a package imports, by its name
	for line := range strings.Lines(string(docs)) {
		if cells := strings.Split(line, " | "); len(cells) == 3 && strings.HasPrefix(line, "| `") {
			rows[strings.Trim(cells[0], "|` ")] = cells[2]
		}
	}
	for name, imports := range allowed {
		row, ok := rows[name]
		if !ok {
			t.Errorf("docs/design.md has no row for %s", name)
		}
		if name == "cmd/dott" {
			continue // it imports almost everything
		}
		for i := range strings.FieldsSeq(imports) {
			if !strings.Contains(row, "`"+path.Base(i)+"`") {
				t.Errorf("docs/design.md does not say that %s imports %s", name, i)
			}
		}
	}
}
