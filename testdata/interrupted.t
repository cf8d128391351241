A run that is interrupted ends its tests, says how far it came and leaves nothing.

  $ cat >late.t <<'END'
  >   $ touch "$TESTDIR/begun"; sleep 60
  > END
  $ cat >pass.t <<'END'
  >   $ true
  > END
  $ interrupt() {
  >   rm -f begun
  >   dott -j1 pass.t late.t & pid=$!
  >   while ! test -e begun; do sleep 0.01; done
  >   kill -$1 $pid; wait $pid
  > }
  $ interrupt INT
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # 1 test was not run: interrupt
  dott: stopped by a signal: interrupt
  [130]
  $ interrupt TERM
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # 1 test was not run: terminated
  dott: stopped by a signal: terminated
  [143]
  $ ls -A $TMPDIR
  $ ls
  begun
  late.t
  pass.t
