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
  $ interrupt HUP
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # 1 test was not run: hangup
  dott: stopped by a signal: hangup
  [129]
  $ interrupt QUIT
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # 1 test was not run: quit
  dott: stopped by a signal: quit
  [131]

Its reports are whole, and list what was not run:

  $ rm -f begun; cp pass.t zoo.t
  $ dott -j1 --order file --junit junit.xml --tap report.tap pass.t late.t zoo.t >/dev/null 2>&1 & pid=$!
  $ while ! test -e begun; do sleep 0.01; done; kill -INT $pid; wait $pid
  [130]
  $ grep -A1 '<testcase' junit.xml | sed 's/time="[^"]*"/time="T"/; s/^ *//'
  <testcase classname="(root)" name="pass.t" file="pass.t" time="T"/>
  <testcase classname="(root)" name="late.t" file="late.t" time="T">
  <skipped message="not run: interrupt"/>
  --
  <testcase classname="(root)" name="zoo.t" file="zoo.t" time="T">
  <skipped message="not run: interrupt"/>
  $ sed 's/time=.*/time=T/' report.tap
  TAP version 13
  ok 1 - pass.t # time=T
  ok 2 - late.t # SKIP not run: interrupt
  ok 3 - zoo.t # SKIP not run: interrupt
  1..3
  Bail out! 2 tests were not run: interrupt
  $ rm zoo.t junit.xml report.tap
  $ ls -A $TMPDIR
  $ ls
  begun
  late.t
  pass.t

One that is killed cannot say anything; but its tests are ended, and its directories
go, a moment later:

  $ echo '  $ echo $$ >"$TESTDIR/pid"; (setsid sleep 60 & echo $! >"$TESTDIR/pid2"); touch "$TESTDIR/begun"; sleep 60' >late.t
  $ interrupt KILL >/dev/null 2>&1
  [137]
  $ until test -z "$(ls -A $TMPDIR)" && ! kill -0 $(cat pid) && ! kill -0 $(cat pid2); do sleep 0.01; done 2>/dev/null
