// Package lint finds what is wrong or doubtful in a transcript without running it.
//
// The life of a file: it was parsed already, and [File] hands it to each rule of
// [Rules] in turn. A rule notes [Finding] values; what a `dott:ignore` in the file
// names is taken out, and the rest is sorted by line. [Repeated] then compares the
// beginnings of many files. What a rule cannot see in the file itself, such as which
// features the configuration has, is in [Facts].
//
// Cost: each line is looked at once by hand, and only what may match is given to an
// expression; the commands of a file are parsed once. A file of 5,000 lines takes
// some milliseconds.
package lint

import (
	"cmp"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
)

// Severity says how much a finding matters.
type Severity string

// The severities. A note does not fail a check, and Off leaves a rule out.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
	Off     Severity = "off"
)

// A Finding is something that a rule objects to.
type Finding struct {
	Line       int // index of its line
	Start, End int // bytes of the line; End 0 is all of it
	Rule       string
	Severity   Severity
	Message    string
	Fix        *Fix // nil is that a person has to mend it
}

// A Fix is what mends a finding.
type Fix struct {
	Title string         // what it does, as an imperative
	Safe  bool           // it changes nothing that is matched or run
	Edits []matcher.Edit // of the file's lines
}

// A Rule has a name, and a section in docs/lint.md.
type Rule struct {
	Name     string
	Severity Severity // where the configuration says nothing
	Summary  string   // one line
	check    func(*pass)
}

// Rules returns all rules, in the order of docs/lint.md. Those without a check of
// their own need the file system, or more than one file; package runner/lint has
// these.
func Rules() []Rule {
	return []Rule{
		{"fault", Error, "the file cannot be run as it stands", faults},
		{"directive", Error, "a directive cannot be carried out", nil},
		{"shell-syntax", Error, "a shell would refuse the commands", nil},
		{"invalid-regexp", Error, "an (re) line is no valid regular expression", invalidRegexps},
		{"unknown-feature", Error, "a condition names a feature that nothing defines", unknownFeatures},
		{"never-holds", Warning, "a condition that no run can meet", contradictions},
		{"suspect", Warning, "a line that looks like something else than it is", suspects},
		{"no-commands", Warning, "a test file without a command", noCommands},
		{"wide-pattern", Warning, "a pattern that matches every line", widePatterns},
		{"unescaped-dot", Warning, "a dot of an (re) line that matches any character", unescapedDots},
		{"missing-ending", Warning, "a line that reads as a pattern and has no ending, or a misspelt one", missingEndings},
		{"redundant-ending", Warning, "an ending that changes nothing", redundantEndings},
		{"absolute-path", Warning, "a path that exists on one machine only", absolutePaths},
		{"date-literal", Warning, "a date or a time in expected output", dateLiterals},
		{"hash-literal", Warning, "a hash or an identifier in expected output", hashLiterals},
		{"sleep", Warning, "a command that waits for some time", sleeps},
		{"missing-require", Warning, "a tool that not every machine has, without #require", missingRequires},
		{"repeated-setup", Warning, "files that begin with the same commands", nil},
		{"shellcheck", Warning, "what shellcheck says of the commands", nil},
		{"unknown-ignore", Warning, "a dott:ignore that names no rule", unknownIgnores},
	}
}

// Named returns a rule by its name.
func Named(name string) (Rule, bool) {
	rules := Rules()
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return rules[i], true
}

// Facts are what is known besides a file.
type Facts struct {
	// Feature tells what is known of a feature that is no case of the file.
	Feature func(name string) Feature
	// Severity has what the configuration says of rules.
	Severity map[string]Severity
}

// Of returns the severity of a rule.
func (f *Facts) Of(r Rule) Severity {
	if s, ok := f.Severity[r.Name]; ok {
		return s
	}
	return r.Severity
}

// A Feature is what can be known of one without probing it.
type Feature struct {
	Known     bool     // something defines it, or may
	Unversion bool     // it is there or not, and has no version
	Versions  []string // of an axis, where the configuration lists them
}

// pass is one file on its way through the rules.
type pass struct {
	*transcript.Transcript
	facts    *Facts
	rule     Rule
	severity Severity
	found    []Finding
	commands *commands           // of its code; made when it is asked for
	patterns [][]matcher.Pattern // of its blocks, but for those that print transcripts
	quotes   []bool              // of its blocks: there may be a transcript in their output
}

// File returns what the rules find in one file.
func File(t *transcript.Transcript, facts Facts) []Finding {
	p := &pass{Transcript: t, facts: &facts}
	p.findPatterns()
	for _, r := range Rules() {
		p.rule, p.severity = r, facts.Of(r)
		if r.check != nil && p.severity != Off {
			r.check(p)
		}
	}
	return Kept(t, p.found)
}

// Kept returns the findings that nothing in the file asks to ignore, by line.
func Kept(t *transcript.Transcript, found []Finding) []Finding {
	if len(found) == 0 {
		return nil
	}
	ignored := ignores(t)
	found = slices.DeleteFunc(found, func(f Finding) bool { return ignored.has(f) })
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Start, b.Start)) })
	return found
}

// add notes a finding about a line.
func (p *pass) add(line int, message string) *Finding { return p.addAt(line, 0, 0, message) }

// addAt notes a finding about bytes of what a line says.
func (p *pass) addAt(line, start, end int, message string) *Finding {
	if line < len(p.Lines) {
		at := Offset(p.Lines[line])
		start += at
		if end > 0 {
			end += at
		}
	}
	p.found = append(p.found, Finding{Line: line, Start: start, End: end, Rule: p.rule.Name, Severity: p.severity, Message: message})
	return &p.found[len(p.found)-1]
}

// Offset returns where in a line of the file what it says begins.
func Offset(l transcript.Line) int { return max(0, strings.Index(l.Raw, l.Text)) }

// replaceLine is the edit that has a line say something else.
func replaceLine(l transcript.Line, line int, text string) []matcher.Edit {
	raw := strings.TrimRight(l.Raw, "\r\n")
	at := Offset(l)
	return []matcher.Edit{{Start: line, End: line + 1, New: []string{raw[:at] + text + raw[at+len(l.Text):]}}}
}

// faults hands on why the file cannot be run.
func faults(p *pass) {
	for _, f := range p.Faults {
		p.add(f.Line, f.Reason)
	}
}

// suspects hands on what a run warns about.
func suspects(p *pass) {
	statuses(p)
	warned := map[int]bool{}
	for _, w := range p.Warnings {
		warned[w.Line] = true
		p.add(w.Line, w.Reason)
	}
	for _, block := range p.patterns {
		for i := range block {
			if s := block[i].Suspect; s != "" && s != matcher.Typed && !warned[block[i].Line] {
				f := p.add(block[i].Line, s)
				if f.Severity == Warning { // a program may well print that
					f.Severity = Note
				}
			}
		}
	}
}

// noCommands finds files that would be skipped.
func noCommands(p *pass) {
	if !p.HasCommands() && len(p.Lines) > 0 && len(p.Warnings)+len(p.Faults) == 0 {
		p.add(0, "no command stands in this file, so it is skipped; a command begins with the indent, $ and a blank")
	}
}
