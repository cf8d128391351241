package container

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"

	"dott/runner/state"
)

// The labels of what we make. An image hands its labels on, to containers that
// somebody else starts from it and to images that are built upon it; so nothing is
// recognised by a label alone that an image of ours has.
const (
	labelRun     = "dott.run"     // of a container, network or volume: the run's
	labelOwner   = "dott.owner"   // the folder of the locks, by its mark
	labelProject = "dott.project" // for whoever looks
	labelService = "dott.service"
	labelMaker   = "dott.maker" // of an image: the run's
	labelKey     = "dott.key"   // of an image: the same as its tag
	labelKeep    = "dott.keep"  // of an image: how long it may be unused
)

// run is a run that lives.
type run struct {
	id     string
	mark   string
	unlock func()
	forget func() // what is to be done should we die
}

// Begin begins a run: from here on, Start and NewNetwork can be called. End must be
// called. What dead runs left is another's business: [Engine.RemoveDead].
func (e *Engine) Begin(ctx context.Context) error {
	r := &run{id: strings.ToLower(rand.Text()[:10])}
	var err error
	if r.mark, err = e.Owner.mark(ctx); err != nil {
		return err
	}
	if r.unlock, err = state.Lock(ctx, e.Owner.lockFile(r.id)); err != nil {
		return fmt.Errorf("the lock of this run: %w", err)
	}
	if r.forget, err = e.Supervisor.RunOnDeath("/bin/sh", "-c", atDeath, e.cli.path, labelRun+"="+r.id, strings.Join(e.cli.removal(), " ")); err != nil {
		r.unlock()
		return err
	}
	e.mu.Lock()
	e.run = r
	e.mu.Unlock()
	return nil
}

// atDeath removes all that has a label: $0 is the engine, $1 the label, and $2 how a
// container is removed. An engine whose client was
// killed may still be about to make something, so it looks again.
const atDeath = `for pause in 0.2 0.5 1; do
	all=$("$0" ps --all --quiet --filter "label=$1"); test -z "$all" || "$0" $2 $all
	all=$("$0" network ls --quiet --filter "label=$1"); test -z "$all" || "$0" network rm $all
	all=$("$0" volume ls --quiet --filter "label=$1"); test -z "$all" || "$0" volume rm --force $all
	sleep $pause
done`

// End ends the run, and removes what is left of it.
func (e *Engine) End(ctx context.Context) error {
	e.mu.Lock()
	r := e.run
	e.run, e.networks = nil, nil
	e.mu.Unlock()
	if r == nil {
		return nil
	}
	var errs []error
	for kind := range kinds {
		left, err := listLeft(ctx, e, kind, r.mark)
		errs = append(errs, err)
		for _, l := range left {
			if l.Run == r.id {
				errs = append(errs, removeLeft(ctx, e, l))
			}
		}
	}
	r.forget()
	r.unlock()
	err := errors.Join(errs...)
	if err == nil {
		_ = os.Remove(e.Owner.lockFile(r.id)) // nobody waits for it
	}
	return err
}

// running returns the run that lives.
func (e *Engine) running() *run {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.run == nil { // somebody has not called Begin, or has called End
		return &run{}
	}
	return e.run
}

// labels returns the labels of what is made for a service, each behind the option.
func labels(e *Engine, option, service string) (args []string) {
	r := e.running()
	for _, l := range []string{
		labelProject + "=" + e.Owner.Project, labelService + "=" + service, labelRun + "=" + r.id, labelOwner + "=" + r.mark,
	} {
		args = append(args, option, l)
	}
	return args
}

// name returns a name that nothing else has.
func (e *Engine) name(what string) string {
	return fmt.Sprintf("dott-%s-%s-%d", e.running().id, what, e.count.Add(1))
}
