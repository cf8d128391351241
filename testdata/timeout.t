A test that runs out of time is ended, with a t. It is said what ran and what
came of it; that never becomes an expectation.

  $ cat >slow.t <<'END'
  >   $ echo quick
  >   slow
  >   $ echo begun; printf 'no end\t'; sleep 60; echo done
  >   done
  >   $ echo never
  > END
  $ cat >pass.t <<'END'
  >   $ echo hello
  >   hello
  > END
  $ dott -t 1 pass.t slow.t pass.t
  .t
  --- slow.t
  +++ slow.t.err
  @@ -1,5 +1,5 @@
     $ echo quick
  -  slow
  +  quick
     $ echo begun; printf 'no end\t'; sleep 60; echo done
     done
     $ echo never
  slow.t:3: timed out after 1s; while running: echo begun; printf 'no end\t'; sleep 60; echo done
    begun
    no end\t (no-eol) (esc)
  
  # Ran 2 tests, 0 skipped, 1 failed.
  slow.t:3: see above; to run it again: dott --timeout=1s slow.t
  [1]
  $ ls
  pass.t
  slow.t
  $ dott -v -q --timeout 1s slow.t
  slow.t: timed out
  # Ran 1 tests, 0 skipped, 1 failed.
  slow.t:3: timed out after 1s; while running: echo begun; printf 'no end\t'; sleep 60; echo done; to run it again: dott --timeout=1s slow.t
  [1]

Also where the shell ignores the polite signal:

  $ cat >stubborn.t <<'END'
  >   $ trap '' TERM
  >   $ while :; do sleep 1; done
  > END
  $ dott -t 1s stubborn.t
  t
  stubborn.t:2: timed out after 1s; while running: while :; do sleep 1; done
  
  # Ran 1 tests, 0 skipped, 1 failed.
  stubborn.t:2: see above; to run it again: dott --timeout=1s stubborn.t
  [1]

  $ dott -t soon pass.t
  dott: invalid value "soon" for -t, --timeout: not a duration such as 90s or 2m
  Try 'dott --help'.
  [2]
  $ dott -t -1s pass.t
  dott: invalid value "-1s" for -t, --timeout: not a duration such as 90s or 2m
  Try 'dott --help'.
  [2]
  $ dott -t 0 pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
