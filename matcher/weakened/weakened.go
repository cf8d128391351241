// Package weakened judges changes of what tests expect: whether a test looks at less
// than it did. [Compare] judges two versions of a file by what they match, not by their
// text: `[0-9]+ (re)` and `\d+ (re)` are the same, and `a.b (re)` is weaker than `a.b`.
// testdata/judged.txt has what counts as what.
package weakened

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dott/matcher/subsequence"
	"dott/matcher/transcript"
)

// A Judgement says what became of an expectation.
type Judgement uint8

// The judgements, the worse ones behind the others.
const (
	Same     Judgement = iota // it matches what it matched
	Changed                   // it matches something else, or less
	Weakened                  // it matches more, or there is less of it
)

func (j Judgement) String() string { return [...]string{"same", "changed", "weakened"}[j] }

// MarshalText writes the judgement as a word.
func (j Judgement) MarshalText() ([]byte, error) { return []byte(j.String()), nil }

// UnmarshalText reads such a word.
func (j *Judgement) UnmarshalText(text []byte) error {
	for _, k := range []Judgement{Same, Changed, Weakened} {
		if k.String() == string(text) {
			*j = k
			return nil
		}
	}
	return fmt.Errorf("%q is no judgement", text)
}

// A Finding is one change that is not the same.
type Finding struct {
	Line      int       `json:"line"`          // of the new file, from 1; where something went, the line that stands there now
	Was       int       `json:"was,omitempty"` // the line of the old file, from 1; 0 is that there was none
	Judgement Judgement `json:"judgement"`
	Reason    string    `json:"reason"` // a sentence without a full stop
	Old       string    `json:"old,omitempty"`
	New       string    `json:"new,omitempty"`
}

// String tells the finding in a line, without the name of the file.
func (f Finding) String() string { return f.Judgement.String() + ": " + f.What() }

// What tells the finding without its judgement.
func (f Finding) What() string {
	s := f.Reason
	switch {
	case f.Old != "" && f.New != "":
		s += ": " + f.Old + " -> " + f.New
	case f.Old != "" || f.New != "":
		s += ": " + f.Old + f.New
	}
	return s
}

// Worst returns the worst judgement of some findings.
func Worst(findings []Finding) Judgement {
	worst := Same
	for _, f := range findings {
		worst = max(worst, f.Judgement)
	}
	return worst
}

// Compare judges the change from one version of a file to another, in the order of the
// lines. Comments and the places of commands do not count.
func Compare(was, is *transcript.Transcript) []Finding {
	c := comparison{was: newSide(was), is: newSide(is)}
	c.directives()
	c.commands()
	slices.SortStableFunc(c.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Was, b.Was))
	})
	return c.findings
}

// Gone judges that a file is not there any more.
func Gone(was *transcript.Transcript) []Finding {
	if !was.HasCommands() {
		return nil
	}
	return []Finding{{Judgement: Weakened, Reason: "the file was deleted, with all of its commands"}}
}

// A side is one version of a file.
type side struct {
	*transcript.Transcript
	code   []string   // of each block
	guards [][]string // of each block, the conditions that it stands under
}

func newSide(t *transcript.Transcript) side {
	s := side{Transcript: t}
	conditions := guardsOf(t)
	for _, b := range t.Blocks {
		var code []string
		var guards []string
		for _, n := range slices.Concat(b.Code, b.Input) {
			code = append(code, t.Lines[n].Text)
		}
		if len(b.Code) > 0 {
			guards = conditions[b.Code[0]]
		}
		s.code, s.guards = append(s.code, strings.Join(code, "\n")), append(s.guards, guards)
	}
	s.code[0] = "\x00start" // nothing is a command before the first one
	return s
}

// guardsOf returns for each line the #if that it stands in, by what these ask.
func guardsOf(t *transcript.Transcript) map[int][]string {
	guards := map[int][]string{}
	var open []string
	next := 0
	upTo := func(n int) {
		for ; next < n; next++ {
			if len(open) > 0 {
				guards[next] = open
			}
		}
	}
	for _, d := range t.Directives {
		switch d.Name {
		case "if":
			upTo(d.Line)
			open = append(slices.Clone(open), d.Args)
		case "else":
			upTo(d.Line)
			if n := len(open); n > 0 {
				open = append(slices.Clone(open[:n-1]), "not "+open[n-1])
			}
		case "endif":
			upTo(d.Line)
			if n := len(open); n > 0 {
				open = slices.Clone(open[:n-1])
			}
		}
	}
	upTo(len(t.Lines))
	return guards
}

// line returns the number of the line where a block begins.
func (s *side) line(block int) int {
	if b := s.Blocks[block]; len(b.Code) > 0 {
		return b.Code[0] + 1
	}
	return 1
}

// end returns the number of the last line of a block's code.
func (s *side) end(block int) int {
	if b := s.Blocks[block]; len(b.Code) > 0 {
		return b.Code[len(b.Code)-1] + 1
	}
	return 1
}

type comparison struct {
	was, is  side
	findings []Finding
}

func (c *comparison) add(f Finding) { c.findings = append(c.findings, f) }

// commands compares the commands of both sides, and the output of those that both have.
func (c *comparison) commands() {
	a, b := 0, 0
	gap := func(endA, endB int) {
		for a < endA && b < endB {
			c.replaced(a, b)
			a, b = a+1, b+1
		}
		for ; a < endA; a++ {
			c.add(Finding{Line: c.is.end(max(0, b-1)), Was: c.was.line(a), Judgement: Weakened, Reason: "a command went", Old: shown(c.was.code[a])})
		}
		for ; b < endB; b++ {
			c.add(Finding{Line: c.is.line(b), Judgement: Changed, Reason: "a command came", New: shown(c.is.code[b])})
		}
	}
	for _, pair := range subsequence.Common(c.was.code, c.is.code) {
		gap(pair[0], pair[1])
		c.block(a, b)
		a, b = a+1, b+1
	}
	gap(len(c.was.code), len(c.is.code))
}

// replaced compares a command with the one that stands in its place now.
func (c *comparison) replaced(a, b int) {
	f := Finding{
		Line: c.is.line(b), Was: c.was.line(a), Judgement: Changed, Reason: "another command",
		Old: shown(c.was.code[a]), New: shown(c.is.code[b]),
	}
	if rest, ok := strings.CutPrefix(c.is.code[b], c.was.code[a]); ok {
		if why := hides(strings.TrimSpace(rest)); why != "" {
			f.Judgement, f.Reason = Weakened, why
		}
	}
	c.add(f)
	c.block(a, b)
}

// hides says what is not seen any more of a command that has something behind it now.
func hides(rest string) string {
	switch {
	case strings.HasPrefix(rest, "||"):
		return "the status of the command is hidden"
	case strings.HasPrefix(rest, "|"):
		return "the output of the command is filtered"
	case strings.HasPrefix(rest, "2>&1"), strings.HasPrefix(rest, ">&2"), strings.HasPrefix(rest, "1>&2"):
		return ""
	case strings.HasPrefix(rest, ">"), strings.HasPrefix(rest, "1>"), strings.HasPrefix(rest, "2>"), strings.HasPrefix(rest, "&>"):
		return "output of the command goes elsewhere"
	}
	return ""
}

// block compares a command that both sides have.
func (c *comparison) block(a, b int) {
	if !slices.Equal(c.was.guards[a], c.is.guards[b]) {
		f := Finding{
			Line: c.is.line(b), Was: c.was.line(a), Judgement: Changed, Reason: "the command runs under another condition",
			Old: guard(c.was.guards[a]), New: guard(c.is.guards[b]),
		}
		if contains(c.is.guards[b], c.was.guards[a]) {
			f.Judgement, f.Reason = Weakened, "the command runs under a condition only"
		}
		c.add(f)
	}
	c.output(a, b)
}

func guard(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return "#if " + strings.Join(conditions, " and ")
}

// contains reports whether all words of some are among others.
func contains(all, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// shown is a text in one short line.
func shown(s string) string {
	const most = 60
	first, _, more := strings.Cut(s, "\n")
	if runes := []rune(first); len(runes) > most {
		first, more = string(runes[:most]), true
	}
	if more {
		first += "..."
	}
	return fmt.Sprintf("`%s`", first)
}
