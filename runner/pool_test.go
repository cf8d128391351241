package runner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func poolJob(index int, s settings) *job {
	return &job{index: index, loaded: &loaded{settings: s}}
}

// once is a refill that returns the jobs and then none.
func once(jobs []*job) func() []*job {
	return func() (round []*job) {
		round, jobs = jobs, nil
		return round
	}
}

// drain lets workers take all jobs of a pool as work does, and calls do for each
// that may run.
func drain(p *pool, workers int, do func(*job)) {
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				j := p.next()
				if j == nil {
					return
				}
				if j.loaded == nil {
					j.loaded = &loaded{}
				}
				if !admitted(p, j) {
					continue
				}
				do(j)
				p.done(j)
			}
		})
	}
	wg.Wait()
}

// admitted asks the pool for a job that it gives out for the first time.
func admitted(p *pool, j *job) bool {
	if j.repeat == 0 {
		j.repeat = 1
		return p.admit(j)
	}
	return true
}

// TestPool lets workers take jobs of every kind: each runs once, no resource is
// overdrawn, and what wants to be alone is.
func TestPool(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, workers := range []int{1, 2, 7, 32} {
		limits := map[string]int64{"memory": 10, "seats": 2}
		var jobs []*job
		for i := range 200 {
			d := settings{}
			switch random.IntN(4) {
			case 0:
				d.serial = random.IntN(5) == 0
			case 1:
				d.resources = map[string]int64{"memory": 1 + random.Int64N(10)}
			case 2:
				d.resources = map[string]int64{"seats": 1, "memory": random.Int64N(4), "unnamed": random.Int64N(2)}
			}
			jobs = append(jobs, poolJob(i, d))
		}
		p := newPool(limits, once(jobs))
		var mu sync.Mutex
		ran, running, alone := map[int]int{}, 0, false
		used := map[string]int64{}
		use := func(j *job, sign int64) {
			mu.Lock()
			defer mu.Unlock()
			running += int(sign)
			if sign > 0 {
				ran[j.index]++
				if alone || j.loaded.settings.serial && running > 1 {
					t.Errorf("job %d is not alone", j.index)
				}
			}
			if j.loaded.settings.serial {
				alone = sign > 0
			}
			for name, n := range j.loaded.settings.resources {
				if used[name] += sign * n; used[name] > p.limit(name) {
					t.Errorf("%d of %d %s are used", used[name], p.limit(name), name)
				}
			}
		}
		drain(p, workers, func(j *job) {
			use(j, 1)
			time.Sleep(time.Microsecond)
			use(j, -1)
		})
		for i := range jobs {
			if ran[i] != 1 {
				t.Errorf("%d workers: job %d ran %d times", workers, i, ran[i])
			}
		}
		if j := p.next(); j != nil {
			t.Errorf("a job after the end")
		}
		for name, n := range p.used {
			if n != 0 {
				t.Errorf("%d %s are never given back", n, name)
			}
		}
	}
}

// TestPoolOrder: with one worker jobs come in order, those that were parked as
// soon as they fit, those that want to be alone last.
func TestPoolOrder(t *testing.T) {
	p := newPool(nil, once([]*job{
		poolJob(0, settings{serial: true}), poolJob(1, settings{}), poolJob(2, settings{resources: map[string]int64{"x": 1}}),
		poolJob(3, settings{serial: true, resources: map[string]int64{"x": 1}}), poolJob(4, settings{}),
	}))
	var order []int
	drain(p, 1, func(j *job) { order = append(order, j.index) })
	if want := []int{1, 2, 4, 0, 3}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

// TestPoolRefill: a round begins when the one before has ended, and not earlier.
func TestPoolRefill(t *testing.T) {
	var mu sync.Mutex
	round, running := 0, 0
	p := newPool(nil, func() []*job {
		mu.Lock()
		defer mu.Unlock()
		if running > 0 {
			t.Errorf("round %d begins while %d jobs run", round, running)
		}
		if round++; round > 20 {
			return nil
		}
		return []*job{poolJob(0, settings{}), poolJob(1, settings{serial: round%2 == 0}), poolJob(2, settings{})}
	})
	ran := 0
	drain(p, 4, func(*job) {
		mu.Lock()
		running++
		ran++
		mu.Unlock()
		time.Sleep(10 * time.Microsecond)
		mu.Lock()
		running--
		mu.Unlock()
	})
	if ran != 60 {
		t.Errorf("%d jobs ran", ran)
	}
}

// TestPoolClose: workers that wait, and those that ask later, get nothing.
func TestPoolClose(t *testing.T) {
	p := newPool(nil, once([]*job{poolJob(0, settings{resources: map[string]int64{"x": 1}}), poolJob(1, settings{resources: map[string]int64{"x": 1}})}))
	first := p.next()
	if !p.admit(first) {
		t.Fatal("the first job does not fit")
	}
	second := p.next()
	if p.admit(second) {
		t.Fatal("both jobs fit")
	}
	waiting := make(chan *job)
	for range 3 {
		go func() { waiting <- p.next() }()
	}
	p.close()
	for range 3 {
		if j := <-waiting; j != nil {
			t.Errorf("job %d after the end", j.index)
		}
	}
	p.done(first)
	if j := p.next(); j != nil {
		t.Errorf("job %d after the end", j.index)
	}
}

func TestPoolImpossible(t *testing.T) {
	p := newPool(map[string]int64{"memory": 4, "none": 0}, nil)
	for _, test := range []struct {
		resources map[string]int64
		want      string
	}{
		{nil, ""},
		{map[string]int64{"memory": 4, "other": 1}, ""},
		{map[string]int64{"memory": 5}, "#resource memory=5: there are only 4, by [resources] in dott.toml"},
		{map[string]int64{"none": 1}, "#resource none=1: there are only 0, by [resources] in dott.toml"},
		{map[string]int64{"other": 2}, "#resource other=2: how much there is must stand in [resources] in dott.toml"},
	} {
		if got := p.impossible(test.resources); got != test.want {
			t.Errorf("%v: %q, want %q", test.resources, got, test.want)
		}
	}
}

func TestAddResources(t *testing.T) {
	for args, want := range map[string]string{
		"x":           "map[x:1]",
		"x=3 y x":     "map[x:4 y:1]",
		"memory=2GiB": "map[memory:2147483648]",
		"memory=2.5":  `#resource memory: "2.5" is not an amount such as 4 or 2GiB`,
		"memory=":     `#resource memory: "" is not an amount such as 4 or 2GiB`,
		"memory=-1":   `#resource memory: "-1" is not an amount such as 4 or 2GiB`,
		"m=4611686018427387904 m=4611686018427387904": "overflow",
	} {
		var d settings
		got := ""
		if err := d.addResources(args); err != nil {
			got = err.Error()
		} else {
			got = fmt.Sprint(d.resources)
		}
		if want == "overflow" {
			if !strings.Contains(got, "#resource") {
				t.Errorf("%s: %s, want an error", args, got)
			}
			continue
		}
		if got != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
	}
}
