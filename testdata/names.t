File names may hold blanks, quotes and characters outside ASCII.

  $ mkdir 'my tests'
  $ cat >'my tests/größe "1".t' <<'END'
  >   $ echo "$TESTFILE"
  >   größe "1".t
  >   $ pwd
  >   $TESTTMP
  >   $ ls "$TESTDIR"
  >   größe "1".t
  > END
  $ dott 'my tests'
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -v 'my tests'
  my tests/größe "1".t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ echo '  $ echo x' >>'my tests/größe "1".t'
  $ dott 'my tests'
  !
  --- my tests/größe "1".t
  +++ my tests/größe "1".t.err
  @@ -5,3 +5,4 @@
     $ ls "$TESTDIR"
     größe "1".t
     $ echo x
  +  x
  
  # Ran 1 tests, 0 skipped, 1 failed.
  my tests/größe "1".t:8: new: the output differs; to run it again: dott 'my tests/größe "1".t'
  [1]
  $ dott --list 'my tests'
  my tests/größe "1".t
  $ ls 'my tests'
  größe "1".t
  größe "1".t.err

Names that begin with a dash, and names of our own directories:

  $ echo '  $ pwd' >-x.t; echo '  $TESTTMP' >>-x.t
  $ cp ./-x.t tmp; cp ./-x.t home
  $ dott -- -x.t tmp home
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
