package lsp

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dott/matcher/lint"
)

// A word is something that can stand in a file, with what it means.
type word struct{ name, form, about string }

// directives are those of docs/format.md.
var directives = []word{
	{"require", "#require FEATURE…", "Skips the file where one of the features is missing."},
	{"if", "#if FEATURE…", "The lines up to #else or #endif count only if all features hold."},
	{"else", "#else", "The lines up to #endif count only if those of #if do not."},
	{"endif", "#endif", "Ends #if."},
	{"testcases", "#testcases NAME…", "Runs the file once for each name. $TESTCASE holds it, and it is a feature."},
	{"timeout", "#timeout 30s", "How long the file may take."},
	{"max-duration", "#max-duration 2s", "The test fails if it takes longer."},
	{"setup", "#setup FILE", "Sources a file before the first command."},
	{"teardown", "#teardown FILE", "Sources a file after the last command, even after a failure."},
	{"shell", "#shell bash", "The shell that runs the file, with its arguments."},
	{"env", "#env NAME=value", "Sets a variable of the test."},
	{"service", "#service NAME…", "Starts services of dott.toml for the test."},
	{"resource", "#resource NAME[=N]…", "Waits until that much of a resource is free."},
	{"serial", "#serial", "Runs the file while no other test runs."},
	{"stderr", "#stderr apart", "Compares standard error separately: its lines end in (err)."},
	{"tty", "#tty [100x30]", "Commands see a terminal; `< text` below a command is typed into it."},
	{"eventually", "#eventually 5s", "Repeats the command below until its block matches."},
	{"known-failure", "#known-failure REASON", "The file is known to fail, and its failure does not count."},
}

// endings are those of expected lines.
var endings = []word{
	{"re", "(re)", "A Perl-compatible regular expression that matches the whole line."},
	{"glob", "(glob)", "`*` stands for any text, `?` for one character; `\\*`, `\\?` and `\\\\` are themselves."},
	{"esc", "(esc)", "Escapes such as `\\t` and `\\x1b` are decoded."},
	{"no-eol", "(no-eol)", "The output does not end in a newline."},
	{"?", "(?)", "The line may be absent."},
	{"glob*", "(glob*)", "Any number of lines, each of which the pattern matches."},
	{"glob+", "(glob+)", "One line or more, each of which the pattern matches."},
	{"re*", "(re*)", "Any number of lines, each of which the expression matches."},
	{"re+", "(re+)", "One line or more, each of which the expression matches."},
	{"*", "(*)", "The line, any number of times."},
	{"+", "(+)", "The line, once or more often."},
	{"any-order", "(any-order)", "The last of a run of lines that may come in any order."},
	{"json", "(json)", "Compared as a JSON value: blanks and the order of keys do not matter."},
	{"err", "(err)", "The line is of standard error, under `#stderr apart`."},
	{"linux !", "(FEATURE… !)", "The line is expected only if all features hold."},
}

func named(words []word, name string) (word, bool) {
	i := slices.IndexFunc(words, func(w word) bool { return w.name == name })
	if i < 0 {
		return word{}, false
	}
	return words[i], true
}

// features returns what conditions of a document can name.
func features(d *document) (all []word) {
	for _, dir := range d.parsed().Directives {
		if dir.Name == "testcases" {
			for name := range strings.FieldsSeq(dir.Args) {
				all = append(all, word{name, name, fmt.Sprintf("A case of this file, by #testcases in line %d.", dir.Line+1)})
			}
		}
	}
	c := &d.options.Config
	for _, name := range slices.Sorted(maps.Keys(c.Axes)) {
		about := "An axis of the matrix; it has versions to compare, as in " + name + ">=2."
		if v := c.Axes[name].Values; len(v) > 0 {
			about = "An axis of the matrix, with the versions " + strings.Join(v, ", ") + "."
		}
		all = append(all, word{name, name, about})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Features.Named)) {
		f := c.Features.Named[name]
		about := "A feature that is there if `" + f.Check + "` succeeds."
		if f.Version != "" {
			about = "A feature whose version `" + f.Version + "` prints."
		}
		all = append(all, word{name, name, about})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Service)) {
		all = append(all, word{"service:" + name, name, "Holds if the service " + name + " can be started."})
	}
	return append(all,
		word{"linux", "linux", "Holds on Linux."}, word{"macos", "macos", "Holds on macOS."}, word{"windows", "windows", "Holds on Windows."},
		word{"root", "root", "Holds if the tests run as root."}, word{"command:", "command:NAME", "Holds if the program NAME is on PATH."})
}

// feature tells what a name in a condition is.
func feature(d *document, name string) string {
	if program, ok := strings.CutPrefix(name, "command:"); ok {
		return "Holds if the program " + program + " is on PATH."
	}
	if w, ok := named(features(d), name); ok {
		return w.about
	}
	if checker := d.options.Config.Features.Checker; checker != "" {
		return "`" + checker + "` is asked about it, by [features] checker."
	}
	return "Nothing defines this feature."
}

// services returns those that a document can ask for.
func services(d *document) (all []word) {
	for _, name := range slices.Sorted(maps.Keys(d.options.Config.Service)) {
		s := d.options.Config.Service[name]
		about := "A service of dott.toml: " + s.Command + s.Image
		all = append(all, word{name, name, about})
	}
	return all
}

// rules returns what can be ignored.
func rules() (all []word) {
	for _, r := range lint.Rules() {
		all = append(all, word{r.Name, r.Name, r.Summary})
	}
	return all
}
