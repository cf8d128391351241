package schedule

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Needs are what a job must have to run.
type Needs struct {
	Resources map[string]int64 // how much of each, while it runs
	Serial    bool             // that no other job runs at the same time
}

// A Pool hands jobs to workers. What a job needs is known only when its file has
// been read, by the worker that has it; if that much is not free, the worker parks
// the job and takes another. Jobs that want to be alone come last.
//
// J is whatever stands for a job, each value for one.
type Pool[J comparable] struct {
	limits map[string]int64
	refill func() []J

	mu      sync.Mutex
	changed *sync.Cond
	queue   []J         // not yet read, in the order of work
	parked  []parked[J] // waiting for resources
	serial  []J         // waiting to be alone
	used    map[string]int64
	held    map[J]map[string]int64 // what of it each running job uses, if any
	busy    int                    // workers that have a job
	closed  bool
}

type parked[J comparable] struct {
	job   J
	needs map[string]int64
}

// NewPool makes a pool of resources, and of jobs that come from refill: it is asked
// for them whenever all that there were are done, and returns none to end.
func NewPool[J comparable](limits map[string]int64, refill func() []J) *Pool[J] {
	p := &Pool[J]{limits: limits, refill: refill, used: map[string]int64{}, held: map[J]map[string]int64{}}
	p.changed = sync.NewCond(&p.mu)
	return p
}

// Next returns a job, waiting for one if need be; ok is false when there are no
// more. A job that was parked has been admitted when it comes again: whoever gets
// it need not ask.
func (p *Pool[J]) Next() (j J, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.closed {
		if j, ok = p.pick(); ok {
			p.busy++
			return j, true
		}
		if p.busy > 0 {
			p.changed.Wait()
			continue
		}
		// Nobody can add to the queue any more, unless there is another round.
		p.queue = p.refill()
		p.closed = len(p.queue) == 0
		p.changed.Broadcast()
	}
	return j, false
}

func (p *Pool[J]) pick() (j J, ok bool) {
	for i, w := range p.parked {
		if p.fits(w.needs) {
			p.parked = slices.Delete(p.parked, i, i+1)
			p.take(w.job, w.needs)
			return w.job, true
		}
	}
	switch {
	case len(p.queue) > 0:
		return shift(&p.queue), true
	case len(p.serial) > 0 && p.busy == 0:
		// All is free, so nothing is parked, and until this one has ended there is
		// nothing that another worker could get.
		return shift(&p.serial), true
	}
	return j, false
}

// shift takes the first job out of a queue.
func shift[J any](queue *[]J) J {
	var none J
	j := (*queue)[0]
	(*queue)[0] = none // that what it points to can go
	*queue = (*queue)[1:]
	return j
}

// Admit reports whether a job that was just read may run now. If not, it is parked,
// and the worker is to ask for another. What it needs must not be [Impossible].
func (p *Pool[J]) Admit(j J, n Needs) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case n.Serial:
		p.serial = append(p.serial, j)
	case p.fits(n.Resources):
		p.take(j, n.Resources)
		return true
	default:
		p.parked = append(p.parked, parked[J]{j, n.Resources})
	}
	p.busy--
	p.changed.Broadcast()
	return false
}

// Done gives back what a job used. A job that failed to be read used nothing.
func (p *Pool[J]) Done(j J) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, n := range p.held[j] {
		p.used[name] -= n
	}
	delete(p.held, j)
	p.busy--
	p.changed.Broadcast()
}

// Left returns how many jobs nobody has begun.
func (p *Pool[J]) Left() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.queue) + len(p.parked) + len(p.serial)
}

// Close makes Next return no job from now on.
func (p *Pool[J]) Close() {
	p.mu.Lock()
	p.closed = true
	p.changed.Broadcast()
	p.mu.Unlock()
}

func (p *Pool[J]) fits(needs map[string]int64) bool {
	for name, n := range needs {
		if n > limit(p.limits, name)-p.used[name] {
			return false
		}
	}
	return true
}

func (p *Pool[J]) take(j J, needs map[string]int64) {
	if len(needs) == 0 {
		return
	}
	p.held[j] = needs
	for name, n := range needs {
		p.used[name] += n
	}
}

// limit of a resource that the configuration does not name is 1: tests that use it
// run one after another.
func limit(limits map[string]int64, name string) int64 {
	if n, ok := limits[name]; ok {
		return n
	}
	return 1
}

// Impossible returns why a job with some needs can never run, or "".
func Impossible(limits, needs map[string]int64) string {
	for _, name := range slices.Sorted(maps.Keys(needs)) {
		n, there := needs[name], limit(limits, name)
		if n <= there {
			continue
		}
		if _, ok := limits[name]; ok {
			return fmt.Sprintf("#resource %s=%d: only %d are available, according to [resources] in dott.toml", name, n, there)
		}
		return fmt.Sprintf("#resource %s=%d: set how much there is under [resources] in dott.toml", name, n)
	}
	return ""
}
