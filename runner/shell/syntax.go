package shell

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"
)

// A SyntaxError is what a shell is likely to refuse in a script.
type SyntaxError struct {
	Block  int // whose command it begins in
	Reason string
	// Certain is set where the shell need not be asked: it would take the rest of
	// the file for text, without a word.
	Certain bool
}

// parsers are for scripts of all shells but zsh, whose language is another.
// Bash's is the largest; what a shell understands of it, the shell is asked.
var parsers = sync.Pool{New: func() any { return syntax.NewParser(syntax.Variant(syntax.LangBash)) }}

func parse(text string) (*syntax.File, error) {
	p := parsers.Get().(*syntax.Parser)
	defer parsers.Put(p)
	return p.Parse(strings.NewReader(text), "")
}

// checked are the shells whose scripts are checked before they run.
var checked = []string{"sh", "dash", "ash", "bash", "mksh", "busybox"}

// Check looks for an unclosed quote, here-document or bracket, and for what else
// a shell would refuse: it would say so only when it comes there, or name the
// last line of the script. It returns nil where there is nothing, or where a
// parser that runs nothing cannot know: behind an alias, or behind a command that
// may end the shell.
func (s *Script) Check(shell string) *SyntaxError {
	if !slices.Contains(checked, filepath.Base(shell)) {
		return nil
	}
	f, err := parse(s.code)
	if err == nil {
		return s.swallowed(f)
	}
	e, ok := errors.AsType[syntax.ParseError](err)
	if !ok {
		return nil
	}
	line := min(int(e.Pos.Line())-1, len(s.owner)-1)
	if line < 0 {
		return nil
	}
	found := &SyntaxError{Block: max(0, s.owner[line]), Reason: reasonOf(e)}
	found.Certain = strings.Contains(found.Reason, "here-document")
	lines := strings.Split(s.code, "\n")
	before := strings.Join(lines[:line], "\n")
	if strings.Contains(before, "alias ") || strings.Contains(before, "shopt ") || MayEnd(before) {
		return nil
	}
	return found
}

// swallowed looks for a backslash at the end of a command, which joins it to what
// stands behind it.
func (s *Script) swallowed(f *syntax.File) *SyntaxError {
	if !strings.Contains(s.code, "\\\n"+nothing+"\n") {
		return nil
	}
	begins := map[uint]bool{} // lines in which a statement does
	syntax.Walk(f, func(n syntax.Node) bool {
		if stmt, ok := n.(*syntax.Stmt); ok {
			begins[stmt.Pos().Line()] = true
		}
		return true
	})
	lines := strings.Split(s.code, "\n")
	for i := range len(lines) - 1 {
		// A comment goes on nowhere, though the parser believes it.
		if lines[i+1] == nothing && continued(lines[i]) && !strings.Contains(lines[i], "#") && !begins[uint(i)+2] {
			return &SyntaxError{Block: max(0, s.owner[i]), Reason: "the backslash at the end of this command joins it to what comes next", Certain: true}
		}
	}
	return nil
}

// continued reports whether a line ends in a backslash that is not itself behind
// one.
func continued(line string) bool {
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}

// MayEnd reports whether a script has a literal exit or the like.
func MayEnd(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" \t\n;&|(){}", r) }) {
		if word == "exit" || word == "exec" || word == "return" {
			return true
		}
	}
	return false
}

// reasonOf makes a sentence of the parser's words.
func reasonOf(e syntax.ParseError) string {
	text := strings.ReplaceAll(e.Text, "`", "")
	switch {
	case strings.HasPrefix(e.Text, "reached EOF without closing quote"):
		return "this command opens a quote (" + lastWord(text, e.Text) + ") that nothing closes"
	case strings.HasPrefix(e.Text, "unclosed here-document"):
		return "this command begins a here-document whose end (" + strings.TrimPrefix(text, "unclosed here-document ") + ") is missing"
	case strings.HasPrefix(text, "reached EOF without matching "):
		opens, closes, _ := strings.Cut(strings.TrimPrefix(text, "reached EOF without matching "), " with ")
		return "this command opens " + opens + ", and no " + closes + " closes it"
	case e.Incomplete:
		return "this command is not complete: " + text
	}
	return "the shell cannot read this command: " + text
}

func lastWord(text, original string) string {
	if strings.Contains(original, "\"`\"") {
		return "`"
	}
	return text[strings.LastIndexByte(text, ' ')+1:]
}

// An End is how the last command of a script ends the shell.
type End struct {
	Ends bool // it may: its last simple command is a literal exit, exec or return
	Bare bool // it is nothing but exit, with a number or without
	// Status is the number, as the shell ends with it; -1 is none.
	Status int
}

// EndOf tells whether a command visibly ends the shell that runs it.
func EndOf(command string) End {
	f, err := parse(command)
	if err != nil || len(f.Stmts) == 0 {
		return End{Status: -1}
	}
	last := f.Stmts[len(f.Stmts)-1]
	e := End{Ends: endsShell(last), Status: -1}
	call, ok := last.Cmd.(*syntax.CallExpr)
	if !e.Ends || !ok || len(f.Stmts) > 1 || len(call.Assigns) > 0 || len(last.Redirs) > 0 || call.Args[0].Lit() != "exit" {
		return e
	}
	switch len(call.Args) {
	case 1:
		e.Bare = true
	case 2:
		if n, err := strconv.ParseUint(call.Args[1].Lit(), 10, 31); err == nil {
			e.Bare, e.Status = true, int(n%256)
		}
	}
	return e
}

// Redirects reports whether a command redirects or closes the output of the shell
// that runs it.
func Redirects(command string) bool {
	f, err := parse(command)
	if err != nil {
		return false
	}
	found := false
	syntax.Walk(f, func(n syntax.Node) bool {
		if s, ok := n.(*syntax.Stmt); ok && len(s.Redirs) > 0 {
			call, ok := s.Cmd.(*syntax.CallExpr)
			found = found || ok && len(call.Args) == 1 && call.Args[0].Lit() == "exec"
		}
		return !found
	})
	return found
}

// endsShell reports whether the last simple command of a statement ends the shell
// when it runs.
func endsShell(s *syntax.Stmt) bool {
	if s.Background || s.Coprocess || s.Negated {
		return false
	}
	lastOf := func(all []*syntax.Stmt) bool { return len(all) > 0 && endsShell(all[len(all)-1]) }
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		if len(c.Args) == 0 {
			return false
		}
		switch c.Args[0].Lit() {
		case "exit", "return":
			return true
		case "exec": // with redirections alone it goes on
			return len(c.Args) > 1
		}
	case *syntax.BinaryCmd:
		return (c.Op == syntax.AndStmt || c.Op == syntax.OrStmt) && endsShell(c.Y)
	case *syntax.Block:
		return lastOf(c.Stmts)
	case *syntax.IfClause:
		for ; c != nil; c = c.Else {
			if lastOf(c.Then) {
				return true
			}
		}
	case *syntax.CaseClause:
		for _, i := range c.Items {
			if lastOf(i.Stmts) {
				return true
			}
		}
	case *syntax.WhileClause:
		return lastOf(c.Do)
	case *syntax.ForClause:
		return lastOf(c.Do)
	}
	return false
}
