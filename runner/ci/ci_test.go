package ci

import (
	"strings"
	"testing"
)

func TestPart(t *testing.T) {
	for _, test := range []struct {
		env       string
		index, of int
		fault     string
	}{
		{env: ""},
		{env: "TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=3", index: 1, of: 3},
		{env: "CI_NODE_INDEX=2 CI_NODE_TOTAL=3", index: 2, of: 3},
		{env: "CIRCLE_NODE_INDEX=2 CIRCLE_NODE_TOTAL=3", index: 3, of: 3},
		{env: "BUILDKITE_PARALLEL_JOB=0 BUILDKITE_PARALLEL_JOB_COUNT=1", index: 1, of: 1},
		{env: "SYSTEM_JOBPOSITIONINPHASE=4 SYSTEM_TOTALJOBSINPHASE=4", index: 4, of: 4},
		{env: "JOB_COMPLETION_INDEX=1 JOB_COMPLETIONS=2", index: 2, of: 2},
		{env: "TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=2 CI_NODE_INDEX=3 CI_NODE_TOTAL=3", index: 1, of: 2},
		{env: "CI_NODE_INDEX=1"},
		{env: "JOB_COMPLETION_INDEX=1", fault: "Kubernetes has set JOB_COMPLETION_INDEX, but JOB_COMPLETIONS is not set: set it in the manifest to the value of completions, which Kubernetes does not tell"},
		{env: "CI_NODE_INDEX=4 CI_NODE_TOTAL=3", fault: `CI_NODE_INDEX="4" of CI_NODE_TOTAL="3" is no part of the tests`},
		{env: "CI_NODE_INDEX=0 CI_NODE_TOTAL=3", fault: `CI_NODE_INDEX="0" of CI_NODE_TOTAL="3" is no part of the tests`},
		{env: "CI_NODE_INDEX=x CI_NODE_TOTAL=3", fault: `CI_NODE_INDEX="x" of CI_NODE_TOTAL="3" is no part of the tests`},
		{env: "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=5", index: 3, of: 5},
		{env: "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=7 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=1", index: 1, of: 1},
		{env: "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=3", index: 2, of: 3},
		{env: "SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=3", fault: "the numbers of the Slurm array have gaps (task 2 of 3 from 1 to 9); use a range, as in --array=1-5"},
		{env: "SLURM_ARRAY_TASK_ID=2", fault: `SLURM_ARRAY_TASK_MIN="" is not a number`},
	} {
		index, of, err := Part(func(name string) string {
			for kv := range strings.FieldsSeq(test.env) {
				if n, value, _ := strings.Cut(kv, "="); n == name {
					return value
				}
			}
			return ""
		})
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		if index != test.index || of != test.of || fault != test.fault {
			t.Errorf("%s: %d of %d, %q", test.env, index, of, fault)
		}
	}
}
