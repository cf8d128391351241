A run keeps what it left. `dott accept` writes a change by its address, and runs the test
again; nothing else is run.

  $ export XDG_CACHE_HOME=$PWD/cache
  $ mkdir p; cd p
  $ cat >a.t <<'END'
  >   $ echo one
  >   uno
  >   $ echo 'took 12 ms'
  >   took 9 ms
  >   $ echo new
  > END
  $ dott -q a.t 2>/dev/null
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

The commands for each change, where nobody can answer:

  $ dott review </dev/null | grep accept
  To accept it: dott accept a.t:2
  To accept it: dott accept a.t:4
  To accept it: dott accept a.t:6
  $ dott -q a.t >/dev/null 2>&1; dott -i a.t </dev/null 2>/dev/null | grep accept
  To accept it: dott accept a.t:2
  To accept it: dott accept a.t:4
  To accept it: dott accept a.t:6

One of them, with a pattern for the next:

  $ dott accept a.t:2
  a.t: 1 change accepted (changed)
  a.t:4: the output differs; to run it again: dott a.t
  [1]
  $ dott accept --as glob --deny weakened a.t:4
  a.t:4: not written (--deny weakened): a literal became a pattern: `took 9 ms` -> `took * ms (glob)`
  a.t:4: the output differs; to run it again: dott a.t
  [1]
  $ dott accept --as re a.t:4
  a.t: 1 change accepted (weakened)
  a.t:4: weakened: a literal became a pattern: `took 9 ms` -> `took \d+ ms (re)`
  a.t:6: the output differs; to run it again: dott a.t
  [1]
  $ dott accept --json a.t:6
  {"file":"a.t","accepted":1,"judgement":"changed","findings":[{"line":6,"judgement":"changed","reason":"there is more output","new":"`new`"}],"verdict":"passed"}
  $ cat a.t
    $ echo one
    one
    $ echo 'took 12 ms'
    took \\d\+ ms \(re\) (re)
    $ echo new
    new
  $ dott accept --all
  the last run left no changes

A file that changed since is left as it is, and says where the line is now.

  $ printf '  $ echo one\n  uno\n' >b.t; dott -q b.t >/dev/null 2>&1
  [1]
  $ sed -i '1i\
  > A comment.\
  > ' b.t
  $ dott accept b.t:2
  b.t:2: the file changed since it was run; this is line 4 now; to run it again: dott b.t
  [1]
  $ dott accept b.t
  b.t: the file changed since it was run; to run it again: dott b.t
  [1]
  $ dott accept b.t:9 x.t:1
  dott: b.t:9: no change is left there; there are changes at 2
  dott: x.t:1: no such file
  [2]

Two at once wait for each other:

  $ printf '  $ echo one\n  uno\n  $ echo two\n  due\n' >b.t; dott -q b.t >/dev/null 2>&1
  [1]
  $ dott accept b.t:2 >/dev/null & dott accept b.t:4 >/dev/null; wait
  $ cat b.t
    $ echo one
    one
    $ echo two
    two

A case, and what it does to the others:

  $ printf '#testcases x y\n  $ echo $TESTCASE\n  x\n' >c.t; dott -q c.t >/dev/null 2>&1
  [1]
  $ dott accept c.t#y:3
  c.t: 1 change accepted (changed)
  c.t: passed
  $ sed 's/!)/! )/' c.t
  #testcases x y
    $ echo $TESTCASE
    x (x ! )
    y (y ! )

A change that nobody wants is forgotten until the next run.

  $ printf '  $ echo one\n  uno\n' >d.t; dott -q d.t >/dev/null 2>&1
  [1]
  $ dott reject d.t:2
  1 change rejected; the file is unchanged, and the test fails until its output matches
  $ dott review
  the last run left no changes

From the events of another machine:

  $ dott -q --json events d.t >/dev/null 2>&1
  [1]
  $ rm -r "$XDG_CACHE_HOME"; dott accept --events events d.t
  d.t: 1 change accepted (changed)
  d.t: passed

What is wrong:

  $ dott accept
  dott: accept: name changes, as in: dott accept a.t:14, or give --all
  Try 'dott --help'.
  [2]
  $ dott accept --as x a.t:1
  dott: accept: --as must be glob, re, name, optional, not "x"
  Try 'dott --help'.
  [2]

A test that was deleted has nothing to accept:

  $ printf '  $ echo a\n  b\n' >gone.t
  $ dott -q gone.t 2>/dev/null
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ rm gone.t
  $ dott accept --all
  the last run left no changes
