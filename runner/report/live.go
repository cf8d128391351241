package report

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/clipperhouse/displaywidth"

	"dott/runner/event"
	"dott/runner/report/printable"
)

// Live is the report on a terminal: failures as they come, in file order, and
// below them one line that says how far the run is, redrawn by a goroutine of
// its own while the run goes on. Nothing of that line is left at the end.
//
// While the line is shown, the cursor stands at its first column. So it can be
// erased from there, also when the window became narrower and the terminal broke
// the line in two.
type Live struct {
	plain *Plain
	width func() int

	mu      sync.Mutex
	err     error // of a write between events, for the next event
	shown   string
	drawn   time.Time
	held    bool // somebody else writes until the next event
	ticking chan struct{}
	closed  bool

	began    time.Time
	expected time.Duration // of the whole run, by earlier ones
	total    int
	stopped  int
	failing  map[string]bool // tests that failed and whose verdict is still to come
	running  []runningTest
	// Of the tests that stopped: what was expected of them, and what they took.
	foreseen, took time.Duration
}

// A runningTest is a test that runs now.
type runningTest struct {
	test     string
	began    time.Time
	expected time.Duration
}

// redrawEvery is the shortest time between two drawings of the line, and between
// the start of a run and the first: a run that is shorter has no line.
const redrawEvery = 50 * time.Millisecond

const (
	noWrap, wrap = "\x1b[?7l", "\x1b[?7h"
	eraseBelow   = "\x1b[J" // from the cursor on
)

// NewLive returns a live report that writes what p would, dressed for a terminal,
// to p's writers. The width is that of the window, asked for at each drawing; 0
// is unknown. Every Live that got an event must be closed.
func NewLive(p *Plain, width func() int) *Live {
	return &Live{plain: p, width: width, failing: map[string]bool{}}
}

// Handle writes what one event adds.
func (l *Live) Handle(e event.Event) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	l.begin()
	l.held = false
	l.plain.count(e)
	switch e.Action {
	case event.Dott:
		l.total, l.expected = e.Total, seconds(e.Expected)
		if note := l.plain.begin(e); note != "" {
			return l.above(l.plain.Err, note+"\n")
		}
	case event.Start:
		l.running = append(l.running, runningTest{e.Test + cellOf(e), time.Now(), seconds(e.Expected)})
	case event.Stop:
		l.stop(e)
	case event.Warning:
		return l.above(l.plain.Err, "warning: "+printable.Text(e.Reason, "\n\t")+"\n")
	case event.Summary:
		l.plain.stopped, l.plain.covered = e.Reason, e.Coverage
		return l.finish()
	}
	if e.Done() {
		delete(l.failing, e.Test+cellOf(e))
		l.plain.news.add(e)
	}
	if text := liveEnding(l, e); text != "" {
		if err := l.above(l.plain.Out, text); err != nil {
			return err
		}
	}
	return l.draw()
}

// Break erases the line, for somebody else who is about to write, and keeps it
// away until the next event.
func (l *Live) Break() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = l.erase()
	l.held = true
}

// Above returns a writer for all others who write whole lines to the terminal
// during the run: they come to stand above the line.
func (l *Live) Above(w io.Writer) io.Writer { return aboveWriter{l, w} }

type aboveWriter struct {
	live *Live
	w    io.Writer
}

func (a aboveWriter) Write(p []byte) (int, error) {
	a.live.mu.Lock()
	defer a.live.mu.Unlock()
	if err := a.live.erase(); err != nil {
		return 0, err
	}
	return a.w.Write(p)
}

// Finish writes the counts and ends the line. It is called by the summary event,
// and by whoever ends a run early.
func (l *Live) Finish() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.finish()
}

func (l *Live) finish() error {
	took := ""
	if !l.began.IsZero() {
		took = fmt.Sprintf(", in %.1fs", time.Since(l.began).Seconds())
	}
	err := l.above(l.plain.Out, printable.Text(l.plain.counts(took)+l.plain.news.closing(), "\n"))
	for _, s := range l.plain.last() {
		if err == nil {
			err = l.above(l.plain.Err, printable.Text(s, "")+"\n")
		}
	}
	l.close()
	return err
}

// Close erases the line for good. It may be called more than once.
func (l *Live) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.erase()
	l.close()
	return err
}

func (l *Live) close() {
	if l.ticking != nil && !l.closed {
		close(l.ticking)
	}
	l.closed = true
}

// begin starts the redrawing at the first event.
func (l *Live) begin() {
	if l.ticking != nil || l.closed {
		return
	}
	l.began = time.Now()
	l.drawn = l.began
	end := make(chan struct{})
	l.ticking = end
	go func() {
		ticker := time.NewTicker(redrawEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				l.tick()
			case <-end:
				return
			}
		}
	}()
}

// tick redraws the line for the time that went by, and for the events that came
// too soon after the last drawing.
func (l *Live) tick() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = l.draw()
	}
}

func (l *Live) stop(e event.Event) {
	l.stopped++
	if e.Failed {
		l.failing[e.Test+cellOf(e)] = true
	}
	for i, r := range l.running {
		if r.test != e.Test+cellOf(e) {
			continue
		}
		if r.expected > 0 {
			l.foreseen += r.expected
			l.took += time.Since(r.began)
		}
		l.running = append(l.running[:i], l.running[i+1:]...)
		break
	}
}

// above writes whole lines in the place of the line, which comes back below them
// when it is drawn the next time.
func (l *Live) above(w io.Writer, text string) error {
	if w != l.plain.Out {
		if err := l.erase(); err != nil {
			return err
		}
	} else if l.shown != "" {
		text = "\r" + eraseBelow + text
		l.shown = ""
	}
	_, err := io.WriteString(w, text)
	return err
}

func (l *Live) erase() error {
	if l.shown == "" {
		return nil
	}
	l.shown = ""
	_, err := io.WriteString(l.plain.Out, "\r"+eraseBelow)
	return err
}

// draw shows the line as it is now, unless it was drawn a moment ago: then the
// next tick does it.
func (l *Live) draw() error {
	now := time.Now()
	if l.held || l.closed || now.Sub(l.drawn) < redrawEvery {
		return nil
	}
	line := liveLine(l, now)
	if line == l.shown {
		return nil
	}
	l.drawn, l.shown = now, line
	// Terminals disagree about the width of some characters, so they are told not
	// to break the line, too.
	_, err := io.WriteString(l.plain.Out, "\r"+noWrap+line+eraseBelow+wrap+"\r")
	return err
}

// Truncate cuts a line for a terminal, colours and all, to a width in columns.
func Truncate(line string, width int) string {
	const tail = "..."
	if width < len(tail) {
		return ""
	}
	options := displaywidth.Options{ControlSequences: true}
	if cut := options.TruncateString(line, width, tail); cut != line {
		if strings.Contains(cut, "\x1b") && !strings.HasSuffix(cut, reset) {
			cut += reset // what was cut off may have ended the colour
		}
		return cut
	}
	return line
}

// liveLine returns the line, one column shorter than the window.
func liveLine(l *Live, now time.Time) string {
	width := l.width()
	if width <= 0 {
		width = 80
	}
	var b strings.Builder
	// Tests that end without being run do not stop; their verdict comes anyway.
	done := max(l.stopped, l.plain.tally.Ran)
	failures := l.plain.tally.Failed + len(l.failing)
	fmt.Fprintf(&b, "%d", done)
	if l.total > 0 {
		fmt.Fprintf(&b, "/%d", max(done, l.total))
	}
	b.WriteString(" done")
	if failures > 0 {
		b.WriteString(", " + l.paint(bold+red, fmt.Sprintf("%d failed", failures)))
	}
	if left := timeLeft(l, now); left >= time.Second {
		b.WriteString(", about " + clock(left) + " left")
	}
	sep := "; running "
	for _, r := range l.running {
		if b.Len() > 4*width {
			break // what follows is cut off
		}
		b.WriteString(sep + printable.Text(r.test, ""))
		if took := now.Sub(r.began); took >= time.Second {
			b.WriteString(" " + clock(took))
		}
		sep = ", "
	}
	return Truncate(b.String(), width-1)
}

// timeLeft is the time that the run still takes, if earlier ones tell: what they
// took, corrected by how fast this one is so far.
func timeLeft(l *Live, now time.Time) time.Duration {
	expected := l.expected
	if l.foreseen >= time.Second {
		expected = time.Duration(float64(expected) * (l.took.Seconds() / l.foreseen.Seconds()))
	}
	return expected - now.Sub(l.began)
}

// liveEnding returns what there is to say about the end of a test.
func liveEnding(l *Live, e event.Event) string {
	if !e.Done() {
		return ""
	}
	var b strings.Builder
	diff := ""
	if e.Diff != "" && !l.plain.Quiet {
		diff = l.plain.diff(printable.Diff(e.Diff))
	}
	if failed(e) {
		liveFailure(l, &b, e, diff)
	} else {
		if rest := before(e); !l.plain.Quiet {
			b.WriteString(diff + printable.Text(rest[len(e.Diff):], "\n\t"))
		}
		if l.plain.Verbose {
			_, word := verdict(e)
			fmt.Fprintf(&b, "%s: %s\n", printable.Text(e.Test+cellOf(e), ""), printable.Text(word, ""))
		}
	}
	for _, s := range remarks(e) {
		b.WriteString(printable.Text(s, "\n\t") + "\n")
	}
	return b.String()
}

// liveFailure writes where and why a test failed, the command, what is different,
// and how to run the test again.
func liveFailure(l *Live, b *strings.Builder, e event.Event, diff string) {
	// The command has a line of its own.
	line, what := cause(e)
	what = strings.TrimSuffix(what, "; while running: "+e.Command)
	if e.Attempt > 1 {
		what += fmt.Sprintf(" (attempt %d)", e.Attempt)
	}
	if e.Known != "" {
		b.WriteString(printable.Text(placeAt(e, line)+what, "") + "\n")
		return
	}
	b.WriteString(l.paint(bold+red, printable.Text(placeAt(e, line)+was(e)+what, "")) + "\n")
	if e.Command != "" {
		b.WriteString("  $ " + printable.Text(e.Command, "\t") + "\n")
	}
	if !l.plain.Quiet {
		b.WriteString(printable.Text(more(e), "\n\t"))
	}
	b.WriteString(diff)
	b.WriteString("to run it again: " + printable.Text(again(l.plain.command, e), "") + "\n\n")
}

func (l *Live) paint(color, text string) string {
	if !l.plain.Color {
		return text
	}
	return color + text + reset
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// clock writes a duration in whole seconds, or minutes when it is long.
func clock(d time.Duration) string {
	s := int(d.Seconds())
	switch {
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 3600:
		return fmt.Sprintf("%dm%02ds", s/60, s%60)
	}
	return fmt.Sprintf("%dh%02dm", s/3600, s/60%60)
}
