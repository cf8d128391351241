package judge

import (
	"regexp"
	"strings"
	"sync"

	"dott/matcher/transcript"
)

// raised finds what the interpreter that is built in prints of an exception.
var raised = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^([A-Za-z_]\w*(?:Error|Exception))\(.*\)\n?\z`) })

// warnRaised warns about inline code that raised an exception nobody expects: it may not
// be meant as code at all.
func warnRaised(c *comparer, b int) {
	code := c.in.Transcript.Blocks[b].Code
	if len(code) == 0 || c.in.Transcript.Lines[code[0]].Kind != transcript.Inline {
		return
	}
	var text strings.Builder
	for _, p := range c.in.Output.Blocks[b] {
		text.WriteString(p.Text)
	}
	m := raised().FindStringSubmatch(text.String())
	if m == nil {
		return
	}
	reason := "this line is inline code, and raised " + m[1]
	if c.in.Transcript.At(b).Unclear() {
		reason += `; if it is expected output of the command above, write it as \x3e` + strings.TrimRight(">> "+c.in.Transcript.Lines[code[0]].Text, " ") + ` (esc), or run the file with --compat cram`
	}
	c.warnings = append(c.warnings, transcript.Fault{Line: code[0], Reason: reason})
}
