package schedule

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// synctestYield lets the others go on, for as long as they can, before the one who
// calls it does; it takes no time.
func synctestYield() { time.Sleep(time.Nanosecond) }

// A poolWatch holds a pool to its promises while jobs run.
type poolWatch struct {
	t      *testing.T
	limits map[string]int64

	mu       sync.Mutex
	begun    map[*poolJob]int
	done     map[*poolJob]bool
	running  int
	alone    bool // the job that runs must be alone
	open     int  // jobs of the round that need not be alone, and are not done
	used     map[string]int64
	together int // jobs that ran at the same time, at most
}

// round notes a new round.
func (w *poolWatch) round(jobs []*poolJob) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running > 0 || w.open > 0 || len(w.done) != len(w.begun) {
		w.t.Errorf("a round begins while %d jobs run and %d are not done", w.running, w.open)
	}
	for _, j := range jobs {
		if !j.needs.Serial {
			w.open++
		}
	}
}

func (w *poolWatch) begin(j *poolJob) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.begun[j]++; w.begun[j] > 1 {
		w.t.Errorf("job %d runs %d times", j.index, w.begun[j])
	}
	w.running++
	w.together = max(w.together, w.running)
	if w.alone || j.needs.Serial && w.running > 1 {
		w.t.Errorf("job %d runs with one that must be alone", j.index)
	}
	w.alone = j.needs.Serial
	if j.needs.Serial && w.open > 0 {
		w.t.Errorf("job %d is alone before %d others", j.index, w.open)
	}
	for name, n := range j.needs.Resources {
		if w.used[name] += n; w.used[name] > limit(w.limits, name) {
			w.t.Errorf("%d of %d %s are used", w.used[name], limit(w.limits, name), name)
		}
	}
}

func (w *poolWatch) end(j *poolJob) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done[j] = true
	w.running--
	w.alone = false
	for name, n := range j.needs.Resources {
		w.used[name] -= n
	}
	if !j.needs.Serial {
		w.open--
	}
}

// failed notes the end of a job that never ran.
func (w *poolWatch) failed(j *poolJob) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begun[j]++
	w.done[j] = true
	if !j.needs.Serial {
		w.open--
	}
}

// randomJobs returns jobs with all kinds of needs, none of them impossible.
func randomJobs(random *rand.Rand, n int, limits map[string]int64) []*poolJob {
	jobs := make([]*poolJob, n)
	for i := range jobs {
		j := &poolJob{index: i}
		jobs[i] = j
		if random.IntN(8) == 0 {
			j.needs.Serial = true
		}
		for range random.IntN(4) {
			if j.needs.Resources == nil {
				j.needs.Resources = map[string]int64{}
			}
			name := string(rune('a' + random.IntN(5)))
			j.needs.Resources[name] = random.Int64N(limit(limits, name) + 1)
		}
	}
	return jobs
}

// FuzzPool lets many workers take jobs with all kinds of needs, in several rounds:
// each job is done exactly once, no resource is overdrawn, what wants to be alone is
// alone and last, nobody waits for ever, and in the end everything was given back.
// Where the pool is closed on the way, no job is done twice.
func FuzzPool(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed, uint8(1+seed*seed), uint8(seed*7), uint8(seed%4), seed%5 == 4)
	}
	f.Add(uint64(1), uint8(32), uint8(200), uint8(1), false)
	f.Fuzz(func(t *testing.T, seed uint64, workers, count, rounds uint8, closed bool) {
		// In a bubble, workers that wait for ever are a failure and not a test that hangs.
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			limits := map[string]int64{} // and of what is not there is 1
			for _, name := range []string{"a", "b", "c"} {
				limits[name] = random.Int64N(9)
			}
			w := &poolWatch{t: t, limits: limits, begun: map[*poolJob]int{}, done: map[*poolJob]bool{}, used: map[string]int64{}}
			var all []*poolJob
			broken := map[*poolJob]bool{} // files that cannot be read
			p := NewPool(limits, func() []*poolJob {
				if rounds == 0 {
					return nil
				}
				rounds--
				jobs := randomJobs(random, int(count), limits)
				for _, j := range jobs {
					broken[j] = random.IntN(16) == 0
				}
				w.round(jobs)
				all = append(all, jobs...)
				return jobs
			})
			stopAt := random.IntN(int(count) + 1)
			var group sync.WaitGroup
			for range max(1, workers%64) {
				group.Go(func() { drainWatched(p, w, broken, closed, stopAt) })
			}
			group.Wait()
			for _, j := range all {
				if n := w.begun[j]; n > 1 || n == 0 && !closed || n == 1 && !w.done[j] {
					t.Errorf("job %d began %d times; it is done: %v", j.index, n, w.done[j])
				}
			}
			if j, ok := p.Next(); ok {
				t.Errorf("job %d after the end", j.index)
			}
			if w.together > max(1, int(workers%64)) {
				t.Errorf("%d jobs ran with %d workers", w.together, workers)
			}
			if left := leftovers(p); left != "" && !closed {
				t.Error(left)
			}
		})
	})
}

// drainWatched is one worker; some jobs it cannot read, and it closes the pool when
// a number of jobs is done, if that is wanted.
func drainWatched(p *Pool[*poolJob], w *poolWatch, broken map[*poolJob]bool, closes bool, stopAt int) {
	for j, ok := p.Next(); ok; j, ok = p.Next() {
		synctestYield()
		switch {
		case j.read:
		case broken[j]:
			w.failed(j)
			p.Done(j)
			continue
		default:
			j.read = true
			if !p.Admit(j, j.needs) {
				continue
			}
		}
		w.begin(j)
		synctestYield()
		w.end(j)
		w.mu.Lock()
		stop := closes && len(w.done) >= stopAt
		w.mu.Unlock()
		if stop {
			p.Close()
		}
		p.Done(j)
	}
}

// leftovers returns what a pool still has when all jobs are done, or "".
func leftovers(p *Pool[*poolJob]) string {
	for name, n := range p.used {
		if n != 0 {
			return fmt.Sprintf("%d %s are never given back", n, name)
		}
	}
	if len(p.queue)+len(p.parked)+len(p.serial)+len(p.held) > 0 || p.busy != 0 {
		return fmt.Sprintf("the pool is left with %+v", p)
	}
	return ""
}
