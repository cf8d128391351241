Tests that are programs run beside transcripts: by their exit status, by what
they print, or by the TAP that they print.

  $ cat >dott.toml <<'END'
  > [[foreign]]
  > files = "check-*.sh"
  > command = 'sh "$TESTDIR/$TESTFILE"'
  > [[foreign]]
  > files = "test-*.sh"
  > command = 'sh "$TESTDIR/$TESTFILE"'
  > verdict = "output"
  > [[foreign]]
  > files = "*.tap.sh"
  > command = 'sh "$TESTDIR/$TESTFILE"'
  > verdict = "tap"
  > END
  $ mkdir t
  $ echo 'test "$PWD" = "$TESTTMP"' >t/check-good.sh
  $ printf 'echo "what it said"\nexit 3\n' >t/check-bad.sh
  $ printf 'echo "skipped: no luck"; exit 80\n' >t/check-skip.sh
  $ echo 'echo a; echo $TESTTMP' >t/test-good.sh; printf 'a\n$TESTTMP\n' >t/test-good.sh.out
  $ echo 'echo a; echo b' >t/test-bad.sh; printf 'a\nc\n' >t/test-bad.sh.out
  $ echo ':' >t/test-quiet.sh
  $ printf 'echo 1..2; echo ok 1; echo "not ok 2 # TODO later"\n' >t/good.tap.sh
  $ printf 'echo 1..2; echo ok 1; echo "not ok 2 - it broke"\n' >t/bad.tap.sh
  $ printf 'echo ok 1\n' >t/noplan.tap.sh
  $ printf 'echo "1..0 # SKIP no database"\n' >t/skip.tap.sh
  $ printf 'echo 1..2; echo ok; echo "Bail out! disk full"\n' >t/bail.tap.sh
  $ printf '  $ echo a transcript\n  a transcript\n' >t/a.t
  $ dott -v t 2>/dev/null
  t/a.t: passed
  t/bad.tap.sh: failed
  t/bad.tap.sh: 1 of 2 failed
    not ok 2 - it broke
  t/bail.tap.sh: failed
  t/bail.tap.sh: it bailed out: disk full
    1..2
    ok
    Bail out! disk full
  t/check-bad.sh: failed
  t/check-bad.sh: it ended with status 3
    what it said
  t/check-good.sh: passed
  t/check-skip.sh: skipped: no luck
  t/good.tap.sh: passed
  t/noplan.tap.sh: failed
  t/noplan.tap.sh: it printed no plan (1..N), so that nobody knows whether it came to its end
    ok 1
  t/skip.tap.sh: skipped: no database
  t/test-bad.sh: failed
  --- t/test-bad.sh.out
  +++ t/test-bad.sh.out.err
  @@ -1,2 +1,2 @@
   a
  -c
  +b
  t/test-good.sh: passed
  t/test-quiet.sh: passed
  # Ran 12 tests, 2 skipped, 5 failed.
  [1]
