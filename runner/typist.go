package runner

import (
	"fmt"
	"time"

	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/process"
	"dott/runner/shell"
	"dott/runner/terminal"
)

// A typist types what stands below a command when that waits for it, and answers what it
// asks its terminal. A nil typist is that of a test without a terminal.
type typist struct {
	trial    *trial
	terminal process.Terminal
	live     terminal.Live

	block   int
	lines   []string // to be typed into the block that runs
	typed   int      // of them
	untyped map[int]int
}

const (
	// quiet is after how long a command is taken to wait for input that may wait for it.
	quiet = 100 * time.Millisecond
	// patience is for how long a command may read where nothing is left to be typed, and
	// longPatience for how long it may wait for keys and maybe for something else.
	patience     = time.Second
	longPatience = 2 * time.Second
)

// A waitsError says that a command waits for more than is typed.
type waitsError struct{ lines int }

func (e waitsError) Error() string {
	switch e.lines {
	case 0:
		return "the command waits for input; write what is typed below it, as in `< yes`"
	case 1:
		return "the command waits for more input than the line below it"
	}
	return fmt.Sprintf("the command waits for more input than the %d lines below it", e.lines)
}

// newTypist lets a command that is to be started see a terminal, if it shall.
func newTypist(t *trial, s *shell.Splitter, c *place.Command) *typist {
	settings := &t.prepared.Settings
	if settings.Terminal == (terminal.Size{}) {
		return nil
	}
	y := &typist{trial: t, untyped: map[int]int{}}
	y.terminal.Columns, y.terminal.Rows = settings.Terminal.Columns, settings.Terminal.Rows
	y.terminal.Waits = y.waits
	y.live = terminal.Live{Size: settings.Terminal, Emulators: t.run.emulators, Answer: func(p []byte) { y.terminal.Type(string(p)) }}
	c.Terminal = &y.terminal
	s.OnMark = func(block int) {
		y.ended()
		y.block, y.lines, y.typed = block, nil, 0
		if block < len(t.prepared.Transcript.Blocks) {
			y.lines = t.prepared.Transcript.At(block).Typed()
		}
		y.terminal.Soon = len(y.lines) > 0
		y.live.Clear()
	}
	told := s.OnText
	s.OnText = func(block int, text []byte) {
		y.live.Write(text)
		if told != nil {
			told(block, text)
		}
	}
	return y
}

// waits types the next line, if the command waits for it.
func (y *typist) waits(w process.Waiting) error {
	if y.typed < len(y.lines) {
		line := y.lines[y.typed]
		if w.Reads || w.For >= quiet && (w.Selects || terminal.Interrupts(line)) {
			y.terminal.Type(y.live.Keys(line))
			y.typed++
			y.terminal.Soon = y.typed < len(y.lines)
		}
		return nil
	}
	if w.Reads && w.For >= patience || w.Selects && w.Raw && w.For >= longPatience {
		return waitsError{len(y.lines)}
	}
	return nil
}

// again begins with what is typed from the beginning: the command is repeated.
func (y *typist) again() {
	if y != nil {
		y.typed = 0
		y.terminal.Soon = len(y.lines) > 0
		y.live.Clear()
	}
}

// ended notes what was not typed into the command that has ended.
func (y *typist) ended() {
	if y != nil && y.typed < len(y.lines) {
		y.untyped[y.block] = len(y.lines) - y.typed
	}
}

func (y *typist) close() {
	if y != nil {
		y.live.Close()
	}
}

// failUntyped fails a test of which something was not typed that should have been.
func (y *typist) failUntyped(end *event.Event) {
	if y == nil || end.Action != event.Pass && end.Action != event.Fail {
		return
	}
	blocks := y.trial.prepared.Transcript.Blocks
	for b := range blocks {
		n := y.untyped[b]
		if n == 0 {
			continue
		}
		line := blocks[b].Input[len(blocks[b].Input)-n]
		if end.Reason == "" && end.Line == 0 {
			end.Line = line + 1
		}
		end.Action = event.Fail
		judge.Fail(end, judge.At(*end, line)+"this was not typed: the command ended, and had not waited for it")
	}
}

// styled tells lines with colours, where these are compared.
func styled(t *trial) func(string) bool {
	if !t.prepared.Settings.Styles {
		return nil
	}
	return terminal.Styled
}

// onScreen makes of what was printed to a terminal what that showed.
func onScreen(t *trial, o *shell.Output) {
	for _, pieces := range o.Blocks {
		render(t, pieces)
	}
	render(t, o.Setups)
	render(t, o.Teardowns)
}

func render(t *trial, pieces []shell.Piece) {
	s := &t.prepared.Settings
	if s.Terminal == (terminal.Size{}) {
		return
	}
	if t.screen == nil {
		t.screen = &terminal.Screen{Size: s.Terminal, Styles: s.Styles, Emulators: t.run.emulators}
	}
	for i := range pieces {
		pieces[i].Text = t.screen.Lines(pieces[i].Text)
	}
}
