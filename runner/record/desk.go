package record

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"time"

	"golang.org/x/term"

	"dott/runner/process"
	"dott/runner/process/typing"
	"dott/runner/step"
)

// A desk is where a person types: commands at first, and while one runs, into that.
type desk struct {
	screen   *step.Screen
	terminal *process.Terminal
	lines    *term.Terminal

	mu      sync.Mutex
	arrived *sync.Cond
	pending []byte // typed, and read by nobody
	gone    bool   // nobody types any more
	running bool   // what is typed goes to the command
	keys    int    // that went there
	stops   int    // of these, that end it
	dropped bool   // the line that is typed was given up
}

const interrupt = 3 // Ctrl-C

// newDesk takes what is typed at a screen.
func newDesk(screen *step.Screen, terminal *process.Terminal) (*desk, error) {
	d := &desk{screen: screen, terminal: terminal, running: true}
	d.arrived = sync.NewCond(&d.mu)
	d.lines = term.NewTerminal(d, "$ ")
	resized := func(columns, rows int) {
		typing.Resize(terminal, columns, rows)
		_ = d.lines.SetSize(columns, rows)
	}
	_ = d.lines.SetSize(screen.Size())
	if err := screen.Listen(d.typedKeys, resized); err != nil {
		return nil, err
	}
	return d, nil
}

// typedKeys takes what was typed; nil is that nothing more will be.
func (d *desk) typedKeys(keys []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = d.gone || keys == nil
	for d.running && len(keys) > 0 {
		n, err := typing.Try(d.terminal, keys)
		if err != nil {
			break
		}
		d.keys += n
		d.stops += bytes.Count(keys[:n], []byte{interrupt})
		if keys = keys[n:]; n == 0 { // the command may end meanwhile, and these are no more for it
			d.mu.Unlock()
			time.Sleep(typing.Pause)
			d.mu.Lock()
		}
	}
	d.pending = append(d.pending, keys...)
	d.arrived.Broadcast()
}

// Read gives the line editor what was typed. Ctrl-C gives up the line.
func (d *desk) Read(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.pending) == 0 {
		if d.gone {
			return 0, io.EOF
		}
		d.arrived.Wait()
	}
	if d.pending[0] == interrupt {
		d.pending = d.pending[1:]
		d.dropped = true
		return copy(b, "\x05\x15\r"), nil // to its end, delete it, Enter
	}
	n := len(d.pending)
	if at := bytes.IndexByte(d.pending, interrupt); at > 0 {
		n = at
	}
	n = copy(b, d.pending[:n])
	d.pending = d.pending[n:]
	return n, nil
}

func (d *desk) Write(b []byte) (int, error) { return d.screen.Write(b) }

// command reads a command, of as many lines as it has. unfinished tells whether there is
// more to come, or why it is none.
func (d *desk) command(unfinished func(text string) (why string, more bool)) (string, error) {
	text := ""
	for {
		d.lines.SetPrompt("$ ")
		if text != "" {
			d.lines.SetPrompt("> ")
		}
		line, err := d.lines.ReadLine()
		d.mu.Lock()
		dropped := d.dropped
		d.dropped = false
		d.mu.Unlock()
		switch {
		case dropped:
			text = ""
			continue
		case err != nil && !errors.Is(err, term.ErrPasteIndicator):
			return "", err
		}
		text += line
		why, more := unfinished(text)
		switch {
		case more:
			text += "\n"
		case why != "":
			d.screen.Say("this is not run, and not written: " + why)
			text = ""
		default:
			return text, nil
		}
	}
}

// away gives what is typed to the command, and back to the lines. What the command did
// not read is a line then.
func (d *desk) away() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.running, d.keys, d.stops = true, 0, 0
}

func (d *desk) back() {
	d.mu.Lock()
	defer d.mu.Unlock()
	ahead := bytes.ReplaceAll(typing.Unread(d.terminal), []byte("\n"), []byte("\r"))
	d.keys -= len(ahead)
	d.pending = append(d.pending, ahead...)
	d.running = false
}

// interrupted reports whether a person ended the command.
func (d *desk) interrupted() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stops > 0
}

// typed reports whether the command read what was typed into it.
func (d *desk) typed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.keys > 0
}
