package terminal

import (
	"io"
	"sync"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Emulators are those of a run. One costs four megabytes, and so is handed on from test
// to test. The methods may be called at the same time. The zero value is ready.
type Emulators struct {
	mu   sync.Mutex
	free map[Size][]*emulator
}

// An emulator is one of the library's, and what we want of it.
type emulator struct {
	*vt.Emulator
	application bool // the cursor's keys send their other sequences

	mu     sync.Mutex
	answer func(p []byte) // takes what it answers; nil for nobody
}

func (p *Emulators) take(size Size) *emulator {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free[size]); n > 0 {
		e := p.free[size][n-1]
		p.free[size] = p.free[size][:n-1]
		return e
	}
	return newEmulator(size)
}

func (p *Emulators) give(size Size, e *emulator) {
	e.answers(nil)
	e.clear()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.free == nil {
		p.free = map[Size][]*emulator{}
	}
	p.free[size] = append(p.free[size], e)
}

// Close gives back all that nobody has.
func (p *Emulators) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, all := range p.free {
		for _, e := range all {
			// Not its own Close, which writes what read reads.
			if pipe, ok := e.InputPipe().(io.Closer); ok {
				_ = pipe.Close()
			}
		}
	}
	p.free = nil
}

// newEmulator returns an emulator without history.
func newEmulator(size Size) *emulator {
	e := &emulator{Emulator: vt.NewEmulator(size.Columns, size.Rows)}
	e.SetScrollbackSize(1)
	set := func(on bool) func(ansi.Mode) {
		return func(m ansi.Mode) {
			if m == ansi.ModeCursorKeys {
				e.application = on
			}
		}
	}
	e.SetCallbacks(vt.Callbacks{EnableMode: set(true), DisableMode: set(false)})
	// Some sequences are repeated as often as they say. What would be more than the
	// screen holds, a hundred million times say, is left out.
	for _, final := range "@bEILMPSTXZ" {
		e.RegisterCsiHandler(int(final), func(params ansi.Params) bool {
			n, _, ok := params.Param(0, 1)
			return ok && n > size.Columns*size.Rows
		})
	}
	go e.read()
	return e
}

// read takes what the emulator answers: it waits until somebody does.
func (e *emulator) read() {
	var buf [256]byte
	for {
		n, err := e.Read(buf[:])
		if err != nil {
			return
		}
		e.mu.Lock()
		if e.answer != nil {
			e.answer(buf[:n])
		}
		e.mu.Unlock()
	}
}

func (e *emulator) answers(to func(p []byte)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answer = to
}

// reset makes an emulator what it was when it was new, and clears its screen.
const reset = "\x1bc\x1b[?1049l\x1b[H\x1b[2J"

func (e *emulator) clear() {
	_, _ = e.WriteString(reset)
	e.application = false
}
