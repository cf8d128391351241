package transcript

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// FromCommands writes commands as a transcript without output. Empty ones are left
// out.
func FromCommands(texts []string, indent int) string {
	var b strings.Builder
	blanks := strings.Repeat(" ", indent)
	for _, c := range texts {
		if c = strings.TrimLeft(strings.TrimRight(c, "\n"), " \t\n"); c == "" {
			continue
		}
		sign := "$ "
		for line := range strings.SplitSeq(c, "\n") {
			b.WriteString(blanks + sign + line + "\n")
			sign = "> "
		}
	}
	return b.String()
}

// FromScript writes a script as a transcript: its commands, which may have
// several lines, and its comments as what is written between them. What no shell
// grammar that we know can read is cut line by line.
func FromScript(script string, indent int) string {
	lines := strings.Split(strings.ReplaceAll(script, "\r\n", "\n"), "\n")
	ends, err := commandEnds(strings.Join(lines, "\n"))
	if err != nil {
		return FromCommands(lines, indent)
	}
	var b strings.Builder
	prose := false
	for n := 0; n < len(lines); {
		end := max(ends[n], n+1)
		line := strings.TrimSpace(lines[n])
		comment, isComment := strings.CutPrefix(line, "#")
		switch {
		case line == "" || n == 0 && strings.HasPrefix(line, "#!"):
		case isComment:
			if !prose && b.Len() > 0 {
				b.WriteString("\n")
			}
			prose = true
			// Without the sign it is no directive, and without blanks no command.
			b.WriteString(strings.TrimLeft(comment, "# \t") + "\n")
		default:
			if prose {
				b.WriteString("\n")
			}
			prose = false
			b.WriteString(FromCommands([]string{strings.Join(lines[n:end], "\n")}, indent))
		}
		n = end
	}
	return b.String()
}

// commandEnds returns, for each line where commands begin, the line behind them;
// lines are counted from 0. A here-document belongs to its command.
func commandEnds(script string) (map[int]int, error) {
	ends := map[int]int{}
	first, end := 0, 0
	var fault error
	for stmt, err := range syntax.NewParser(syntax.Variant(syntax.LangBash)).StmtsSeq(strings.NewReader(script)) {
		if err != nil {
			// To leave the loop here would be a panic: up to v3.14.1 the parser goes on
			// although it was told to stop.
			fault = err
			continue
		}
		if n := int(stmt.Pos().Line()) - 1; n >= end {
			first = n
		}
		end = max(end, int(stmt.End().Line()))
		syntax.Walk(stmt, func(node syntax.Node) bool {
			if r, ok := node.(*syntax.Redirect); ok && r.Hdoc != nil {
				// The end of its text is the beginning of the line with its delimiter.
				end = max(end, int(r.Hdoc.End().Line()))
			}
			return true
		})
		ends[first] = end
	}
	return ends, fault
}
