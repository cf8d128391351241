Tests run in each cell of the matrix: here, against each installed version of a
tool.

  $ for v in 1.9 1.10 2.0; do
  >   mkdir -p opt/$v/bin; printf '#!/bin/sh\necho "tool %s"\n' $v >opt/$v/bin/tool; chmod +x opt/$v/bin/tool
  > done
  $ cat >dott.toml <<'END'
  > [matrix.tool]
  > from = "opt/*/bin"
  > probe = "tool"
  > [matrix.mode]
  > values = ["fast", "slow"]
  > env = { MODE = "{value}" }
  > [[matrix-exclude]]
  > tool = "<1.10"
  > mode = "slow"
  > END
  $ cat >a.t <<'END'
  > #require tool
  >   $ tool
  >   tool 1.9 (tool<1.10 !)
  >   tool 1.10 (tool=1.10 !)
  >   tool 2.0 (tool>=2 !)
  > #if mode
  >   $ echo "$MODE in $TESTCELL"
  >   (fast|slow) in mode=.*,tool=.* (re)
  > #endif
  > END
  $ cat >b.t <<'END'
  > #require tool>1.9
  >   $ tool | tr 0-9 x
  >   tool x.xx
  > END

By itself, a run has the one cell of what PATH has.

  $ dott -v
  a.t: skipped: missing feature: tool
  b.t: skipped: missing feature: tool>1.9
  # Ran 2 tests, 2 skipped, 0 failed.
  nothing was tested: all 2 tests were skipped (missing feature: tool: 1, and 1 other reason)
  $ PATH=$PWD/opt/1.10/bin:$PATH dott -v
  a.t: passed
  b.t: passed
  # Ran 2 tests, 0 skipped, 0 failed.

All cells, with a table of them and of the tests that differ:

  $ dott --matrix all -q
  .....s.!.!
  # 1  mode=fast,tool=1.9   1 passed, 1 skipped
  # 2  mode=fast,tool=1.10  2 passed
  # 3  mode=fast,tool=2.0   1 passed, 1 failed
  # 4  mode=slow,tool=1.10  2 passed
  # 5  mode=slow,tool=2.0   1 passed, 1 failed
  #
  #      1  2  3  4  5
  # b.t  s  .  !  .  !
  # Ran 10 tests, 1 skipped, 2 failed.
  b.t[mode=fast,tool=2.0]:3: new: the output differs; to run it again: dott 'b.t[mode=fast,tool=2.0]'
  b.t[mode=slow,tool=2.0]:3: new: the output differs; to run it again: dott 'b.t[mode=slow,tool=2.0]'
  skipped: missing feature: tool>1.9 (it is 1.9)
  [1]

One axis, some of its versions, and one cell:

  $ dott --matrix tool -v a.t
  a.t[tool=1.9]: passed
  a.t[tool=1.10]: passed
  a.t[tool=2.0]: passed
  # 1  tool=1.9   1 passed
  # 2  tool=1.10  1 passed
  # 3  tool=2.0   1 passed
  # Ran 3 tests, 0 skipped, 0 failed.
  $ dott --matrix 'tool>=1.10' --list
  a.t[tool=1.10]
  a.t[tool=2.0]
  b.t[tool=1.10]
  b.t[tool=2.0]
  $ dott --matrix tool=2.0 --matrix mode=slow -v a.t
  a.t[mode=slow,tool=2.0]: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --matrix tool=2.0,1.9 --list a.t
  a.t[tool=1.9]
  a.t[tool=2.0]

Failures that are allowed are shown and do not count.

  $ cp dott.toml all.toml
  $ printf '[run]\nmatrix = "tool"\n[matrix.tool]\nfrom = "opt/*/bin"\nallow-failure = [">=2"]\n' >dott.toml
  $ dott -q b.t
  s.!
  # 1  tool=1.9   1 skipped
  # 2  tool=1.10  1 passed
  # 3  tool=2.0   1 failed (allowed)
  #
  #      1  2  3
  # b.t  s  .  !
  # Ran 3 tests, 1 skipped, 0 failed, 1 failed (allowed).
  b.t[tool=2.0]:3: the output differs; to run it again: dott 'b.t[tool=2.0]'
  skipped: missing feature: tool>1.9 (it is 1.9)
  $ mv all.toml dott.toml

Which version changed it?

  $ dott --bisect tool
  trying tool=2.0 with 2 of the tests
  trying tool=1.9 with 2 of the tests
  trying tool=1.10 with 1 of the tests
  a.t: passes with 1.9 and with 2.0; there is no change to look for between them
  b.t: passes up to 1.10, fails from 2.0 on
  $ dott --bisect tool --matrix 'tool<2' b.t
  trying tool=1.10 with 1 of the tests
  trying tool=1.9 with 1 of the tests
  b.t: is skipped up to 1.9, passes from 1.10 on
  $ dott --bisect tool --matrix all b.t
  dott: --bisect tool: --matrix all leaves several cells of one version; name one version of each other axis
  Try 'dott --help'.
  [2]
  $ dott --bisect git b.t
  dott: --bisect git: the configuration has no [matrix.git]
  Try 'dott --help'.
  [2]

The reports that are asked for have all that was run:

  $ dott --bisect tool --junit j.xml --json - a.t 2>/dev/null | sed 's/.*"action":"\([a-z]*\)".*/\1/' | tr '\n' ' '
  dott pass pass summary  (no-eol)
  $ grep -o '<testsuite .*tests="[0-9]*"\|<testcase .*name="[^"]*" file' j.xml | sed 's/ id=.*tests/ tests/'
  <testsuite name="dott tool=1.9" tests="1"
  <testcase classname="(root)" name="a.t[tool=1.9]" file
  <testsuite name="dott tool=2.0" tests="1"
  <testcase classname="(root)" name="a.t[tool=2.0]" file

What cannot be:

  $ dott --matrix tool=3
  dott: --matrix, axis tool: no version 3; known are 1.9, 1.10, 2.0
  [2]
  $ dott --matrix gti
  dott: --matrix gti: no axis "gti"; there are mode, tool
  [2]
  $ mv opt/2.0 opt/2.0.gone; mkdir -p opt/2.0/bin; printf '#!/bin/sh\nexit 3\n' >opt/2.0/bin/tool; chmod +x opt/2.0/bin/tool
  $ dott --matrix tool -v
  a.t[tool=1.9]: passed
  a.t[tool=1.10]: passed
  a.t[tool=2.0]: error
  a.t: no cell to run in: tool=2.0: probing it with "tool": exit status 3
  a.t[tool=2.0.gone]: passed
  b.t[tool=1.9]: skipped: missing feature: tool>1.9 (it is 1.9)
  b.t[tool=1.10]: passed
  b.t[tool=2.0]: error
  b.t: no cell to run in: tool=2.0: probing it with "tool": exit status 3
  b.t[tool=2.0.gone]: failed
  --- b.t
  +++ b.t.err
  @@ -1,3 +1,3 @@
   #require tool>1.9
     $ tool | tr 0-9 x
  -  tool x.xx
  +  tool x.x
  # 1  tool=1.9       1 passed, 1 skipped
  # 2  tool=1.10      2 passed
  # 3  tool=2.0       2 failed
  # 4  tool=2.0.gone  1 passed, 1 failed
  #
  #      1  2  3  4
  # a.t  .  .  !  .
  # b.t  s  .  !  !
  # Ran 8 tests, 1 skipped, 3 failed.
  a.t[tool=2.0]: new: see above; to run it again: dott 'a.t[tool=2.0]'
  b.t[tool=2.0]: since 3 runs (*, first with mode=fast,tool=2.0): see above; to run it again: dott 'b.t[tool=2.0]' (glob)
  b.t[tool=2.0.gone]:3: since 3 runs (*, first with mode=fast,tool=2.0): the output differs; to run it again: dott 'b.t[tool=2.0.gone]' (glob)
  [1]

Output that differs between versions is written with conditions, and never for
versions that did not run.

  $ rm -r opt/2.0; mv opt/2.0.gone opt/2.0
  $ printf '#require tool\n  $ tool; echo same\n  $ tool | grep -q 2.0\n' >c.t
  $ dott -u -q --matrix tool=1.10 c.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  c.t: 2 changes written (changed)
  $ cat c.t
  #require tool
    $ tool; echo same
    tool 1.10 (tool=1.10 !)
    same (tool=1.10 !)
    $ tool | grep -q 2.0
    [1] (tool=1.10 !)
  $ dott -u -q --matrix tool c.t
  ...
  # 1  tool=1.9   1 passed
  # 2  tool=1.10  1 passed
  # 3  tool=2.0   1 passed
  # Ran 3 tests, 0 skipped, 0 failed.
  c.t: 2 changes written (changed)
  $ cat c.t
  #require tool
    $ tool; echo same
    tool 1.9 (tool<1.10 !)
    tool 1.10 (tool=1.10 !)
    tool 2.0 (tool>=2.0 !)
    same
    $ tool | grep -q 2.0
    [1] (tool<2.0 !)
  $ dott -q --matrix all c.t
  .....
  # 1  mode=fast,tool=1.9   1 passed
  # 2  mode=fast,tool=1.10  1 passed
  # 3  mode=fast,tool=2.0   1 passed
  # 4  mode=slow,tool=1.10  1 passed
  # 5  mode=slow,tool=2.0   1 passed
  # Ran 5 tests, 0 skipped, 0 failed.

What failed is run again in the cells in which it failed, without naming them:

  $ mkdir retest; cd retest
  $ printf '[matrix.mode]\nvalues = ["fast", "slow"]\n' >dott.toml
  $ printf '  $ test "$TESTCELL" != mode=slow\n' >c.t
  $ dott --matrix mode -q c.t 2>/dev/null
  .!
  # 1  mode=fast  1 passed
  # 2  mode=slow  1 failed
  #
  #      1  2
  # c.t  .  !
  # Ran 2 tests, 0 skipped, 1 failed.
  [1]
  $ dott -r --list c.t
  c.t[mode=slow]
  $ dott -u -q -r c.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  c.t: 1 change written (changed)
  $ sed 's/ !)/!)/' c.t
    $ test "$TESTCELL" != mode=slow
    [1] (mode=slow!)
  $ dott -r c.t
  of 1 test in c.t, none failed in the last run
