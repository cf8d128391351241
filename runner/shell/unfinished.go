package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Unfinished reports whether a command needs more lines, as one does with an open quote, or
// a here-document without its end; or why it cannot be read at all.
func Unfinished(text string) (why string, more bool) {
	if open := strings.TrimRight(text, `\`); (len(text)-len(open))%2 == 1 {
		return "", true
	}
	_, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text+"\n"), "")
	switch {
	case err == nil:
		return "", false
	case syntax.IsIncomplete(err):
		return "", true
	}
	return err.Error(), false
}
