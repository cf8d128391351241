// Package ci knows what CI servers and schedulers tell the programs that they run.
package ci

import (
	"fmt"
	"os"
	"strconv"
)

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

// Part returns which part of the tests this machine has, as 2 of 5, by the variables
// of whoever runs several machines for one run. 0 of 0 is that nobody does.
func Part(getenv func(string) string) (index, of int, err error) {
	for _, sch := range schedulers {
		if getenv(sch.index) == "" {
			continue
		}
		if getenv(sch.of) == "" {
			if sch.hint != "" {
				return 0, 0, fmt.Errorf("%s has set %s, but %s is not set: %s", sch.name, sch.index, sch.of, sch.hint)
			}
			continue
		}
		i, err1 := strconv.Atoi(getenv(sch.index))
		n, err2 := strconv.Atoi(getenv(sch.of))
		if i -= sch.first; err1 != nil || err2 != nil || i < 0 || i >= n {
			return 0, 0, fmt.Errorf("%s=%q of %s=%q is no part of the tests", sch.index, getenv(sch.index), sch.of, getenv(sch.of))
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
			return 0, 0, fmt.Errorf("%s=%q is not a number", name, getenv(name))
		}
	}
	id, first, last, count := n[0], n[1], n[2], n[3]
	step := 1
	if count > 1 {
		step = max(1, (last-first)/(count-1))
	}
	if id < first || id > last || last != first+step*(count-1) || (id-first)%step != 0 {
		return 0, 0, fmt.Errorf("the numbers of the Slurm array have gaps (task %d of %d from %d to %d); use a range, as in --array=1-5", id, count, first, last)
	}
	return (id-first)/step + 1, count, nil
}

// Acknowledge does what Bazel asks of a runner that takes a part of the tests: it makes
// a file.
func Acknowledge(getenv func(string) string) error {
	status := getenv("TEST_SHARD_STATUS_FILE")
	if status == "" {
		return nil
	}
	f, err := os.OpenFile(status, os.O_WRONLY|os.O_CREATE, 0o666)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("telling Bazel that the tests are sharded: %w", err)
	}
	return nil
}
