With -j, tests run at the same time; their results come in the order of the
files, each by itself.

  $ for i in 1 2 3 4; do
  >   printf '  $ touch "$TESTDIR/ran%s"; while test $(ls "$TESTDIR" | grep -c ran) -lt 4; do sleep 0.01; done\n' $i >$i.t
  >   printf '  $ sleep 0.%s; echo output of %s\n  output\n' $((8 - 2 * i)) $i >>$i.t
  > done
  $ dott -j 4 . 2>/dev/null
  !
  --- 1.t
  +++ 1.t.err
  @@ -1,3 +1,3 @@
     $ touch "$TESTDIR/ran1"; while test $(ls "$TESTDIR" | grep -c ran) -lt 4; do sleep 0.01; done
     $ sleep 0.6; echo output of 1
  -  output
  +  output of 1
  !
  --- 2.t
  +++ 2.t.err
  @@ -1,3 +1,3 @@
     $ touch "$TESTDIR/ran2"; while test $(ls "$TESTDIR" | grep -c ran) -lt 4; do sleep 0.01; done
     $ sleep 0.4; echo output of 2
  -  output
  +  output of 2
  !
  --- 3.t
  +++ 3.t.err
  @@ -1,3 +1,3 @@
     $ touch "$TESTDIR/ran3"; while test $(ls "$TESTDIR" | grep -c ran) -lt 4; do sleep 0.01; done
     $ sleep 0.2; echo output of 3
  -  output
  +  output of 3
  !
  --- 4.t
  +++ 4.t.err
  @@ -1,3 +1,3 @@
     $ touch "$TESTDIR/ran4"; while test $(ls "$TESTDIR" | grep -c ran) -lt 4; do sleep 0.01; done
     $ sleep 0.0; echo output of 4
  -  output
  +  output of 4
  
  # Ran 4 tests, 0 skipped, 4 failed.
  [1]
  $ ls -A $TMPDIR

  $ dott -j 0
  dott: invalid value "0" for -j, --jobs: not a whole number of 1 or more
  Try 'dott --help'.
  [2]
  $ dott -j many
  dott: invalid value "many" for -j, --jobs: not a whole number of 1 or more
  Try 'dott --help'.
  [2]
