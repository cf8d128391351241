-u writes what differs, runs the test again and shows the verdict of that. What
still matches keeps its text.

  $ cat >a.t <<'END'
  > Text.
  > 
  >   $ echo one; echo two; echo three
  >   o.e (re)
  >   to
  >   t* (glob)
  >   $ (exit 3)
  > END
  $ dott -u a.t
  --- a.t
  +++ a.t.err
  @@ -2,6 +2,7 @@
   
     $ echo one; echo two; echo three
     o.e (re)
  -  to
  +  two
     t* (glob)
     $ (exit 3)
  +  [3]
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  a.t: 2 changes written (changed)

A second time there is nothing to do:

  $ dott -u a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat a.t
  Text.
  
    $ echo one; echo two; echo three
    o.e (re)
    two
    t* (glob)
    $ (exit 3)
    [3]
  $ ls
  a.t

Without diffs, and with a line for each test:

  $ sed -i s/two/2/ a.t
  $ dott -u -q -v a.t
  a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.

What did not run stays, and so does a file without an end. An expression that is invalid is
no reason to leave anything, as it is replaced itself:

  $ cat >early.t <<'END'
  >   $ echo a
  >   b
  >   $ exit 3
  >   $ echo c
  >   d
  > END
  $ cat >faulty.t <<'END'
  >   $ echo a
  >   *** (re)
  >   $ echo c
  >   d
  > END
  $ cat >late.t <<'END'
  >   $ echo a
  >   b
  >   $ sleep 60
  > END
  $ cp late.t late.old
  $ dott -u -q -t 0.3 early.t faulty.t late.t
  !.t
  # Ran 3 tests, 0 skipped, 2 failed.
  early.t: 1 change written (changed)
  early.t:3: the shell ended with status 3; 1 command after it did not run; to run it again: dott --timeout=300ms early.t
  faulty.t: 2 changes written (changed)
  late.t:3: timed out after 300ms; while running: sleep 60; to run it again: dott --timeout=300ms late.t
  3 changes written in 2 files (changed)
  [1]
  $ cat early.t
    $ echo a
    a
    $ exit 3
    $ echo c
    d
  $ cat faulty.t
    $ echo a
    a
    $ echo c
    c
  $ cmp late.t late.old

So does a file that is not the one that ran:

  $ cat >self.t <<'END'
  >   $ echo '  $ echo b' >>"$TESTDIR/$TESTFILE"
  >   $ echo a
  > END
  $ dott -u self.t 2>&1
  self.t: its .err file cannot be written: it changed on disk since it was run
  !
  --- self.t
  +++ self.t.err
  @@ -1,2 +1,3 @@
     $ echo '  $ echo b' >>"$TESTDIR/$TESTFILE"
     $ echo a
  +  a
  self.t: not rewritten: it changed on disk since it was run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  self.t:3: see above; to run it again: dott self.t
  [1]
  $ cat self.t
    $ echo '  $ echo b' >>"$TESTDIR/$TESTFILE"
    $ echo a
    $ echo b

-u is a yes to everything:

  $ dott -u -n a.t
  dott: options --update and --no are mutually exclusive
  Try 'dott --help'.
  [2]
