package main

import (
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"dott/runner/event"
)

// TestHelpInDocs: docs/cli.md begins with the help as it is.
func TestHelpInDocs(t *testing.T) {
	docs, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	var help strings.Builder
	writeHelp(&help)
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
		if !strings.Contains(string(docs), "`"+name+"`") {
			t.Errorf("docs/events.md says nothing of %q", name)
		}
	}
	for _, a := range []event.Action{event.Dott, event.Start, event.Stop, event.Output, event.Warning, event.Pass, event.Fail, event.Skip, event.Error, event.NotRun, event.Summary} {
		if !strings.Contains(string(docs), "`"+string(a)+"`") {
			t.Errorf("docs/events.md says nothing of the action %q", a)
		}
	}
}

// TestPackagesInDocs: docs/design.md says of every package what it owns.
func TestPackagesInDocs(t *testing.T) {
	docs, err := os.ReadFile("../../docs/design.md")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "dott/cmd/...", "dott/matcher/...", "dott/runner/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.Lines(string(out)) {
		name := strings.TrimSpace(strings.TrimPrefix(path, "dott/"))
		if !strings.Contains(string(docs), "\n| `"+name+"` |") {
			t.Errorf("docs/design.md has no row for %s", name)
		}
	}
}
