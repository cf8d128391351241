package container

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	if r.mark, err = e.mark(ctx); err != nil {
		return err
	}
	if r.unlock, err = state.Lock(ctx, e.lockFile(r.id)); err != nil {
		return fmt.Errorf("the lock of this run: %w", err)
	}
	if r.forget, err = e.Supervisor.RunOnDeath("/bin/sh", "-c", atDeath, e.path, labelRun+"="+r.id, strings.Join(e.removal(), " ")); err != nil {
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
		left, err := e.list(ctx, kind, r.mark)
		errs = append(errs, err)
		for _, l := range left {
			if l.Run == r.id {
				errs = append(errs, e.remove(ctx, l))
			}
		}
	}
	r.forget()
	r.unlock()
	err := errors.Join(errs...)
	if err == nil {
		_ = os.Remove(e.lockFile(r.id)) // nobody waits for it
	}
	return err
}

func (e *Engine) lockFile(run string) string {
	return filepath.Join(e.Owner.Dir, "runs", run)
}

// mark returns what the folder of the locks is recognised by. Its path is not enough:
// another machine, or another container, may have a folder there as well, with other
// locks in it, and the same engine.
func (e *Engine) mark(ctx context.Context) (string, error) {
	unlock, err := state.Lock(ctx, filepath.Join(e.Owner.Dir, "lock"))
	if err != nil {
		return "", fmt.Errorf("the folder of the runs' locks: %w", err)
	}
	defer unlock()
	path := filepath.Join(e.Owner.Dir, "mark")
	if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
		return string(data), nil
	}
	mark := strings.ToLower(rand.Text())
	return mark, os.WriteFile(path, []byte(mark), 0o600)
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
func (e *Engine) labels(option, service string) (args []string) {
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
