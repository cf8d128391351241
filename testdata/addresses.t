The name of a test as it is shown is one word of the shell, and runs that test: with
its case and with its cell of the matrix.

  $ cat >dott.toml <<'END'
  > [matrix.t]
  > values = ["1", "2", "3"]
  > env = { T = "{value}" }
  > [matrix.u]
  > values = ["x", "y"]
  > END
  $ printf '#testcases a b\n  $ test $TESTCASE$T != b2\n' >r.t
  $ printf '  $ true\n' >'odd[t=1].t'; printf '  $ echo "$T."\n  .\n' >s.t
  $ dott --list --matrix t r.t >names; cat names
  r.t#a[t=1]
  r.t#a[t=2]
  r.t#a[t=3]
  r.t#b[t=1]
  r.t#b[t=2]
  r.t#b[t=3]
  $ xargs dott --list <names | cmp - names

What a failure names runs it again, and so does the command that it gives:

  $ dott -q --matrix t r.t 2>err | tail -1; cat err
  # Ran 6 tests, 0 skipped, 1 failed.
  r.t#b[t=2]:3: the output differs; to run it again: dott 'r.t#b[t=2]'
  $ dott -v 'r.t[t=2]' 2>/dev/null | grep :
  r.t#a[t=2]: passed
  r.t#b[t=2]: failed
  $ eval "$(sed 's/.*again: //' err) -q" 2>/dev/null
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

A test without a cell runs in the cells of --matrix, or as PATH has it; one with a
cell in that one alone. The axes of a cell may stand in any order.

  $ dott -v s.t 'r.t#a[t=3]'
  s.t: passed
  r.t#a[t=3]: passed
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott --list --matrix u s.t 'r.t#a[t=3]' 's.t[u=y,t=1]'
  s.t[u=x]
  s.t[u=y]
  s.t[t=1,u=y]
  r.t#a[t=3]
  $ dott --list 'odd[t=1].t' 'odd[t=1].t[t=2]'
  odd[t=1].t
  odd[t=1].t[t=2]

Lists take them too:

  $ printf 'r.t#b[t=3]\ns.t[t=1]\n' >only; dott --list --matrix t --only-list only
  r.t#b[t=3]
  s.t[t=1]

What is written for one cell is not written for the others:

  $ dott -u -q 's.t[t=2]' 2>/dev/null
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ sed 's/ !)/!)/' s.t
    $ echo "$T."
    . (t!=2!)
    2. (t=2!)
  $ dott -u -q s.t 's.t[t=2]'
  dott: the cells are of several axes, and nothing can be written that is true for all of them; name those of one axis with --matrix
  [2]

What there is not:

  $ dott 'r.t[t=4]'
  dott: r.t[t=4]: --matrix, axis t: no version 4; known are 1, 2, 3
  [2]
  $ dott 'r.t[v=4]'
  dott: r.t[v=4]: --matrix v=4: no axis "v"; there are t, u
  [2]
  $ dott 'r.t[t>=2]'
  dott: r.t[t>=2]: t>=2 is not one cell
  [2]
  $ rm dott.toml; dott 'r.t[t=2]'
  dott: r.t[t=2]: no test is run in the cell t=2
  [2]
