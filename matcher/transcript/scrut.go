package transcript

import (
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"dott/matcher/markdown"
	"dott/matcher/scrut"
)

// scrutWords mark a fence as a test case of scrut's.
var scrutWords = []string{"scrut", "testcase"}

// front reads what stands in front of a document of scrut's.
func (m Markdown) front(t *Transcript, data string) scrut.Document {
	if !m.Scrut {
		return scrut.Document{}
	}
	text, _ := markdown.FrontMatter(data)
	d, faults := scrut.Front(text)
	for _, f := range faults {
		warn(t, f.Line+1, f.Reason)
	}
	if d.Shell != "" {
		t.Directives = append(t.Directives, Directive{Line: d.ShellLine + 1, Name: "shell", Args: d.Shell})
	}
	if d.Timeout > 0 {
		t.Directives = append(t.Directives, Directive{Line: d.TimeoutLine + 1, Name: "timeout", Args: d.Timeout.String()})
	}
	slices.SortFunc(t.Directives, func(a, b Directive) int { return a.Line - b.Line })
	return d
}

// scrutCase reads a fence that is a test case: one command, which may have comments
// and lines of configuration in front, and its output, all lines of it.
func (m Markdown) scrutCase(t *Transcript, f fence, p markdown.Part, defaults scrut.Case) {
	config := ""
	if at := strings.IndexByte(p.Info, '{'); at >= 0 {
		config = p.Info[at:]
	}
	c, faults := defaults.With(config)
	for _, fault := range faults {
		warn(t, p.Open, fault.Reason)
	}
	above, started := Comment, -1
	config = ""
	for i, raw := range p.Lines {
		n := p.Open + 1 + i
		l := &t.Lines[n]
		l.Text = withoutEnd(t, raw)
		switch text, isCommand := strings.CutPrefix(l.Text, "$ "); {
		case started >= 0:
			if l.Kind, l.Text = m.scrutLine(l.Text, above); l.Text == "" && l.Kind == Output {
				l.Kind, l.fenced = Comment, true
			}
		case isCommand:
			l.Kind, l.Text, started = Command, text, n
			for range n - p.Open - 1 - strings.Count(config, "\n") {
				config = "\n" + config // for the numbers of its lines
			}
		default:
			text, _ := strings.CutPrefix(l.Text, "% ")
			if text == l.Text {
				text = "" // a comment
			}
			config += text + "\n"
		}
		above = l.Kind
	}
	if started < 0 {
		warn(t, p.Open, `no line here is a command, which begins with "$ ", so nothing runs`)
		return
	}
	c, faults = c.With(config)
	for _, fault := range faults {
		warn(t, min(p.Open+1+fault.Line, started), fault.Reason)
	}
	f.scrut = &c
	t.fences = append(t.fences, f)
}

// scrutLine returns what a line below the command of a test case is.
func (m Markdown) scrutLine(body string, above Kind) (Kind, string) {
	if above == Command || above == Continuation {
		if text, ok := strings.CutPrefix(body, "> "); ok || body == ">" {
			return Continuation, strings.TrimPrefix(text, ">")
		}
	}
	return Output, m.expected(body)
}

// expected returns an expected line as it is read.
func (f Format) expected(text string) string {
	if f.Scrut {
		return scrut.Line(text)
	}
	return text
}

// Wrap returns shell code that stands in front of a block's commands, in their first
// line, and in a line of its own below them.
func (s Section) Wrap() (before, after string) {
	c := s.Scrut()
	if c == nil {
		return "", ""
	}
	var code strings.Builder
	for _, n := range s.t.Blocks[s.block].Code {
		code.WriteString(s.t.Lines[n].Text + "\n")
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(code.String()), "")
	if err == nil && len(file.Stmts) == 0 {
		return "", ""
	}
	ends := false
	if err == nil {
		syntax.Walk(file, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Subshell, *syntax.CmdSubst, *syntax.FuncDecl:
				return false
			case *syntax.CallExpr:
				if len(n.Args) > 0 {
					word := n.Args[0].Lit()
					ends = ends || word == "exit" || word == "exec" && len(n.Args) > 1
				}
			}
			return true
		})
	}
	before, after = c.Wrap(ends)
	return fmt.Sprintf(`export SCRUT_TEST="$TESTDIR/$TESTFILE:%d"; `, s.t.Blocks[s.block].Code[0]+1) + before, after
}
