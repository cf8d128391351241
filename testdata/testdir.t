Output shows the folder of the test as $TESTDIR, so a transcript is the same on every machine:

  $ mkdir -p "my tests/data" "my tests-old"
  $ printf 'x\n' >"my tests/data/x"
  $ cat >"my tests/a.t" <<'END'
  >   $ ls -d "$TESTDIR"/data/*; echo "$TESTDIR"; echo "$TESTDIR-old $TESTDIR/"; echo "at:$TESTDIR."
  > END
  $ dott -q -u "my tests"
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  my tests/a.t: 1 change written (changed)
  $ sed "s,$PWD,HERE," "my tests/a.t"
    $ ls -d "$TESTDIR"/data/*; echo "$TESTDIR"; echo "$TESTDIR-old $TESTDIR/"; echo "at:$TESTDIR."
    $TESTDIR/data/x
    $TESTDIR
    HERE/my tests-old $TESTDIR/
    at:HERE/my tests.
  $ dott -q "my tests"
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A pattern matches the path itself too, and a file that has the path keeps it:

  $ printf '  $ echo "$TESTDIR/a"\n  /*/my tests/a (glob)\n' >"my tests/a.t"
  $ printf '  $ echo "$TESTDIR/a"; echo "$TESTDIR/b"\n  %s/a\n' "$PWD/my tests" >"my tests/b.t"
  $ dott -q "my tests"
  .!
  # Ran 2 tests, 0 skipped, 1 failed.
  my tests/b.t:3: the output differs; to run it again: dott 'my tests/b.t'
  [1]
  $ sed "s,$PWD,HERE," "my tests/b.t.err"
    $ echo "$TESTDIR/a"; echo "$TESTDIR/b"
    HERE/my tests/a
    HERE/my tests/b

Substitutions of the configuration come first:

  $ cat >dott.toml <<'END'
  > [[substitute]]
  > pattern = '/[^ ]*/my tests'
  > with = "$MINE"
  > END
  $ printf '  $ echo "$TESTDIR/a"\n  $MINE/a\n' >"my tests/a.t"
  $ dott -q "my tests/a.t"
  .
  # Ran 1 tests, 0 skipped, 0 failed.

As under cram, --compat cram leaves the path alone:

  $ printf '  $ echo "$TESTDIR/a"\n' >a.t
  $ dott --compat cram --config /dev/null a.t 2>/dev/null | grep -c "^+  $PWD/a"
  1
