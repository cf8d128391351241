`dott lint --against` judges what a change did to the tests: what checks less now is named,
all else is a number.

  $ git init -q; git config user.name t; git config user.email t@example.com
  $ printf '  $ echo one\n  one\n  $ false\n  [1]\n  $ echo 5 ms\n  5 ms\n' >a.t
  $ printf '  $ echo b\n  b\n' >b.t; cp b.t c.t; git add .; git commit -qm one
  $ dott lint --against HEAD
  # 0 weakened, 0 changed in 0 files
  $ printf '  $ echo two\n  two\n  $ false || true\n  $ echo 5 ms\n  * ms (glob)\n' >a.t
  $ git mv b.t new.t; git rm -q c.t
  $ dott lint --against HEAD
  a.t:3: weakened: the status of the command is hidden: `false` -> `false || true`
  a.t:3: weakened: a status was removed: `[1]`
  a.t:5: weakened: a literal became a pattern: `5 ms` -> `* ms (glob)`
  c.t:1: weakened: the file was deleted, with all of its commands
  # 4 weakened, 2 changed in 2 files
  $ dott lint --against HEAD --deny weakened >/dev/null
  [1]
  $ dott lint --against HEAD --github=true a.t | grep ::
  ::warning file=a.t,line=3,title=weakened test::weakened: the status of the command is hidden: `false` -> `false || true`
  ::warning file=a.t,line=3,title=weakened test::weakened: a status was removed: `[1]`
  ::warning file=a.t,line=5,title=weakened test::weakened: a literal became a pattern: `5 ms` -> `* ms (glob)`
  $ dott lint --against HEAD --json a.t
  {"file":"a.t","line":1,"was":1,"judgement":"changed","reason":"another command","old":"`echo one`","new":"`echo two`"}
  {"file":"a.t","line":2,"was":2,"judgement":"changed","reason":"something else is expected","old":"`one`","new":"`two`"}
  {"file":"a.t","line":3,"was":3,"judgement":"weakened","reason":"the status of the command is hidden","old":"`false`","new":"`false || true`"}
  {"file":"a.t","line":3,"was":4,"judgement":"weakened","reason":"a status was removed","old":"`[1]`"}
  {"file":"a.t","line":5,"was":6,"judgement":"weakened","reason":"a literal became a pattern","old":"`5 ms`","new":"`* ms (glob)`"}
  $ dott lint --deny weakened
  dott: lint: --deny weakened judges a change; name its revision with --against
  Try 'dott --help'.
  [2]
  $ dott lint --against nothing
  dott: --against: git diff --name-status -z --no-renames nothing --: fatal: bad revision 'nothing'
  [2]

So is what -u and -i write. A line says where less is checked; how the other changes are judged is
said by a word behind their number.

  $ printf '  $ false\n  [1]\n  $ echo one\n  uno\n  $ true\n  a\n  b\n' >u.t; cp u.t saved
  $ sed 's/false/true/' saved >u.t; cp u.t weak; dott -uq u.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  u.t: 3 changes written (1 changed, 2 weakened)
  u.t:1: weakened: a status was removed: `[1]`
  u.t:4: weakened: expected output went: `a...`
  $ cp weak u.t; dott -uq --json - --github=true u.t 2>&1 | grep -E '^::w|judged' | sed 's/.*"judged"/"judged"/; s/,"times".*//'
  ::warning file=u.t,line=1,title=weakened test::weakened: a status was removed: `[1]`
  ::warning file=u.t,line=4,title=weakened test::weakened: expected output went: `a...`
  "judged":{"changed":1,"weakened":2,"findings":[{"line":1,"was":2,"judgement":"weakened","reason":"a status was removed","old":"`[1]`"},{"line":3,"was":4,"judgement":"changed","reason":"something else is expected","old":"`uno`","new":"`one`"},{"line":4,"was":6,"judgement":"weakened","reason":"expected output went","old":"`a...`"}]}
  $ cp weak u.t; dott -uq --agent u.t | sed 's/([0-9].*/(TIME)/'
  dott: 0 failed, 1 passed, 0 skipped (TIME)
  u.t: 3 changes written (TIME)
  u.t:1: weakened: a status was removed: `[1]`
  u.t:4: weakened: expected output went: `a...`

Several files have a sum.

  $ cp weak u.t; sed 's/uno/one/' weak >v.t; dott -uq u.t v.t 2>&1 | tail -n 1
  5 changes written in 2 files (1 changed, 4 weakened)

--deny weakened writes only what checks as much as before, and fails.

  $ cp weak u.t; dott -uq --deny weakened u.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  u.t: 1 change written (changed)
  u.t:2: not written (--deny weakened): a status was removed: `[1]`
  u.t:6: not written (--deny weakened): expected output went: `a...`
  u.t:2: the output differs; to run it again: dott u.t
  2 changes not written (--deny weakened)
  [1]
  $ diff weak u.t
  4c4
  <   uno
  ---
  \x3e   one (esc)
  [1]
  $ cp weak u.t; dott -i -y --deny weakened u.t >/dev/null
  u.t: 1 change written (changed)
  u.t:2: not written (--deny weakened): a status was removed: `[1]`
  u.t:6: not written (--deny weakened): expected output went: `a...`
  u.t:2: the output differs; to run it again: dott u.t
  2 changes not written (--deny weakened)
  [1]
  $ cp weak u.t; yes | dott -i --deny weakened u.t >/dev/null
  u.t: 1 change written (changed)
  u.t:2: not written (--deny weakened): a status was removed: `[1]`
  u.t:6: not written (--deny weakened): expected output went: `a...`
  u.t:2: the output differs; to run it again: dott u.t
  2 changes not written (--deny weakened)
  [1]
  $ dott accept --all --deny weakened
  u.t:2: not written (--deny weakened): a status was removed: `[1]`
  u.t:6: not written (--deny weakened): expected output went: `a...`
  u.t:2: the output differs; to run it again: dott u.t
  [1]
  $ cp weak u.t; dott -q u.t >/dev/null 2>&1
  [1]
  $ dott accept --all --deny weakened
  u.t: 1 change accepted (changed)
  u.t:2: not written (--deny weakened): a status was removed: `[1]`
  u.t:6: not written (--deny weakened): expected output went: `a...`
  u.t:2: the output differs; to run it again: dott u.t
  [1]
  $ dott accept --all --deny weakened --json
  {"file":"u.t","accepted":0,"denied":2,"judgement":"same","refused":[{"line":2,"was":2,"judgement":"weakened","reason":"a status was removed","old":"`[1]`"},{"line":6,"was":6,"judgement":"weakened","reason":"expected output went","old":"`a...`"}],"verdict":"failed","tests":["u.t:2: the output differs; to run it again: dott u.t"]}
  [1]
  $ dott --deny=weakened u.t
  dott: --deny weakened is about what -u and -i write; to judge a change: dott lint --against REV --deny weakened
  Try 'dott --help'.
  [2]
  $ dott -u --deny=all u.t
  dott: invalid argument "all" for "--deny" flag: must be weakened
  Try 'dott --help'.
  [2]
  $ dott accept --all
  u.t: 2 changes accepted (weakened)
  u.t:1: weakened: a status was removed: `[1]`
  u.t:4: weakened: expected output went: `a...`
  u.t: passed

So are the patterns for output that is not stable.

  $ printf '  $ echo $$\n  1\n' >w.t; dott -uq --deny weakened w.t >/dev/null
  w.t: 1 change written (changed)
  w.t:2: not written (--deny weakened): a literal became a pattern: `1` -> `\d+ (re)`
  w.t:2: the output is not stable: line 2 differs from run to run; if that is right, write a pattern there: line 2 as `\d+ (re)`; to run it again: dott w.t
  1 change not written (--deny weakened)
  [1]
  $ printf '  $ echo $$\n  1\n' >w.t; dott -uq w.t >/dev/null
  w.t: 1 change written (weakened)
  w.t:2: weakened: a literal became a pattern: `1` -> `\d+ (re)`
  w.t:2: the output is not stable: line 2 differs from run to run; written as patterns

A test of several cases is judged as one file.

  $ printf '#testcases x y\n  $ echo $TESTCASE\n  x\n  z\n' >c.t
  $ dott -uq --deny weakened c.t >/dev/null
  c.t:3: not written (--deny weakened): expected output went: `z`
  c.t#x:4: the output differs; to run it again: dott c.t#x
  c.t#y:3: the output differs; to run it again: dott c.t#y
  1 change not written (--deny weakened)
  [1]
  $ dott -uq c.t >/dev/null
  c.t: 1 change written (weakened)
  c.t:3: weakened: expected output went: `z`
  $ printf '#testcases x y\n  $ true\n  x\n  z\n' >c.t
  $ dott -uq --deny weakened c.t >/dev/null
  c.t:3: not written (--deny weakened): expected output went: `x...`
  c.t#x:3: new: the output differs; to run it again: dott c.t#x
  c.t#y:3: new: the output differs; to run it again: dott c.t#y
  1 change not written (--deny weakened)
  [1]

Under the name cram nothing is judged.

  $ mkdir bin; ln -s "$(command -v dott)" bin/cram; cp weak u.t; bin/cram -iy u.t >/dev/null
  u.t: 3 changes written
