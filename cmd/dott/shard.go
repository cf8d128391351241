package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"dott/runner/event"
)

// shard is the part of the tests that a run has: I/N, or auto.
type shard struct {
	index, of int
	auto      bool
}

func (s *shard) String() string {
	switch {
	case s.auto:
		return "auto"
	case s.of == 0:
		return ""
	}
	return fmt.Sprintf("%d/%d", s.index, s.of)
}
func (s *shard) Type() string { return "shard" }
func (s *shard) Set(text string) error {
	if text == "auto" {
		*s = shard{auto: true}
		return nil
	}
	index, of, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || i < 1 || i > n {
		return fmt.Errorf("not a part such as 2/5, counted from 1, nor auto")
	}
	*s = shard{index: i, of: n}
	return nil
}

// A scheduler is who runs several machines for one run, and how it tells each of
// them which it is.
type scheduler struct {
	name      string
	index, of string // the variables
	first     int    // what it calls the first machine
	hint      string // what to do when the number of machines is not said
}

// schedulers are asked in this order: Bazel runs inside of any of the others.
var schedulers = []scheduler{
	{name: "Bazel", index: "TEST_SHARD_INDEX", of: "TEST_TOTAL_SHARDS"},
	{name: "GitLab", index: "CI_NODE_INDEX", of: "CI_NODE_TOTAL", first: 1},
	{name: "CircleCI", index: "CIRCLE_NODE_INDEX", of: "CIRCLE_NODE_TOTAL"},
	{name: "Buildkite", index: "BUILDKITE_PARALLEL_JOB", of: "BUILDKITE_PARALLEL_JOB_COUNT"},
	{name: "Azure", index: "SYSTEM_JOBPOSITIONINPHASE", of: "SYSTEM_TOTALJOBSINPHASE", first: 1},
	{name: "Kubernetes", index: "JOB_COMPLETION_INDEX", of: "JOB_COMPLETIONS", hint: "set it in the manifest to the value of completions, which Kubernetes does not tell"},
}

// resolveShard finds out which part of the tests is meant. Without a scheduler,
// auto is all of them.
func resolveShard(s shard, getenv func(string) string) (index, of int, err error) {
	if !s.auto {
		return s.index, s.of, nil
	}
	for _, sch := range schedulers {
		if getenv(sch.index) == "" {
			continue
		}
		if getenv(sch.of) == "" {
			if sch.hint != "" {
				return 0, 0, fmt.Errorf("--shard auto: %s has set %s, but %s is not set: %s", sch.name, sch.index, sch.of, sch.hint)
			}
			continue
		}
		i, err1 := strconv.Atoi(getenv(sch.index))
		n, err2 := strconv.Atoi(getenv(sch.of))
		if i -= sch.first; err1 != nil || err2 != nil || i < 0 || i >= n {
			return 0, 0, fmt.Errorf("--shard auto: %s=%q of %s=%q is no part of the tests", sch.index, getenv(sch.index), sch.of, getenv(sch.of))
		}
		return i + 1, n, nil
	}
	if getenv("SLURM_ARRAY_TASK_ID") != "" {
		return slurmShard(getenv)
	}
	return 0, 0, nil
}

// slurmShard returns the place of a task in its array, whose numbers may begin
// anywhere and go in steps.
func slurmShard(getenv func(string) string) (index, of int, err error) {
	var n [4]int
	for i, name := range []string{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_COUNT"} {
		if n[i], err = strconv.Atoi(getenv(name)); err != nil {
			return 0, 0, fmt.Errorf("--shard auto: %s=%q is not a number", name, getenv(name))
		}
	}
	id, first, last, count := n[0], n[1], n[2], n[3]
	step := 1
	if count > 1 {
		step = max(1, (last-first)/(count-1))
	}
	if id < first || id > last || last != first+step*(count-1) || (id-first)%step != 0 {
		return 0, 0, fmt.Errorf("--shard auto: the numbers of the Slurm array have gaps (task %d of %d from %d to %d); use a range, as in --array=1-5", id, count, first, last)
	}
	return (id-first)/step + 1, count, nil
}

// A part is which of the tests a run has, as 2 of 5; 0 of 0 is all of them.
type part struct {
	index, of int
	seconds   func(name string) float64 // that a test takes; nil is that nobody knows
}

// resolvePart finds the part of the tests. What Bazel asks of a runner for --shard
// auto is done as well.
func (a *app) resolvePart(c *choosing) (p part, err error) {
	if c.shard == (shard{}) {
		if c.times != "" {
			return p, usagef("--times says how long tests take, for --shard")
		}
		return p, nil
	}
	if p.index, p.of, err = resolveShard(c.shard, a.getenv); err != nil {
		return p, usageError{err.Error()}
	}
	if status := a.getenv("TEST_SHARD_STATUS_FILE"); c.shard.auto && status != "" {
		f, err := os.OpenFile(status, os.O_WRONLY|os.O_CREATE, 0o666)
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			return p, fmt.Errorf("telling Bazel that the tests are sharded: %w", err)
		}
	}
	if p.of == 0 {
		fmt.Fprintln(a.stderr, "--shard auto: nothing says that there are other machines; all tests are run")
		return p, nil
	}
	if c.times != "" {
		seconds, err := readTimes(c.times)
		if err != nil {
			return p, err
		}
		p.seconds = func(name string) float64 { return seconds[name] }
	}
	return p, nil
}

// readTimes returns how long each file took in the runs of an event stream, by
// the name that it had. An empty file is a stream in which nobody knows.
func readTimes(path string) (map[string]float64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--times: %w (an empty file is one without times)", err)
	}
	defer f.Close()
	type part struct{ file, test, cell string }
	last := map[part]float64{}
	r := event.NewReader(path, f)
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("--times: %w", err)
		}
		if e.Done() && e.Action != event.Skip {
			file := e.Test
			if len(e.Case) > 0 {
				file = strings.TrimSuffix(file, "#"+strings.Join(e.Case, "#"))
			}
			last[part{file, e.Test, e.Cell}] = e.Elapsed
		}
	}
	seconds := map[string]float64{}
	for p, s := range last {
		seconds[p.file] += s
	}
	return seconds, nil
}
