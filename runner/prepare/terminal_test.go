package prepare

import (
	"maps"
	"testing"

	"dott/runner/config"
	"dott/runner/terminal"
)

// TestTerminal: a terminal has its size, and variables that tell of it where the test sets
// none; what does not go together with it is a fault.
func TestTerminal(t *testing.T) {
	const bad = ` is not the size of a terminal, columns and rows from 1 to 1000, such as 100x30`
	for _, test := range []struct {
		text   string
		size   terminal.Size
		styles bool
		env    map[string]string
		faults string
	}{
		{text: "  $ a\n"},
		{text: "#tty\n", size: terminal.Usual, env: map[string]string{"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}},
		{text: "#tty 100x30\n", size: terminal.Size{Columns: 100, Rows: 30}, env: map[string]string{"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}},
		{text: "#tty style\n", size: terminal.Usual, styles: true, env: map[string]string{"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}},
		{text: "#tty 40x2 style\n#env TERM=vt100\n#env A=1\n", size: terminal.Size{Columns: 40, Rows: 2}, styles: true,
			env: map[string]string{"TERM": "vt100", "COLUMNS": "40", "LINES": "2", "A": "1"}},
		{text: "#tty\n  $ a\n  < yes\n", size: terminal.Usual, env: map[string]string{"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}},
		{text: "#if no-yes\n#tty\n#endif\n"},
		{text: "#tty\n#stderr together\n", size: terminal.Usual, env: map[string]string{"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}},

		{text: "#tty 0x10\n", faults: `1: #tty 0x10: "0x10"` + bad + "\n"},
		{text: "#tty 1001x10\n", faults: `1: #tty 1001x10: "1001x10"` + bad + "\n"},
		{text: "#tty big style\n", faults: `1: #tty big style: "big"` + bad + "\n"},
		{text: "  $ a\n#stderr apart\n#tty\n", faults: "2: #stderr apart and #tty do not go together: a terminal shows both streams on one screen; remove one of them\n"},
		{text: "#if no-yes\n#tty\n#endif\n  $ a\n  < yes\n  <^D>\n", faults: "5: " + untyped + "\n6: " + untyped + "\n"},
	} {
		p := newProject(t, map[string]string{"a.t": test.text}, Options{Config: config.Config{
			Features: config.Features{Named: map[string]config.Feature{"yes": {Check: "true"}}},
		}})
		got, err := p.prepare(t, "a.t")
		if err != nil || faults(got.Faults) != test.faults {
			t.Errorf("%q: %v, %s", test.text, err, faults(got.Faults))
			continue
		}
		if s := got.Settings; s.Terminal != test.size || s.Styles != test.styles || !maps.Equal(s.Env, test.env) {
			t.Errorf("%q: %+v", test.text, s)
		}
	}
}

// untyped is the fault of input where there is no terminal.
const untyped = "this is typed into the command, which sees no terminal here: no #tty holds; write `#tty` at the margin, outside of #if"

// TestTerminalApart: of the configuration, #tty puts the streams together without a word.
func TestTerminalApart(t *testing.T) {
	o := Options{Config: config.Config{Run: config.Run{Stderr: "apart"}}}
	p := newProject(t, map[string]string{"a.t": "#tty\n  $ a\n", "b.t": "  $ a\n", "c.t": "#stderr together\n  $ a\n"}, o)
	for name, apart := range map[string]bool{"a.t": false, "b.t": true, "c.t": false} {
		if got, err := p.prepare(t, name); err != nil || len(got.Faults) > 0 || got.Settings.Apart != apart {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
