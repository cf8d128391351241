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

A test that failed the last time always runs, whatever ran it, and so does one whose real home
or whose substitutions are others:

  $ dott -q --cached b.t | tail -n 1
  # Ran 1 tests, 0 skipped, 0 failed, 1 cached.
  $ sed -i 's/  x$/  y/' b.t; dott -q b.t 2>/dev/null | tail -n 1
  # Ran 1 tests, 0 skipped, 1 failed.
  $ sed -i 's/  y$/  x/' b.t; sleep 0.05
  $ dott -q --cached b.t 2>/dev/null | tail -n 1
  # Ran 1 tests, 0 skipped, 0 failed.
  $ mkdir h1 h2; echo 1 >h1/f; echo 2 >h2/f; printf '  $ cat ~/f\n  1\n' >home.t; sleep 0.05
  $ HOME=$PWD/h1 dott -q -E --cached home.t | tail -n 1
  # Ran 1 tests, 0 skipped, 0 failed.
  $ HOME=$PWD/h1 dott -q -E --cached home.t | tail -n 1
  # Ran 1 tests, 0 skipped, 0 failed, 1 cached.
  $ HOME=$PWD/h2 dott -q -E --cached home.t 2>/dev/null | tail -n 1
  # Ran 1 tests, 0 skipped, 1 failed.
  $ printf '[substitute-from]\ncommand = "cat subs"\n' >dott.toml
  $ printf '{"pattern":"foo","with":"BAR"}\n' >subs
  $ printf '  $ echo foo\n  BAR\n' >s.t; sleep 0.05
  $ dott -q --cached s.t | tail -n 1; dott -q --cached s.t | tail -n 1
  # Ran 1 tests, 0 skipped, 0 failed.
  # Ran 1 tests, 0 skipped, 0 failed, 1 cached.
  $ printf '{"pattern":"foo","with":"BAZ"}\n' >subs
  $ dott -q --cached s.t 2>/dev/null | tail -n 1
  # Ran 1 tests, 0 skipped, 1 failed.
