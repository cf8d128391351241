package watch

import (
	"bufio"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/mattn/go-isatty"
)

const ctrlC, ctrlD = 3, 4

// readKeys returns a channel of keys: those pressed on a terminal, or else the
// first letters of lines. It is closed when there are no more.
func (w *Watcher) readKeys(stop <-chan struct{}) <-chan byte {
	if w.Keys == nil {
		return nil
	}
	keys := make(chan byte)
	send := func(key byte) bool {
		select {
		case keys <- key:
			return true
		case <-stop:
			return false
		}
	}
	go func() {
		defer close(keys)
		if f, ok := terminal(w.Keys); ok {
			readPresses(f, send)
		} else {
			readLines(w.Keys, send)
		}
	}()
	return keys
}

// escapeSequence is what a terminal sends for a key that is no character.
var escapeSequence = regexp.MustCompile(`\x1b(\[[0-9;?]*[ -/]*[@-~]|O.|.)?`)

func readPresses(f *os.File, send func(byte) bool) {
	for {
		chunk := make([]byte, 64) // while tests run, keys are lines
		n, err := f.Read(chunk)
		if n == 0 || err != nil {
			send(ctrlD)
			return
		}
		// An arrow key, say, is several bytes that mean nothing here.
		if keys := escapeSequence.ReplaceAll(chunk[:n], nil); len(keys) > 0 && !send(keys[0]) {
			return
		}
	}
}

func readLines(in io.Reader, send func(byte) bool) {
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadString('\n')
		if err != nil && line == "" {
			return
		}
		if !send((strings.TrimSpace(line) + "\n")[0]) {
			return
		}
	}
}

func terminal(r io.Reader) (*os.File, bool) {
	f, ok := r.(*os.File)
	return f, ok && isatty.IsTerminal(f.Fd())
}
