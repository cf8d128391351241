package service

import (
	"context"
	"time"

	"dott/runner/service/container"
)

// An engine runs instances: as processes of this machine, or as containers. All
// that an instance lives through is the same for both; an engine knows how one is
// started, stopped and copied. Its methods may be called at the same time.
//
// The life of an instance, as an engine sees it:
//
//	reserve      what it is reached by, as far as that is known before it runs
//	restore      the snapshot that it begins from, if there is one
//	start        its command runs, and body is what was started
//	body.Stop
//	release      what reserve and start took, and nothing is left of it
type engine interface {
	// check returns why no instance of a recipe can run here: no program, no engine
	// that answers, no image. It is what `#require service:NAME` asks.
	check(ctx context.Context, r *recipe) error
	// identity returns what a snapshot depends on besides the recipe: an image's id.
	identity(ctx context.Context, r *recipe) (string, error)

	// reserve sets what is known before the start: the host and ports of a process.
	reserve(ctx context.Context, i *instance) error
	// restore makes the instance begin from a snapshot.
	restore(ctx context.Context, i *instance, key string) error
	// start starts the command of an instance, and sets what was not known before:
	// the host and ports of a container. What it prints goes into i.log, a file that
	// is open to be written at its end. When ctx is done, the start is given up; what was
	// started lives on, until Stop.
	start(ctx context.Context, i *instance) (body, error)
	// release gives back what an instance had, when it has stopped.
	release(ctx context.Context, i *instance) error

	// save makes a snapshot of an instance that has stopped, in one step: it is there
	// as a whole, or not at all.
	save(ctx context.Context, i *instance, key string) error
	// has reports whether there is a snapshot, and notes that it was used.
	has(ctx context.Context, r *recipe, key string) (bool, error)
	// snapshots returns those of the project, and remove removes one.
	snapshots(ctx context.Context) ([]Snapshot, error)
	remove(ctx context.Context, s Snapshot) error
}

// A body is what was started for an instance.
type body interface {
	// Done is closed when it has ended, by itself or not.
	Done() <-chan struct{}
	// Settle comes back when Done knows of every end until now: that of a container is
	// told late.
	Settle()
	// Ended says how it ended, once it has: "ended with status 1", "was ended by a
	// signal (killed)".
	Ended() string
	// Stop asks it to end by a signal ("TERM"), and kills it when the grace is over. It
	// comes back when nothing of it is left; killed reports that it did not end when it
	// was asked to.
	Stop(signal string, grace time.Duration) (killed bool, err error)
}

// A Snapshot is what a prepare left, for instances to begin from.
type Snapshot struct {
	Service string
	Key     string
	Used    time.Time
	Bytes   int64
	Keep    time.Duration // how long it may be unused
	Image   bool          // it is an image of containers, not a directory

	stored *container.Stored // where it is
	engine *container.Engine
}
