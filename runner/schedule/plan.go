// Package schedule decides which test is run when.
//
// The life of a test: [Shard.Part] says whether it is this machine's. A [Plan] makes
// jobs of it, one for each repetition, and puts all jobs of a round in the order in
// which they are best begun; what that costs is a sort. A [Pool] hands the jobs to
// workers. What a job needs is in its file, so a worker reads that first and then
// asks [Pool.Admit]; a job that does not fit comes back later, through [Pool.Next].
// When the job has ended, [Pool.Done] gives back what it used, and [Plan.Ended]
// notes that it has its verdict. Where a run ends early, [Plan.Missed] makes the jobs
// again that have none: a plan remembers one bit for each job, not the job.
package schedule

import (
	"cmp"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"dott/runner/discover"
)

// Order is the order in which tests are begun; they are reported in the order in
// which they were found in any case.
type Order int

// The orders of tests.
const (
	ByRuntime Order = iota // the longest first, by earlier runs
	ByFile                 // as they are found
	Random                 // shuffled with Options.Seed
)

// Options say how often tests are run, and in which order.
type Options struct {
	Jobs      int // tests that run at the same time; 0 is 1
	Order     Order
	Seed      uint64 // for the random order
	Repeat    int    // runs of each test; 0 is 1
	UntilFail bool   // all over again until a test fails; at most Repeat times, if that is set
	// Shard is for whoever makes the plan, and gives it no tests but those of
	// Shard.Part: a plan takes all that it is given.
	Shard Shard
	// Seconds returns how long a test took in an earlier run, by its key, or 0. It
	// may be nil, and always returns the same.
	Seconds func(key string) float64
}

// A Job is one run of one test.
type Job struct {
	Test   discover.Test
	Index  int // its place in the report, from 0
	Repeat int // which run of the test it is, from 1; 0 when there is only one
}

// A Plan makes the jobs of a run, a round at a time. Its methods may be called at
// the same time.
type Plan struct {
	o       Options
	tests   []discover.Test
	seconds func() []float64 // of each test; 0 is unknown

	mu     sync.Mutex
	rounds int
	made   int // jobs so far
	done   int // of them, those that have ended
	failed bool
	ended  bits // the indexes of those that have ended
}

// NewPlan makes a plan of the runs of some tests.
func NewPlan(o Options, tests []discover.Test) *Plan {
	o.Jobs = max(o.Jobs, 1)
	p := &Plan{o: o, tests: tests}
	p.seconds = sync.OnceValue(func() []float64 {
		all := make([]float64, len(tests))
		for i := range tests {
			if o.Seconds != nil {
				all[i] = o.Seconds(tests[i].Key())
			}
		}
		return all
	})
	return p
}

// Round returns the next jobs in the order of work, or none. They use the files of
// their tests until they have ended. A round is for when all jobs of the one before
// have ended.
func (p *Plan) Round() []*Job {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.rounds > 0 && !p.o.UntilFail,
		p.o.UntilFail && p.failed,
		p.o.UntilFail && p.o.Repeat > 0 && p.rounds == p.o.Repeat:
		return nil
	}
	p.rounds++
	jobs := make([]*Job, 0, len(p.tests)*p.times())
	for range cap(jobs) {
		j := p.job(p.made)
		p.made++
		j.Test.File.Use()
		jobs = append(jobs, j)
	}
	switch {
	case p.o.Order == Random:
		r := rand.New(rand.NewPCG(p.o.Seed, uint64(p.rounds)))
		r.Shuffle(len(jobs), func(i, k int) { jobs[i], jobs[k] = jobs[k], jobs[i] })
	case p.o.Order == ByRuntime && p.o.Jobs > 1:
		known := p.seconds()
		seconds := func(j *Job) float64 {
			if test, _ := p.place(j.Index); known[test] != 0 {
				return known[test]
			}
			return math.Inf(1) // what nobody knows may be the longest: it goes first
		}
		slices.SortStableFunc(jobs, func(a, b *Job) int { return cmp.Compare(seconds(b), seconds(a)) })
	}
	return jobs
}

// times returns how often each test runs in one round.
func (p *Plan) times() int {
	if p.o.UntilFail {
		return 1
	}
	return max(1, p.o.Repeat)
}

// place returns which test the job of an index is a run of, and which run.
func (p *Plan) place(index int) (test, repeat int) {
	times := p.times()
	switch {
	case p.o.UntilFail:
		return index % len(p.tests), 1 + index/len(p.tests)
	case times > 1:
		return index / times, 1 + index%times
	}
	return index, 0
}

func (p *Plan) job(index int) *Job {
	test, repeat := p.place(index)
	return &Job{Test: p.tests[test], Index: index, Repeat: repeat}
}

// Ended notes that a job of the plan has its verdict, and releases its file. Only the
// first time counts.
func (p *Plan) Ended(j *Job, failed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended.add(j.Index) {
		return
	}
	j.Test.File.Release()
	p.done++
	p.failed = p.failed || failed
}

// Total returns how many jobs there will be; 0 if nobody knows.
func (p *Plan) Total() int {
	if p.o.UntilFail {
		return 0
	}
	return len(p.tests) * p.times()
}

// NotRun returns how many jobs have not ended, of those that there will be; of
// those that there are, if nobody knows.
func (p *Plan) NotRun() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.planned() - p.done
}

// planned returns how many jobs there are to be ended, as far as one can tell.
func (p *Plan) planned() int {
	if p.o.UntilFail {
		return p.made
	}
	return p.Total()
}

// Expected returns how many seconds the run may take by what earlier ones took; 0
// if nobody knows.
func (p *Plan) Expected() float64 {
	if p.o.UntilFail {
		return 0
	}
	sum, longest := 0.0, 0.0
	for _, s := range p.seconds() {
		sum += s * float64(p.times())
		longest = max(longest, s)
	}
	return max(longest, sum/float64(p.o.Jobs))
}

// Missed returns the jobs that have not ended, in the order of the report.
func (p *Plan) Missed() iter.Seq[*Job] {
	return func(yield func(*Job) bool) {
		for index := 0; ; index++ {
			p.mu.Lock()
			more, missed := index < p.planned(), !p.ended.has(index)
			p.mu.Unlock()
			if !more || missed && !yield(p.job(index)) {
				return
			}
		}
	}
}

// bits is a set of small numbers, a bit for each.
type bits []uint64

// add reports whether the number is a new one.
func (b *bits) add(n int) bool {
	if b.has(n) {
		return false
	}
	for len(*b) <= n/64 {
		*b = append(*b, 0)
	}
	(*b)[n/64] |= 1 << (n % 64)
	return true
}

func (b bits) has(n int) bool { return n/64 < len(b) && b[n/64]&(1<<(n%64)) != 0 }
