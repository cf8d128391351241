package shell

import (
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"dott/matcher/transcript"
)

// Under cram, `set -x` shows the command that separates the blocks, and files expect it. So
// where a script may do that, the markers are traced, too, and a [Piece] has its text
// both ways.

var (
	tracing = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bset (-\w+ )*-\w*x|\bxtrace\b`) })
	// elsewhere finds what takes traces to where they are not among the output, but may
	// be looked at.
	elsewhere = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bexec\b.*2>+\s*[^&/\s]|BASH_XTRACEFD`) })
)

// seesTraces reports whether a script may trace commands into its output, in a shell and
// with markers that say what cram's would.
func seesTraces(shell string, f form, t *transcript.Transcript) bool {
	if strings.TrimSuffix(filepath.Base(shell), ".exe") == "zsh" || f.open == "( " || !strings.HasSuffix(f.print, "echo ") {
		return false
	}
	traces := false
	for n := range t.Lines {
		l := &t.Lines[n]
		if l.Kind != transcript.Command && l.Kind != transcript.Continuation {
			continue
		}
		if elsewhere().MatchString(l.Text) {
			return false
		}
		traces = traces || tracing().MatchString(l.Text)
	}
	return traces
}

// trace returns the text of a piece with the trace of the marker behind it, as cram has
// that: `+ echo ` without the end of its line.
func (p *piece) trace(printed string) string {
	before, last := *p, p.spans[len(p.spans)-1]
	before.spans = p.spans[:len(p.spans)-1]
	text, isEcho := strings.CutSuffix(printed[last.from:last.to], "echo ")
	if !isEcho {
		return ""
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "command "), "builtin ")
	return before.text(printed) + text + "echo "
}
