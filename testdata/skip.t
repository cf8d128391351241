Status 80 skips a test; what it printed behind "skipped: " is the reason.

  $ cat >a.t <<'END'
  >   $ echo "skipped: needs a network"
  >   $ exit 80
  >   $ echo not run
  > END
  $ dott a.t
  s
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (needs a network)
  $ dott -v a.t
  a.t: skipped: needs a network
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (needs a network)
  $ cat >b.t <<'END'
  >   $ exit 80
  > END
  $ dott -v b.t
  b.t: skipped
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (no reason given)

So does an empty file, and none other:

  $ touch empty.t; echo Only a comment. >comment.t
  $ dott empty.t comment.t
  ss
  # Ran 2 tests, 2 skipped, 0 failed.
  nothing was tested: all 2 tests were skipped (empty: 1, and 1 other reason)
  $ dott -v empty.t comment.t
  empty.t: empty
  comment.t: skipped: no commands
  # Ran 2 tests, 2 skipped, 0 failed.
  nothing was tested: all 2 tests were skipped (empty: 1, and 1 other reason)

80 from a command is a status like any other:

  $ cat >c.t <<'END'
  >   $ (exit 80)
  >   [80]
  > END
  $ dott c.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
