A process in the background that keeps the output open does not hold up the
test, and does not outlive it. (This test would take an hour.)

  $ cat >a.t <<'END'
  >   $ sleep 3600 & echo $! >"$TESTDIR/pid"
  >   $ echo done
  >   done
  > END
  $ dott -t 0 a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ kill -0 $(cat pid) 2>/dev/null
  [1]
