Conditions on lines come with a later release; until then they are an error and
never a silent mismatch.

  $ cat >a.t <<'END'
  >   $ echo a
  >   a (linux !)
  > END
  $ dott a.t
  !
  a.t:2: conditions on expected lines are not supported yet
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:2: see above; to run it again: dott a.t
  [1]

The same text as output is no condition:

  $ cat >b.t <<'END'
  >   $ echo 'a (linux !)'
  >   a (linux !)
  > END
  $ dott b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
