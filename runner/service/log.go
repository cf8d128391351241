package service

import (
	"bytes"
	"io"
	"os"
	"strings"

	"dott/runner/event"
)

// logLimit is how much of the end of a log an event has, and maxLogs of how many.
const (
	logLimit = 16 << 10
	maxLogs  = 16
)

// A tail keeps the end of what is written to it.
type tail struct {
	most int
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p...)
	if len(t.text) > 2*t.most {
		t.text = bytes.Clone(t.text[len(t.text)-t.most:])
	}
	return len(p), nil
}

// lastLine returns the last line that is not empty.
func (t *tail) lastLine() string {
	text := strings.TrimSpace(string(t.text[max(0, len(t.text)-t.most):]))
	text = text[strings.LastIndexByte(text, '\n')+1:]
	return strings.ToValidUTF8(text, "\uFFFD")
}

// endOf returns the end of a file from some place on, whole lines of it, as what
// can be shown.
func endOf(path string, from int64) (text string, cut bool) {
	f, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return "", false
	}
	start := max(from, size-logLimit)
	b, _ := io.ReadAll(io.NewSectionReader(f, start, size-start))
	if cut = start > from; cut {
		b = b[bytes.IndexByte(b, '\n')+1:]
	}
	return strings.ToValidUTF8(string(b), "\uFFFD"), cut
}

// log returns the end of an instance's log, from some place on.
func (i *instance) logEvent(from int64) event.Log {
	if i.last != nil {
		return *i.last
	}
	text, cut := endOf(i.logPath, from)
	return event.Log{Service: i.recipe.name, Text: text, Cut: cut}
}

// logSize is how much of a log there is.
func (i *instance) logSize() int64 {
	info, err := os.Stat(i.logPath)
	if err != nil {
		return 0
	}
	return info.Size()
}
