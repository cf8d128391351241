package schedule

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

// A poolJob is a job of a pool in a test.
type poolJob struct {
	index int
	needs Needs
	read  bool // a worker has had it
}

// uses returns the needs of a job that uses one of a resource.
func uses(resource string) Needs { return Needs{Resources: map[string]int64{resource: 1}} }

// once is a refill that returns the jobs and then none.
func once(jobs ...*poolJob) func() []*poolJob {
	return func() (round []*poolJob) {
		round, jobs = jobs, nil
		return round
	}
}

// drain lets workers take all jobs of a pool as the runner's do, and calls do for
// each that may run.
func drain(p *Pool[*poolJob], workers int, do func(*poolJob)) {
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for j, ok := p.Next(); ok; j, ok = p.Next() {
				if !j.read {
					j.read = true
					if !p.Admit(j, j.needs) {
						continue
					}
				}
				do(j)
				p.Done(j)
			}
		})
	}
	all.Wait()
}

// TestPoolOrder: with one worker jobs come in order, those that were parked as
// soon as they fit, those that want to be alone last.
func TestPoolOrder(t *testing.T) {
	alone := uses("x")
	alone.Serial = true
	p := NewPool(nil, once(
		&poolJob{index: 0, needs: Needs{Serial: true}}, &poolJob{index: 1}, &poolJob{index: 2, needs: uses("x")},
		&poolJob{index: 3, needs: alone}, &poolJob{index: 4},
	))
	var order []int
	drain(p, 1, func(j *poolJob) { order = append(order, j.index) })
	if want := []int{1, 2, 4, 0, 3}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

// TestPoolParked: a job that was parked comes before those that nobody has read,
// and those behind it that fit do not wait for it.
func TestPoolParked(t *testing.T) {
	p := NewPool(map[string]int64{"memory": 4}, once(
		&poolJob{index: 0, needs: Needs{Resources: map[string]int64{"memory": 3}}},
		&poolJob{index: 1, needs: Needs{Resources: map[string]int64{"memory": 2}}},
		&poolJob{index: 2, needs: Needs{Resources: map[string]int64{"memory": 1}}},
		&poolJob{index: 3},
	))
	next := func(want int) *poolJob {
		t.Helper()
		j, ok := p.Next()
		if !ok || j.index != want {
			t.Fatalf("the next job is %+v, want %d", j, want)
		}
		return j
	}
	admit := func(j *poolJob, want bool) {
		t.Helper()
		if p.Admit(j, j.needs) != want {
			t.Fatalf("job %d: not %v", j.index, want)
		}
	}
	first := next(0)
	admit(first, true)
	admit(next(1), false)
	third := next(2)
	admit(third, true)
	p.Done(first)
	parked := next(1)
	admit(next(3), true)
	if used := p.used["memory"]; used != 3 {
		t.Errorf("%d memory are used", used)
	}
	p.Done(third)
	p.Done(parked)
	if used := p.used["memory"]; used != 0 {
		t.Errorf("%d memory are used in the end", used)
	}
}

// TestPoolWakes: a worker that waits gets its job as soon as another worker's has
// ended, and not only when that one comes for the next.
func TestPoolWakes(t *testing.T) {
	for name, jobs := range map[string][]*poolJob{
		"resources":      {{index: 0, needs: uses("x")}, {index: 1, needs: uses("x")}},
		"to be alone":    {{index: 0}, {index: 2, needs: Needs{Serial: true}}},
		"the next round": {{index: 0}},
	} {
		synctest.Test(t, func(t *testing.T) {
			rounds := [][]*poolJob{jobs, {{index: 3}}}
			p := NewPool(nil, func() (round []*poolJob) {
				round, rounds = rounds[0], rounds[1:]
				return round
			})
			first, _ := p.Next()
			if !p.Admit(first, first.needs) {
				t.Fatalf("%s: the first job does not fit", name)
			}
			for _, j := range jobs[1:] {
				if next, _ := p.Next(); next != j || p.Admit(next, next.needs) {
					t.Fatalf("%s: job %d may run", name, next.index)
				}
			}
			var got *poolJob
			go func() { got, _ = p.Next() }()
			synctest.Wait()
			if got != nil {
				t.Errorf("%s: job %d does not wait", name, got.index)
			}
			p.Done(first)
			synctest.Wait()
			if got == nil {
				t.Errorf("%s: the worker still waits", name)
			}
			p.Close()
		})
	}
}

// TestPoolFailed: a job that could not be read uses nothing.
func TestPoolFailed(t *testing.T) {
	p := NewPool(nil, once(&poolJob{index: 0, needs: uses("x")}, &poolJob{index: 1, needs: uses("x")}))
	running, _ := p.Next()
	if !p.Admit(running, running.needs) {
		t.Fatal("the first job does not fit")
	}
	failed, _ := p.Next()
	p.Done(failed)
	if p.used["x"] != 1 {
		t.Errorf("%d x are used", p.used["x"])
	}
	p.Done(running)
	if j, ok := p.Next(); ok {
		t.Errorf("job %d after the end", j.index)
	}
}

// TestPoolRefill: a round begins when the one before has ended, and not earlier.
func TestPoolRefill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		round, running, ran := 0, 0, 0
		p := NewPool(nil, func() []*poolJob {
			mu.Lock()
			defer mu.Unlock()
			if running > 0 || ran != 3*round {
				t.Errorf("round %d begins while %d jobs run", round, running)
			}
			if round++; round > 20 {
				return nil
			}
			return []*poolJob{{index: 0}, {index: 1, needs: Needs{Serial: round%2 == 0}}, {index: 2}}
		})
		drain(p, 4, func(*poolJob) {
			mu.Lock()
			running++
			mu.Unlock()
			synctestYield()
			mu.Lock()
			running--
			ran++
			mu.Unlock()
		})
		if ran != 60 {
			t.Errorf("%d jobs ran", ran)
		}
	})
}

// TestPoolClose: workers that wait, and those that ask later, get nothing.
func TestPoolClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(nil, once(&poolJob{index: 0, needs: uses("x")}, &poolJob{index: 1, needs: uses("x")}))
		first, _ := p.Next()
		if !p.Admit(first, first.needs) {
			t.Fatal("the first job does not fit")
		}
		second, _ := p.Next()
		if p.Admit(second, second.needs) {
			t.Fatal("both jobs fit")
		}
		var waiting sync.WaitGroup
		got := make([]bool, 3)
		for i := range got {
			waiting.Go(func() { _, got[i] = p.Next() })
		}
		synctest.Wait() // until all of them wait
		p.Close()
		waiting.Wait()
		if slices.Contains(got, true) {
			t.Errorf("jobs after the end: %v", got)
		}
		p.Done(first)
		if j, ok := p.Next(); ok {
			t.Errorf("job %d after the end", j.index)
		}
	})
}

func TestImpossible(t *testing.T) {
	limits := map[string]int64{"memory": 4, "none": 0}
	for _, test := range []struct {
		needs map[string]int64
		want  string
	}{
		{nil, ""},
		{map[string]int64{"memory": 4, "other": 1}, ""},
		{map[string]int64{"none": 0}, ""},
		{map[string]int64{"memory": 5}, "#resource memory=5: only 4 are available, according to [resources] in dott.toml"},
		{map[string]int64{"none": 1}, "#resource none=1: only 0 are available, according to [resources] in dott.toml"},
		{map[string]int64{"other": 2}, "#resource other=2: set how much there is under [resources] in dott.toml"},
		{map[string]int64{"other": 2, "memory": 5, "none": 1}, "#resource memory=5: only 4 are available, according to [resources] in dott.toml"},
	} {
		for range 10 { // the order of a map is another one each time
			if got := Impossible(limits, test.needs); got != test.want {
				t.Errorf("%v: %q, want %q", test.needs, got, test.want)
			}
		}
	}
}
