package report

import (
	"io"
	"strings"
	"sync"
	"time"

	"dott/runner/event"
)

// JSON writes the event stream itself. A moment after an event its line can be
// read, and only whole lines are ever written, so that a run which is killed
// leaves a stream that can be read to where it came.
type JSON struct {
	w io.Writer

	mu      sync.Mutex
	buf     []byte
	waiting *time.Timer
	err     error
}

// How long an event may wait for others, and how much of them. A write for each
// would cost as much as all other reports together.
const (
	jsonDelay  = 50 * time.Millisecond
	jsonBuffer = 32 << 10
)

// NewJSON returns a report that writes to w.
func NewJSON(w io.Writer) *JSON { return &JSON{w: w} }

// Handle writes one event, or keeps it for a moment.
func (j *JSON) Handle(e event.Event) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.buf = event.Append(j.buf, &e)
	switch {
	case e.Action == event.Summary || len(j.buf) >= jsonBuffer:
		j.flush()
	case j.waiting == nil:
		j.waiting = time.AfterFunc(jsonDelay, func() {
			j.mu.Lock()
			defer j.mu.Unlock()
			j.flush()
		})
	}
	return j.err
}

func (j *JSON) flush() {
	if j.waiting != nil {
		j.waiting.Stop()
		j.waiting = nil
	}
	if j.err == nil && len(j.buf) > 0 {
		_, j.err = j.w.Write(j.buf)
		j.buf = j.buf[:0]
	}
}

func isJSON(beginning string) bool {
	line, _, _ := strings.Cut(beginning, "\n")
	return strings.HasPrefix(line, `{"seq":`) && strings.Contains(line, `"action":"dott"`)
}
