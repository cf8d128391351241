package runner

import (
	"fmt"
	"sync"

	"dott/matcher/transcript"
)

// A job is one run of one file. Its index is its place in the report.
type job struct {
	chosenTest
	index  int
	repeat int // which run of the file this is, from 1; 0 when there is only one

	// What the file itself says, once it was read.
	loaded *loaded

	coverEnv map[string]string // by which what it runs is measured
}

// loaded is a file that was read and parsed.
type loaded struct {
	transcript *transcript.Transcript // of the lines that #if chose
	settings   settings
	faults     []transcript.Fault
	skip       string // why it is not run, by #require
}

// A pool hands jobs to workers. What a job needs is known only when its file has
// been read, by the worker that has it; if that much is not free, the worker
// parks the job and takes another. Jobs that want to be alone come last.
type pool struct {
	mu      sync.Mutex
	changed *sync.Cond
	queue   []*job // not yet read, in the order of work
	parked  []*job // waiting for resources
	serial  []*job // waiting to be alone
	refill  func() []*job
	limits  map[string]int64
	used    map[string]int64
	busy    int // workers that have a job
	alone   bool
	closed  bool
}

func newPool(limits map[string]int64, refill func() []*job) *pool {
	p := &pool{limits: limits, used: map[string]int64{}, refill: refill}
	p.changed = sync.NewCond(&p.mu)
	return p
}

// next returns a job, waiting for one if need be, or nil when there are no more.
func (p *pool) next() *job {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if p.closed {
			return nil
		}
		if j := p.pick(); j != nil {
			p.busy++
			return j
		}
		if p.busy == 0 {
			// Nobody can add to the queue any more, unless there is another round.
			if p.queue = p.refill(); len(p.queue) == 0 {
				p.closed = true
				p.changed.Broadcast()
				return nil
			}
			p.changed.Broadcast()
			continue
		}
		p.changed.Wait()
	}
}

func (p *pool) pick() *job {
	if p.alone {
		return nil
	}
	for i, j := range p.parked {
		if p.fits(j) {
			p.parked = append(p.parked[:i], p.parked[i+1:]...)
			p.take(j, 1)
			return j
		}
	}
	if len(p.queue) > 0 {
		j := p.queue[0]
		p.queue[0] = nil
		p.queue = p.queue[1:]
		return j
	}
	if len(p.serial) > 0 && len(p.parked) == 0 && p.busy == 0 {
		j := p.serial[0]
		p.serial = p.serial[1:]
		p.alone = true
		return j
	}
	return nil
}

// admit reports whether a job that was just read may run now. If not, it is
// parked, and the worker is to ask for another.
func (p *pool) admit(j *job) bool {
	s := &j.loaded.settings
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case s.serial:
		p.serial = append(p.serial, j)
	case p.fits(j):
		p.take(j, 1)
		return true
	default:
		p.parked = append(p.parked, j)
	}
	p.busy--
	p.changed.Broadcast()
	return false
}

// done gives back what a job used. A job that failed to be read used nothing.
func (p *pool) done(j *job) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.alone {
		p.take(j, -1)
	}
	p.alone = false
	p.busy--
	p.changed.Broadcast()
}

// close makes next return nil from now on.
func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	p.changed.Broadcast()
	p.mu.Unlock()
}

func (p *pool) fits(j *job) bool {
	for name, n := range j.loaded.settings.resources {
		if n > p.limit(name)-p.used[name] {
			return false
		}
	}
	return true
}

func (p *pool) take(j *job, sign int64) {
	if j.loaded == nil {
		return
	}
	for name, n := range j.loaded.settings.resources {
		p.used[name] += sign * n
	}
}

// limit of a resource that the configuration does not name is 1: tests that use
// it run one after another.
func (p *pool) limit(name string) int64 {
	if n, ok := p.limits[name]; ok {
		return n
	}
	return 1
}

// impossible returns why a job can never run, or "".
func (p *pool) impossible(needs map[string]int64) string {
	for name, n := range needs {
		if _, ok := p.limits[name]; n > p.limit(name) && ok {
			return fmt.Sprintf("#resource %s=%d: there are only %d, by [resources] in dott.toml", name, n, p.limit(name))
		} else if n > p.limit(name) {
			return fmt.Sprintf("#resource %s=%d: how much there is must stand in [resources] in dott.toml", name, n)
		}
	}
	return ""
}
