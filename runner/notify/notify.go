// Package notify tells somebody of what a run found, by a command of theirs.
//
// The events of a run go into a [Run]. When it is over, [Notifier.Finish] compares its
// verdicts with what the project's state has, and makes a [Message] if there is something to
// tell. The message goes into the outbox, in the same file and the same write as the new
// state: so a run whose verdicts count as told has a message in the outbox, and one that
// was killed before that is told by the next. Then every message in the outbox is handed
// to the command, in order, and leaves the outbox when the command has ended with status 0.
//
// So no message is lost, whenever dott or the machine dies. One is sent twice only where
// dott is killed in the moment between the command's success and the record of it; it has
// the same id then, and a number of attempts above 1. A lock is held from the comparison
// to the end of the last command, so two runs that end together do not tell the same.
package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dott/runner/history"
	"dott/runner/process"
	"dott/runner/state"
)

// Options say who is told of what.
type Options struct {
	Command string // a shell command
	On      string // "change", "failure" or "always"
	After   int    // in how many runs in a row a test has to have a verdict; 0 is 1

	Dir        string   // where the command runs
	Env        []string // of the command, besides what is added
	Project    string   // what people call it
	Names      history.Names
	State      *state.Project
	Supervisor *process.Supervisor
	Limit      time.Duration // of one run of the command; 0 is a minute
}

// A Notifier tells of runs.
type Notifier struct {
	o     Options
	store store
}

// New returns a Notifier. That there is no place for its state is an error.
func New(o Options) (*Notifier, error) {
	path := o.State.Cache("notify")
	if path == "" {
		return nil, errors.New("[notify]: there is no place to keep what was told; set HOME or XDG_CACHE_HOME")
	}
	if o.After == 0 {
		o.After = 1
	}
	if o.Limit == 0 {
		o.Limit = time.Minute
	}
	return &Notifier{o, store{path, o.State.Cache("notify.lock")}}, nil
}

// Run returns what takes the events of a run.
func (n *Notifier) Run() *Run { return &Run{names: n.o.Names} }

// Finish tells of a run that is over; fault is why it could not be done, if so. The error
// is about telling, not about the run.
func (n *Notifier) Finish(ctx context.Context, r *Run, fault string) (err error) {
	defer func() {
		if err != nil && ctx.Err() == nil {
			err = fmt.Errorf("[notify]: %w", err)
		}
	}()
	unlock, err := n.store.acquire(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	kept, err := n.store.load()
	if err != nil {
		return err
	}
	concerned := kept.take(r, fault, n.o.On, n.o.After)
	if len(concerned) > 0 || n.o.On == "always" {
		kept.post(n.message(r, fault, concerned))
	}
	kept.prune(time.Now())
	if err := n.store.save(kept); err != nil {
		return err
	}
	return n.send(ctx, kept)
}

// send hands what is in the outbox to the command.
func (n *Notifier) send(ctx context.Context, kept *kept) error {
	for len(kept.Outbox) > 0 {
		m := &kept.Outbox[0]
		m.Attempt++
		if err := n.store.save(kept); err != nil { // a second attempt is known as one, come what may
			return err
		}
		if err := n.run(ctx, m); err != nil {
			what := "the notification waits"
			if more := len(kept.Outbox); more > 1 {
				what = fmt.Sprintf("%d notifications wait", more)
			}
			return fmt.Errorf("%w\n%s for the next run", err, what)
		}
		kept.Outbox = kept.Outbox[1:]
		if err := n.store.save(kept); err != nil {
			return fmt.Errorf("%w; the notification was sent, and is sent again with the same id", err)
		}
	}
	if n := kept.dropped; n > 0 {
		return fmt.Errorf("%d old notifications could not be sent and were dropped", n)
	}
	return nil
}

// subjectPart says how many tests a list has that are so, in words.
func subjectPart(n int, one, many string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 test " + one
	}
	return fmt.Sprintf("%d tests %s", n, many)
}

func join(parts ...string) string {
	var all []string
	for _, p := range parts {
		if p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, ", ")
}
