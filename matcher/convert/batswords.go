package convert

import (
	"regexp"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// plainWord is what a word is where nothing in it is a variable.
func plainWord(w *syntax.Word) (string, bool) {
	plain := true
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n := n.(type) {
		case nil, *syntax.Word, *syntax.Lit, *syntax.SglQuoted, *syntax.DblQuoted:
		default:
			_ = n
			plain = false
		}
		return plain
	})
	if !plain {
		return "", false
	}
	text, err := expand.Literal(&expand.Config{}, w)
	return text, err == nil
}

// isAbout reports whether a command is about one that was run.
func isAbout(text string) bool {
	return abouts.MatchString(text)
}

var abouts = regexp.MustCompile(`^(assert|refute)|\$\{?(output|status|stderr|#?lines|stderr_lines)\b|\$\{#lines`)

// words returns the name and the arguments of a simple command.
func words(s *syntax.Stmt) (name string, args []*syntax.Word) {
	c, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(c.Args) == 0 {
		return "", nil
	}
	return c.Args[0].Lit(), c.Args[1:]
}
