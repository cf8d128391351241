-u with test cases: what they agree on is written plain, what differs under a
condition.

  $ cat >a.t <<'END'
  > #testcases x y
  >   $ echo same; echo "case $TESTCASE"; echo same again
  >   $ test $TESTCASE = x
  > #if x
  >   $ echo only here
  >   old
  > #endif
  >   $ echo 'a pattern'
  >   a * (glob)
  > END
  $ dott -u a.t
  --- a.t
  +++ a.t.err
  @@ -1,9 +1,14 @@
   #testcases x y
     $ echo same; echo "case $TESTCASE"; echo same again
  +  same
  +  case x (x \x21) (esc)
  +  case y (y \x21) (esc)
  +  same again
     $ test $TESTCASE = x
  +  [1] (y \x21) (esc)
   #if x
     $ echo only here
  -  old
  +  only here
   #endif
     $ echo 'a pattern'
     a * (glob)
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  a.t: 3 changes written (changed)
  $ dott a.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.

A second time there is nothing to do:

  $ cp a.t a.old; dott -u a.t; cmp a.t a.old
  ..
  # Ran 2 tests, 0 skipped, 0 failed.

Of three cases two agree. A line that was for one of them is for all when all have
it, and goes when nobody has it:

  $ cat >b.t <<'END'
  > #testcases a b c
  >   $ case $TESTCASE in c) echo C;; *) echo AB;; esac; echo all; exit_with() { return $1; }
  >   all (c !)
  >   gone (a !)
  >   $ case $TESTCASE in a) exit_with 1;; b) exit_with 2;; esac
  >   [1]
  > END
  $ dott -u -q b.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  b.t: 2 changes written (1 changed, 1 weakened)
  b.t:6: weakened: a status was removed: `[1]`
  $ cat b.t
  #testcases a b c
    $ case $TESTCASE in c) echo C;; *) echo AB;; esac; echo all; exit_with() { return $1; }
    AB (no-c \x21) (esc)
    C (c \x21) (esc)
    all
    $ case $TESTCASE in a) exit_with 1;; b) exit_with 2;; esac
    [1] (a \x21) (esc)
    [2] (b \x21) (esc)
  $ dott b.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.

Of cases that were not run, the lines stay:

  $ cat >c.t <<'END'
  > #testcases a b c
  >   $ echo "output of $TESTCASE"
  >   old
  > #if a
  >   $ echo in a branch
  >   old
  > #endif
  > END
  $ dott -u -q 'c.t#a'
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  c.t: 2 changes written (changed)
  $ cat c.t
  #testcases a b c
    $ echo "output of $TESTCASE"
    output of a (a \x21) (esc)
    old (no-a \x21) (esc)
  #if a
    $ echo in a branch
    in a branch
  #endif
  $ dott -u -q 'c.t#c' 'c.t#b'
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  c.t: 1 change written (changed)
  $ cat c.t
  #testcases a b c
    $ echo "output of $TESTCASE"
    output of a (a \x21) (esc)
    output of b (b \x21) (esc)
    output of c (c \x21) (esc)
  #if a
    $ echo in a branch
    in a branch
  #endif

A case that ends in an error has no output to write, and one that is skipped has
no say:

  $ cat >d.t <<'END'
  > #testcases good late skipped
  > #if skipped
  >   $ exit 80
  > #endif
  >   $ echo "output of $TESTCASE"
  >   old
  > #if late
  >   $ sleep 60
  > #endif
  > END
  $ dott -u -q -t 0.5 d.t
  .ts
  # Ran 3 tests, 1 skipped, 1 failed.
  d.t: 1 change written (weakened)
  d.t:5: weakened: expected output went: `old`
  d.t#late:9: timed out after 500ms; while running: sleep 60; to run it again: dott --timeout=500ms d.t#late
  skipped: no reason given
  [1]
  $ cat d.t
  #testcases good late skipped
  #if skipped
    $ exit 80
  #endif
    $ echo "output of $TESTCASE"
    output of good (good \x21) (esc)
    old (late \x21) (esc)
  #if late
    $ sleep 60
  #endif

Several #testcases lines, and conditions of the machine:

  $ cat >e.t <<'END'
  > #testcases fast slow
  > #testcases text xml
  >   $ echo "$TESTCASE" | tr '#' ' '
  >   $ case $TESTCASE in *xml) echo '<a/>';; *) echo a;; esac
  >   a (no-windows !)
  > END
  $ dott -u -q e.t
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  e.t: 2 changes written (changed)
  $ cat e.t
  #testcases fast slow
  #testcases text xml
    $ echo "$TESTCASE" | tr '#' ' '
    fast text (fast text \x21) (esc)
    fast xml (fast xml \x21) (esc)
    slow text (slow text \x21) (esc)
    slow xml (slow xml \x21) (esc)
    $ case $TESTCASE in *xml) echo '<a/>';; *) echo a;; esac
    a (no-windows text \x21) (esc)
    <a/> (xml \x21) (esc)
  $ dott e.t
  ....
  # Ran 4 tests, 0 skipped, 0 failed.

Output that is another each time is written as patterns, joined like all else:

  $ cat >f.t <<'END'
  > #testcases a b
  >   $ echo "process $$"; echo "$TESTCASE took 0.$(date +%N) seconds"
  > END
  $ dott -u -q f.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  f.t: 1 change written (changed)
  f.t:3: the output is not stable: lines 3, 4, 5 differ from run to run; written as patterns
  $ cat f.t
  #testcases a b
    $ echo "process $$"; echo "$TESTCASE took 0.$(date +%N) seconds"
    process * (glob)
    a took * seconds (glob) (a \x21) (esc)
    b took * seconds (glob) (b \x21) (esc)
  $ dott f.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.

Failures have an .err file for each case, which goes when that case passes:

  $ cat >g.t <<'END'
  > #testcases a b
  >   $ echo $TESTCASE
  >   c
  > END
  $ dott -q g.t
  !!
  # Ran 2 tests, 0 skipped, 2 failed.
  g.t#a:3: the output differs; to run it again: dott g.t#a
  g.t#b:3: the output differs; to run it again: dott g.t#b
  [1]
  $ ls g.t*
  g.t
  g.t#a.err
  g.t#b.err
  $ cat 'g.t#b.err'
  #testcases a b
    $ echo $TESTCASE
    b
  $ dott -u -q 'g.t#a'
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  g.t: 1 change written (changed)
  $ ls g.t*
  g.t
  g.t#b.err
  $ dott -u -q g.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  g.t: 1 change written (changed)
  $ ls g.t*
  g.t

Runs that had begun before the file was written are run again:

  $ cat >h.t <<'END'
  > #testcases a b
  >   $ echo $TESTCASE
  > END
  $ dott -u --repeat 2 h.t
  --- h.t
  +++ h.t.err
  @@ -1,2 +1,4 @@
   #testcases a b
     $ echo $TESTCASE
  +  a (a \x21) (esc)
  +  b (b \x21) (esc)
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  h.t: 1 change written (changed)
  $ dott h.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.

Lines that the order of the file keeps apart become one again, if all have them:

  $ cat >k.t <<'END'
  > #testcases s l
  >   $ if [ $TESTCASE = s ]; then echo new; echo short; else echo long; echo new; fi
  >   old (s !)
  >   short (s !)
  >   long (l !)
  >   old (l !)
  > END
  $ dott -u -q k.t; sed 's/ !)/!)/' k.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  k.t: 1 change written (changed)
  #testcases s l
    $ if [ $TESTCASE = s ]; then echo new; echo short; else echo long; echo new; fi
    long (l!)
    new
    short (s!)

One condition leaves out what does not have a line, and a pattern fits all cells, where
what differs in each of them is a value:

  $ printf '[matrix.t]\nvalues = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"]\nenv = { T = "{value}" }\n' >dott.toml
  $ printf '  $ case $T in 1.1|1.4) ;; *) echo common;; esac; echo "took 0.$(date +%%N) s with $T"\n' >m.t
  $ dott -u -q --matrix t m.t 2>/dev/null | tail -1; sed 's/ !)/!)/' m.t
  # Ran 6 tests, 0 skipped, 0 failed.
    $ case $T in 1.1|1.4) ;; *) echo common;; esac; echo "took 0.$(date +%N) s with $T"
    common (t!=1.1 t!=1.4!)
    took * s with * (glob)

Names have no order, and conditions on them say which:

  $ printf '[matrix.shell]\nvalues = ["dash", "bash", "busybox"]\nenv = { T = "{value}" }\n' >dott.toml
  $ printf '  $ echo "$T" | cut -c1\n' >n.t; dott -u -q --matrix shell n.t; sed 's/ !)/!)/' n.t
  ...
  # 1  shell=dash     1 passed
  # 2  shell=bash     1 passed
  # 3  shell=busybox  1 passed
  # Ran 3 tests, 0 skipped, 0 failed.
  n.t: 1 change written (changed)
    $ echo "$T" | cut -c1
    d (shell=dash!)
    b (shell!=dash!)
  $ printf '#if shell<bash\n#endif\n  $ true\n' >o.t; dott -q --matrix shell=dash o.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  o.t[shell=dash]:1: shell<bash: dash and bash are names, which have no order: compare them with = or !=, or say order = "list" for their axis; to run it again: dott 'o.t[shell=dash]'
  [1]
