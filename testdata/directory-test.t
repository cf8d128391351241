A directory whose name ends in .t and that has a file run.t is one test, as for dune: it
runs in a copy of the directory.

  $ mkdir -p a/foo.t/sub a/bar.t
  $ echo data > a/foo.t/data
  $ echo '  $ exit 1' > a/foo.t/other.t
  $ ln -s data a/foo.t/link
  $ printf '#!/bin/sh\necho ran\n' > a/foo.t/sub/program; chmod 750 a/foo.t/sub/program; chmod 500 a/foo.t/sub
  $ cat > a/foo.t/run.t <<'END'
  >   $ cat data link
  >   $ sub/program
  >   $ ls
  >   $ echo more >> data; cat link
  >   $ basename $TESTDIR; echo $TESTFILE
  > END
  $ echo '  $ true' > a/bar.t/b.t
  $ dott --list a
  a/bar.t/b.t
  a/foo.t/run.t
  $ dott a/foo.t
  !
  --- a/foo.t/run.t
  +++ a/foo.t/run.t.err
  @@ -1,5 +1,17 @@
     $ cat data link
  +  data
  +  data
     $ sub/program
  +  ran
     $ ls
  +  data
  +  link
  +  other.t
  +  run.t
  +  sub
     $ echo more >> data; cat link
  +  data
  +  more
     $ basename $TESTDIR; echo $TESTFILE
  +  foo.t
  +  run.t
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a/foo.t/run.t:2: the output differs; to run it again: dott a/foo.t/run.t
  [1]

What is accepted goes into the file itself. The copy was changed, and the directory was not;
the .err file of the run before is not copied.

  $ dott -u -q a/foo.t/run.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  a/foo.t/run.t: 5 changes written (changed)
  $ dott a
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ cat a/foo.t/data
  data

That is so in every mode.

  $ dott --compat cram a
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott --compat mercurial -j1 a/foo.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What is neither a file nor a directory cannot be copied.

  $ mkfifo a/foo.t/pipe
  $ dott a/foo.t
  !
  a/foo.t/run.t: copying the test's directory: $TESTTMP/a/foo.t/pipe is neither a file nor a directory
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a/foo.t/run.t: new: see above; to run it again: dott a/foo.t/run.t
  [1]
