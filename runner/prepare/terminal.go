package prepare

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/terminal"
)

// addTerminal has the commands see a terminal.
func (s *Settings) addTerminal(d transcript.Directive) error {
	s.Terminal = terminal.Usual
	for word := range strings.FieldsSeq(d.Args) {
		if word == "style" {
			s.Styles = true
			continue
		}
		size, err := terminal.ParseSize(word)
		if err != nil {
			return fmt.Errorf("#tty %s: %w", d.Args, err)
		}
		s.Terminal = size
	}
	return nil
}

// checkTerminal looks for what does not go together with a terminal, or without one,
// and sets the variables that tell of it.
func (s *Settings) checkTerminal(t *transcript.Transcript) (faults []transcript.Fault) {
	if s.Terminal == (terminal.Size{}) {
		for _, b := range t.Blocks {
			for _, n := range b.Input {
				faults = append(faults, transcript.Fault{Line: n, Reason: "this is typed into the command, which sees no terminal here: no #tty holds; write `#tty` at the margin, outside of #if"})
			}
		}
		return faults
	}
	for _, d := range t.Directives {
		if d.Name == "stderr" && s.Apart {
			faults = append(faults, transcript.Fault{Line: d.Line, Reason: "#stderr apart and #tty do not go together: a terminal shows both streams on one screen; remove one of them"})
		}
	}
	s.Apart = false
	env := map[string]string{"TERM": "xterm-256color", "COLUMNS": strconv.Itoa(s.Terminal.Columns), "LINES": strconv.Itoa(s.Terminal.Rows)}
	maps.Copy(env, s.Env)
	s.Env = env
	return faults
}
