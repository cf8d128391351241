How much is shown of a run.

  $ cat >pass.t <<'END'
  >   $ echo hello
  >   hello
  > END
  $ cat >fail.t <<'END'
  >   $ echo actual
  >   expected
  > END
  $ cat >skip.t <<'END'
  >   $ echo "skipped: no docker here"; exit 80
  > END
  $ touch empty.t

No diffs:

  $ dott -q fail.t pass.t
  !.
  # Ran 2 tests, 0 skipped, 1 failed.
  fail.t:2: the output differs; to run it again: dott fail.t
  [1]
  $ dott --quiet pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A line for each test:

  $ dott -v fail.t pass.t skip.t empty.t
  fail.t: failed
  --- fail.t
  +++ fail.t.err
  @@ -1,2 +1,2 @@
     $ echo actual
  -  expected
  +  actual
  pass.t: passed
  skip.t: skipped: no docker here
  empty.t: empty
  # Ran 4 tests, 2 skipped, 1 failed.
  fail.t:2: the output differs; to run it again: dott fail.t
  [1]
  $ dott --verbose --quiet fail.t pass.t
  fail.t: failed
  pass.t: passed
  # Ran 2 tests, 0 skipped, 1 failed.
  fail.t:2: since 3 runs (*): the output differs; to run it again: dott fail.t (glob)
  [1]

Names only; nothing runs:

  $ dott --list .
  empty.t
  fail.t
  pass.t
  skip.t
  $ dott --list pass.t fail.t
  pass.t
  fail.t
  $ ls *.err
  fail.t.err
