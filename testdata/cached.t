A test that passed is not run while everything that it touched is as it was.

#require linux

  $ export XDG_CACHE_HOME=$PWD/cache
  $ mkdir p && cd p && echo hi >data && sleep 0.05
  $ printf '  $ cat $TESTDIR/data\n  hi\n' >a.t
  $ printf '  $ echo x\n  x\n' >b.t
  $ printf '  $ echo x >$TESTDIR/made\n' >writes.t
  $ sleep 0.05
  $ dott -q --cached a.t b.t writes.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  $ dott -v --cached a.t b.t writes.t
  a.t: cached: it passed at * (glob)
  b.t: cached: it passed at * (glob)
  writes.t: passed
  # Ran 3 tests, 0 skipped, 0 failed, 2 cached.

What it touched is told, and why a test always runs:

  $ dott deps a.t | grep data
    data (read)
  $ dott deps writes.t | grep always
  It always runs: it wrote ./made.

After a change, only the tests run that used the file:

  $ echo ho >data
  $ dott -q --cached a.t b.t
  !.
  # Ran 2 tests, 0 skipped, 1 failed, 1 cached.
  a.t:1: the output differs; to run it again: dott --cached a.t (glob) (?)
  * (glob*)
  [1]

Damaged verdicts are as if they were not there:

  $ echo hi >data
  $ for f in $(find ../cache -name '*.verdicts'); do echo x >>$f; done
  $ dott -q --cached b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
