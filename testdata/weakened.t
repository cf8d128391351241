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
