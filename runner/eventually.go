package runner

import (
	"context"
	"time"

	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/process"
	"dott/runner/shell"
)

// A repeater has commands repeated until their blocks match, or until their time is
// over (#eventually). The script asks before each run of such a command, and waits for
// the answer: it is 1 to run it, and 0 to go on behind it.
//
// All happens in the goroutine that copies the output, but for an answer that is given
// after a pause. A command that hangs is ended with its test.
type repeater struct {
	*trial
	ctx       context.Context
	box       place.Sandbox
	out, errs recorder
	typist    *typist
	answers   *process.Answers

	until  time.Time
	pause  time.Duration
	behind int // streams on which the end of the run has been seen
}

const (
	yes, no = "1", "0"

	firstPause   = 10 * time.Millisecond
	longestPause = 250 * time.Millisecond
)

// listen takes notice of what the splitters see.
func (r *repeater) listen() {
	limits := r.prepared.Settings.Eventually
	marked := r.out.splitter.OnMark
	r.out.splitter.OnMark = func(block int) {
		if marked != nil {
			marked(block)
		}
		if limit, ok := limits[block]; ok {
			r.until, r.pause = time.Now().Add(limit), firstPause
			r.answers.Give(yes)
		}
	}
	streams := 1
	if r.prepared.Settings.Apart {
		streams = 2
	}
	ended := func(block int) {
		if r.behind++; r.behind == streams {
			r.behind = 0
			r.attempted(block)
		}
	}
	r.out.splitter.OnAttempt, r.errs.splitter.OnAttempt = ended, ended
}

// attempted takes notice of the end of a run of a command.
func (r *repeater) attempted(block int) {
	left := time.Until(r.until)
	if block < 0 || left <= 0 || r.matches(block) {
		r.answers.Give(no)
		return
	}
	r.out.splitter.Again()
	r.typist.again()
	if r.prepared.Settings.Apart {
		r.errs.splitter.Again()
	}
	// The last run is when the time is over.
	time.AfterFunc(min(r.pause, left), func() { r.answers.Give(yes) })
	r.pause = min(2*r.pause, longestPause)
}

// matches reports whether what the command printed is what its block expects. Where
// that cannot be found out, it is so that it is found out in the end.
func (r *repeater) matches(block int) bool {
	printed, err := r.out.spool.Text()
	if err != nil {
		return true
	}
	pieces := []shell.Piece{r.out.splitter.Attempt(printed)}
	render(r.trial, pieces)
	piece := pieces[0]
	if r.prepared.Settings.Apart {
		printed, err := r.errs.spool.Text()
		if err != nil {
			return true
		}
		piece.Errors = r.errs.splitter.Attempt(printed).Text
	}
	return judge.Matches(r.ctx, r.input(r.ctx), block, r.shown(r.box, piece.Text, piece.Errors), piece)
}
