package main

import (
	"context"
	"slices"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
)

// A verb is a row of the table of all: how the help shows it, and what does it.
type verb struct {
	options.Verb
	do func(ctx context.Context, a *app.App, args []string) error
}

// verbs returns every verb, in the order of the help. A verb has a file of its own,
// which reads its options and hands on to a package below runner.
func verbs() []verb {
	return []verb{
		{options.Verb{Name: "new", Args: "FILE COMMAND...", Summary: "write a transcript of commands"}, newTranscript},
		{options.Verb{Name: "record", Args: "FILE", Summary: "write a transcript of what you do in a shell"}, recordSession},
		{options.Verb{Name: "shell", Args: "FILE[:LINE]", Summary: "step into the shell of a test"}, enterShell},
		{options.Verb{Name: "repro", Args: "FILE[:LINE]", Summary: "print a script that does what a test does"}, printScript},
		{options.Verb{Name: "init", Args: "[DIR]", Summary: "write a configuration and a first test"}, initProject},
		{options.Verb{Name: "matrix", Args: "[SELECTION]", Summary: "list the cells of the matrix"}, listMatrix},
		{options.Verb{Name: "report", Args: "EVENTS...", Summary: "make reports of what --json wrote"}, foldReports},
		{options.Verb{Name: "review", Args: "[ADDRESS...]", Summary: "ask about the changes that the last run left"}, reviewChanges},
		{options.Verb{Name: "accept", Args: "ADDRESS...", Summary: "write changes that the last run left"}, acceptChanges},
		{options.Verb{Name: "reject", Args: "ADDRESS...", Summary: "forget changes that the last run left"}, rejectChanges},
		{options.Verb{Name: "history", Args: "[TEST]", Summary: "show the results of earlier runs"}, showHistory},
		{options.Verb{Name: "deps", Args: "TEST", Summary: "show what a test touched"}, showDeps},
		{options.Verb{Name: "services", Args: "", Summary: "list the services; start one by hand"}, listServices},
		{options.Verb{Name: "import", Args: "FORMAT FILE...", Summary: "translate tests of other programs"}, importTests},
		{options.Verb{Name: "completion", Args: "SHELL", Summary: "print a completion script for your shell"}, writeCompletion},
		{options.Verb{Name: "man", Args: "[COMMAND]", Summary: "print a manual page"}, showMan},
		{options.Verb{Name: "help", Args: "[TOPIC]", Summary: "show help for a command or a topic"}, showHelp},
		{options.Verb{Name: "version", Args: "", Summary: "show the version"}, showVersion},
		{options.Verb{Name: "target", Args: "check [NAME...]", Summary: "see whether tests can run on targets"}, checkTargets},
		{options.Verb{Name: "lint", Args: "[PATH...]", Summary: "check tests without running them"}, lintTests},
		{options.Verb{Name: "fmt", Args: "[PATH...]", Summary: "format tests"}, formatTests},
		{options.Verb{Name: "lsp", Args: "", Summary: "serve an editor, over stdin and stdout"}, serveEditor},
		{options.Verb{Name: "doctor", Args: "", Summary: "check this machine, and what tests depend on"}, examine},
	}
}

// verbIndex returns the row of a word, or -1.
func verbIndex(word string) int {
	return slices.IndexFunc(verbs(), func(v verb) bool { return v.Name == word })
}

func isVerb(word string) bool { return verbIndex(word) >= 0 }

func verbHelp() (all []options.Verb) {
	for _, v := range verbs() {
		all = append(all, v.Verb)
	}
	return all
}
