Tests that failed, tests that are run several times, and tests that do not fail
each time.

  $ printf '  $ test -e "$TESTDIR/good"\n' >a.t
  $ printf '  $ true\n' >b.t

--retest runs what failed the last time, and only that:

  $ dott -q a.t b.t 2>/dev/null
  !.
  # Ran 2 tests, 0 skipped, 1 failed.
  [1]
  $ dott -qv --retest 2>/dev/null
  a.t: failed
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ touch good; dott -v -r
  a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -r
  none of the 2 in . was chosen by the options
  $ dott --list -r
  none of the 2 in . was chosen by the options

--repeat runs each test so many times:

  $ dott -v --repeat 3 -j 2
  a.t: passed
  a.t: passed
  a.t: passed
  b.t: passed
  b.t: passed
  b.t: passed
  # Ran 6 tests, 0 skipped, 0 failed.
  $ dott --repeat 0
  dott: invalid argument "0" for "--repeat" flag: not a whole number of 1 or more
  Try 'dott --help'.
  [2]

One of them failed: the test did, whatever came after.

  $ cat >once.t <<'EOF'
  >   $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}
  > EOF
  $ dott -v -q --repeat 3 -j 1 once.t 2>/dev/null
  once.t: passed
  once.t: failed
  once.t: passed
  # Ran 3 tests, 0 skipped, 1 failed.
  [1]
  $ dott --list -r
  once.t

--until-fail goes on until one fails, or so many times:

  $ rm runs; FAIL=4 dott -q -v --until-fail -j 1 b.t once.t 2>/dev/null
  b.t: passed
  once.t: passed
  b.t: passed
  once.t: passed
  b.t: passed
  once.t: passed
  b.t: passed
  once.t: failed
  # Ran 8 tests, 0 skipped, 1 failed.
  [1]
  $ dott --until-fail --repeat 3 -j 2 b.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.

--retry gives it more attempts. It passes then, and is called flaky:

  $ rm runs; FAIL=1 dott --retry 2 once.t b.t
  --- once.t
  +++ once.t.err
  @@ -1,1 +1,2 @@
     $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}
  +  [1]
  ..
  # Ran 2 tests, 0 skipped, 0 failed, 1 flaky.
  once.t: flaky: it failed at first and passed at attempt 2
  $ rm runs; FAIL=1 dott -v --retry 1 once.t 2>/dev/null
  --- once.t
  +++ once.t.err
  @@ -1,1 +1,2 @@
     $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}
  +  [1]
  once.t: passed, flaky
  # Ran 1 tests, 0 skipped, 0 failed, 1 flaky.
  $ rm good; dott -q --retry 3 a.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:2: the output differs; to run it again: dott a.t
  [1]
  $ dott --retry -1
  dott: invalid argument "-1" for "--retry" flag: not a whole number of 0 or more
  Try 'dott --help'.
  [2]
  $ ls
  a.t
  a.t.err
  b.t
  once.t
  runs
