--fail-fast stops at the first failure. What runs then is ended, and what was not
run is neither passed nor failed.

  $ printf '  $ true\n' >1.t
  $ printf '  $ test -z "$WAIT" || until test -e "$TESTDIR/begun"; do sleep 0.01; done; false\n' >2.t
  $ printf '  $ touch "$TESTDIR/begun"; trap "" TERM; sleep 60\n' >3.t
  $ printf '  $ touch "$TESTDIR/ran"\n' >4.t
  $ dott -v -q -f -j 1 --order file
  1.t: passed
  2.t: failed
  # Ran 2 tests, 0 skipped, 1 failed.
  # 2 tests were not run: stopped at the first failure
  2.t:2: the output differs; to run it again: dott 2.t
  [1]
  $ ls
  1.t
  2.t
  2.t.err
  3.t
  4.t
  $ export WAIT=1
  $ dott -v -q --fail-fast -j 2 --order file 1.t 2.t 3.t 2>/dev/null
  1.t: passed
  2.t: failed
  # Ran 2 tests, 0 skipped, 1 failed.
  # 1 test was not run: stopped at the first failure
  [1]
  $ dott -f 1.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ls -A $TMPDIR

Who failed before is known after that, and what was not run keeps its verdict:

  $ dott --list -r
  2.t
