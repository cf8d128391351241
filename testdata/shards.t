The tests of a project on several machines, a part for each.

  $ for i in 1 2 3 4 5; do printf '  $ true\n' >$i.t; done

Every test is in one part, and without times the parts are equal:

  $ for i in 1 2 3; do echo $i: $(dott --list --shard $i/3); done
  1: 1.t 4.t
  2: 2.t 5.t
  3: 3.t
  $ dott --shard 2/3 -v
  2.t: passed
  5.t: passed
  # Ran 2 tests, 0 skipped, 0 failed.

With the times of an earlier run, here made up, the parts take equally long:

  $ event() { echo '{"seq":1,"time":"2026-01-02T03:04:05Z","action":"'$1'","test":"'$2'","elapsed":'$3'}'; }
  $ { event dott "" 0; event pass 1.t 3; event fail 2.t 1; event pass 3.t 1; event pass 4.t 1; event skip 5.t 9; } >times.json
  $ for i in 1 2; do echo $i: $(dott --list --shard $i/2 --times times.json); done
  1: 1.t 4.t
  2: 2.t 3.t 5.t

The times must be the same for all parts. Where they are not, it shows when the
reports are put together:

  $ dott -q --shard 1/2 --times times.json --json 1.json; dott -q --shard 2/2 --json 2.json
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott report -q 1.json 2.json
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  dott: 1.json and 2.json were split differently, so that tests may be in none of them: all shards need the same tests and the same --times
  [2]

A part may have nothing to do:

  $ dott --shard 7/7 --junit junit.xml
  shard 7/7 has none of the tests
  $ grep -c '<testsuite ' junit.xml
  1

The CI server or the scheduler says which part it is:

  $ CI_NODE_INDEX=1 CI_NODE_TOTAL=5 dott --list --shard auto
  1.t
  $ CIRCLE_NODE_INDEX=1 CIRCLE_NODE_TOTAL=5 dott --list --shard auto
  2.t
  $ BUILDKITE_PARALLEL_JOB=2 BUILDKITE_PARALLEL_JOB_COUNT=5 dott --list --shard auto
  3.t
  $ SYSTEM_JOBPOSITIONINPHASE=4 SYSTEM_TOTALJOBSINPHASE=5 dott --list --shard auto
  4.t
  $ JOB_COMPLETION_INDEX=4 JOB_COMPLETIONS=5 dott --list --shard auto
  5.t
  $ JOB_COMPLETION_INDEX=4 dott --list --shard auto
  dott: --shard auto: Kubernetes has set JOB_COMPLETION_INDEX, but JOB_COMPLETIONS is not set: set it in the manifest to the value of completions, which Kubernetes does not tell
  Try 'dott --help'.
  [2]
  $ slurm() { SLURM_ARRAY_TASK_ID=$1 SLURM_ARRAY_TASK_MIN=$2 SLURM_ARRAY_TASK_MAX=$3 SLURM_ARRAY_TASK_COUNT=$4 dott --list --shard auto; }
  $ slurm 3 1 5 5; slurm 20 10 50 5
  3.t
  2.t
  $ slurm 7 1 9 3
  dott: --shard auto: the numbers of the Slurm array have gaps (task 7 of 3 from 1 to 9); use a range, as in --array=1-5
  Try 'dott --help'.
  [2]
  $ dott --list --shard auto | wc -l
  --shard auto: nothing says that there are other machines; all tests are run
  * 5 (re)
  $ CI_NODE_INDEX=6 CI_NODE_TOTAL=5 dott --shard auto
  dott: --shard auto: CI_NODE_INDEX="6" of CI_NODE_TOTAL="5" is no part of the tests
  Try 'dott --help'.
  [2]

Bazel wants a file touched, and has a place for a report:

  $ export TEST_SHARD_INDEX=1 TEST_TOTAL_SHARDS=5 TEST_SHARD_STATUS_FILE=$PWD/status XML_OUTPUT_FILE=$PWD/bazel.xml
  $ dott -v --shard auto
  2.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ls status bazel.xml
  bazel.xml
  status
  $ unset TEST_SHARD_INDEX TEST_TOTAL_SHARDS TEST_SHARD_STATUS_FILE XML_OUTPUT_FILE

Accepting changes runs a test again, whatever its part:

  $ printf '  $ echo new\n' >5.t; dott -q -u --shard 2/3
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  5.t: 1 change written (changed)

Wrong usage:

  $ dott --shard 4/3
  dott: invalid argument "4/3" for "--shard" flag: not a part such as 2/5, counted from 1, nor auto
  Try 'dott --help'.
  [2]
  $ dott --times times.json
  dott: --times says how long tests take, for --shard
  Try 'dott --help'.
  [2]
  $ dott --shard 1/2 --times nothing.json
  dott: --times: open nothing.json: no such file or directory (an empty file is one without times)
  [2]
