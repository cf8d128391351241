A run leaves nothing behind: no directory, whatever the test did to it, and no
process.

  $ cat >a.t <<'END'
  >   $ mkdir -p "$TESTTMP/closed/inner" "$TMPDIR/closed/inner" "$HOME/closed"
  >   $ touch closed/inner/file "$TMPDIR/closed/inner/file"
  >   $ chmod 000 closed/inner closed "$TMPDIR/closed/inner" "$TMPDIR/closed" "$HOME/closed"
  >   $ chmod 500 .
  >   $ ln -s / "$TMPDIR/root"
  >   $ sleep 60 >/dev/null 2>&1 &
  >   $ echo $! >>"$PIDS"
  >   $ (setsid sleep 60 >/dev/null 2>&1 & echo $! >>"$PIDS")
  >   $ cd /
  > END
  $ export PIDS=$PWD/pids
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ls -A $TMPDIR
  $ for pid in $(cat pids); do kill -0 $pid 2>/dev/null && echo $pid lives; done
  [1]
  $ wc -l <pids
  2

Nor does one that failed, ended early, ran out of time or never started:

  $ cat >fail.t <<'END'
  >   $ echo x
  > END
  $ cat >early.t <<'END'
  >   $ exit 1
  >   $ true
  > END
  $ cat >late.t <<'END'
  >   $ sleep 60
  > END
  $ echo '#else' >broken.t
  $ dott -q fail.t early.t broken.t 2>/dev/null
  !!!
  # Ran 3 tests, 0 skipped, 3 failed.
  [1]
  $ dott -q -t 0.3 late.t 2>/dev/null
  t
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ ls -A $TMPDIR

A test may remove its own directories:

  $ cat >gone.t <<'END'
  >   $ rm -r "$CRAMTMP"/*
  > END
  $ dott gone.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ls -A $TMPDIR
