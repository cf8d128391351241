#timeout 3m
--affected chooses the tests that a change may concern, by what they ran when they were
measured. Where that is not certain, they run.

  $ export HGUSER=test HGPLAIN=1 GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test
  $ fill() {
  >   mkdir -p src tests/sub tests/data docs
  >   for f in one two three; do
  >     printf 'echo %s\necho more\n' $f >src/$f.sh
  >     printf '  $ $TESTDIR/../prog %s\n  %s\n  more\n' $f $f >tests/$f.t
  >   done
  >   mv tests/three.t tests/sub; sed -i 's|/\.\./|/../../|' tests/sub/three.t
  >   printf '  $ true\n' >tests/none.t
  >   printf '#!/bin/sh\nsh "$(dirname "$0")/src/$1.sh"\nprintf "SF:src/$1.sh\\nDA:1,1\\nDA:2,1\\n" >>"$LCOV"\n' >prog; chmod +x prog
  >   printf '[run]\npaths = ["tests"]\nsetup = "tests/setup"\n[coverage]\ntool = "custom"\nenv = { LCOV = "{dir}/x.info" }\naffects-all = ["src/all*"]\naffects-none = ["docs", "*.md"]\n' >dott.toml
  >   touch tests/setup docs/page README.md VERSION tests/data/x tests/sub/x
  > }
  $ affected() { dott --list --affected "$@"; }

Nothing is known at first, so everything runs.

  $ git init -q g; cd g; fill; git add .; git commit -qm one
  $ affected
  all tests are affected: nothing was traced or measured yet; dott --trace or dott --cover does that
  tests/none.t
  tests/one.t
  tests/two.t
  tests/sub/three.t
  $ dott --cover -q
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 6 of 6 in 3 files; 1 test left no data.

A test that ran none of the sources may depend on anything. The others rest.

  $ affected
  tests/none.t

What dott wrote itself, at whatever time, is no change.

  $ dott -q --junit j.xml --html p.html --json e.json --tap t.tap tests/none.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ affected
  tests/none.t
  $ rm j.xml p.html e.json t.tap

They run when a source changes that they ran, and when their own file does.

  $ echo >>src/two.sh; echo >>tests/one.t
  $ affected
  tests/none.t
  tests/one.t
  tests/two.t
  $ dott --affected -q
  .!!
  # Ran 3 tests, 0 skipped, 2 failed.
  tests/one.t:4: new: the output differs; to run it again: dott tests/one.t
  tests/two.t:4: new: the output differs; to run it again: dott tests/two.t
  [1]
  $ git checkout -q .; affected
  tests/none.t

By revision: what was committed counts too, although it was measured with it.

  $ echo >>src/two.sh; git commit -qam two; dott --cover -q
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 6 of 6 in 3 files; 1 test left no data.
  $ affected; affected --affected=HEAD~1
  tests/none.t
  tests/none.t
  tests/two.t
  $ affected --affected=nowhere 2>&1 | head -1
  dott: --affected: git diff --name-status -z --no-renames nowhere --: fatal: bad revision 'nowhere'
  $ affected --affected=-x
  dott: --affected: "-x" is not a revision
  [2]

A record speaks of what was measured. What was committed later is found without being
asked for, and what was measured before it was committed is not.

  $ echo >>src/one.sh; git commit -qam three; affected
  tests/none.t
  tests/one.t
  $ echo >>src/one.sh; dott --cover -q; git commit -qam four; affected
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 6 of 6 in 3 files; 1 test left no data.
  tests/none.t

A source that is new may be run by any test, and a file that is gone may have been used
by any; of a file that is renamed, both are true.

  $ echo >src/new.sh; affected 2>&1 | head -1; rm src/new.sh
  all tests are affected: src/new.sh is a source that was not there when tests were measured, or that none of them can run ([coverage] affects-none is for such)
  $ rm src/three.sh; affected 2>&1 | head -1; git checkout -q .
  all tests are affected: src/three.sh was removed or renamed
  $ git mv src/three.sh src/drei.sh; affected 2>&1 | head -1; git reset -q --hard
  all tests are affected: src/three.sh was removed or renamed
  $ git mv VERSION V; affected 2>&1 | head -1; git commit -qam 'five'; affected 2>&1 | head -1; git reset -q --hard HEAD~1
  all tests are affected: VERSION was removed or renamed
  all tests are affected: VERSION was removed or renamed

So is what all tests depend on: the configuration, the files around each test, what the
program is built of, what affects-all names. A new configuration is one that changed.

  $ echo >>dott.toml; affected 2>&1 | head -1; git checkout -q .
  all tests are affected: dott.toml changed, on which all tests depend
  $ echo >>tests/setup; affected 2>&1 | head -1; git checkout -q .
  all tests are affected: tests/setup changed, on which all tests depend
  $ echo >go.sum; affected 2>&1 | head -1; rm go.sum
  all tests are affected: go.sum changed, on which all tests depend
  $ echo >src/all-of-it; affected 2>&1 | head -1; rm src/all-of-it
  all tests are affected: src/all-of-it changed, on which all tests depend
  $ cp dott.toml other.toml; affected --config other.toml 2>&1 | head -1; rm other.toml
  all tests are affected: other.toml changed, on which all tests depend

Another file concerns the tests in its folder and below. Where no folder upward has
tests, it may concern all, if affects-none does not name it.

  $ echo >>tests/sub/x; affected; git checkout -q .
  tests/none.t
  tests/sub/three.t
  $ echo >>tests/data/x; affected; git checkout -q .
  tests/none.t
  tests/one.t
  tests/two.t
  tests/sub/three.t
  $ echo >>VERSION; affected 2>&1 | head -1; git checkout -q .
  all tests are affected: VERSION changed, and there is no telling which tests use it ([coverage] affects-none is for files that none does)
  $ echo >>README.md; echo >docs/new; rm docs/page; affected; git checkout -q .; rm docs/new
  tests/none.t

What dott writes is no change, and a test that is gone is missed by no other.

  $ touch tests/one.t.err tests/one.t#x.err junit.xml; affected --junit junit.xml; rm tests/*.err junit.xml
  tests/none.t
  $ git rm -q tests/two.t; affected; git reset -q --hard
  tests/none.t
  $ cp tests/two.t tests/new.t; affected; rm tests/new.t
  tests/new.t
  tests/none.t

A test that failed, or that passed only at the second attempt, runs again; what it ran
may not be all that it runs.

  $ sed -i 's/more/less/' src/two.sh; dott --cover -q >/dev/null 2>&1
  [1]
  $ git commit -qam six; affected
  tests/none.t
  tests/two.t
  $ git checkout -q HEAD~1 src/two.sh; git commit -qm seven
  $ printf '  $ test -e %s || { touch %s; false; }\n' $TESTTMP/mark $TESTTMP/mark >>tests/one.t
  $ dott --cover -q --retry 1; git commit -qam eight; affected
  ....
  # Ran 4 tests, 0 skipped, 0 failed, 1 flaky.
  # Coverage: 100.0 % of the lines, 6 of 6 in 3 files; 1 test left no data.
  tests/one.t: flaky: it failed at first and passed at attempt 2
  tests/two.t: fixed after 1 run (*) (glob)
  tests/none.t
  tests/one.t
  $ dott --cover -q; affected
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 6 of 6 in 3 files; 1 test left no data.
  tests/none.t

Other options are another run.

  $ affected --shell bash 2>&1 | head -1
  all tests are affected: the tests were measured with other options

Cells and cases have records of their own.

  $ printf '[matrix.tool]\nvalues = ["1", "2"]\n' >>dott.toml
  $ printf '#testcases x y\n  $ $TESTDIR/../prog $TESTCASE\n  %s\n' '* (glob+)' >tests/two.t; echo echo x >src/x.sh; echo echo y >src/y.sh
  $ git add .; git commit -qm nine; dott --cover -q --matrix tool=1
  .....
  # Ran 5 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 8 of 8 in 4 files; 1 test left no data.
  $ affected --matrix tool
  tests/none.t[tool=1]
  tests/none.t[tool=2]
  tests/one.t[tool=2]
  tests/two.t#x[tool=2]
  tests/two.t#y[tool=2]
  tests/sub/three.t[tool=2]
  $ echo >>src/y.sh; affected --matrix tool=1
  tests/none.t[tool=1]
  tests/two.t#y[tool=1]
  $ git checkout -q .

It goes with --cover, which then brings the records up to date. The fail-under of all
tests is not asked.

  $ echo >>src/y.sh; dott --cover --affected -q --matrix tool=1
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 2 of 2 in 1 file; 1 test left no data.
  $ git commit -qam ten; affected --matrix tool=1
  tests/none.t[tool=1]

When nothing is affected, that is a success.

  $ dott --affected tests/one.t --matrix tool=1
  of 1 test in tests/one.t, none is affected by what changed

Records that cannot be read are as none, and it is said.

  $ f=$(echo $HOME/.cache/dott/g-*/coverage/map)
  $ echo garbage >>$f; affected --matrix tool=1 2>&1
  warning: the records of coverage in */*home/.cache/dott/g-*/coverage/map: they are broken; dott --cover makes new ones (glob)
  tests/none.t[tool=1]
  tests/one.t[tool=1]
  tests/two.t#x[tool=1]
  tests/two.t#y[tool=1]
  tests/sub/three.t[tool=1]
  $ dott --covers src/one.sh 2>&1
  dott: --covers: the records of coverage in */*home/.cache/dott/g-*/coverage/map: they are broken; dott --cover makes new ones (glob)
  [2]
  $ printf 'dott coverage 9\nx' >$f; affected --matrix tool=1 2>&1 | head -1
  warning: the records of coverage in */*home/.cache/dott/g-*/coverage/map: they are of another version of dott; dott --cover makes new ones (glob)
  $ dott --cover -q --matrix tool=1; affected --matrix tool=1
  .....
  # Ran 5 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 8 of 8 in 4 files; 1 test left no data.
  tests/none.t[tool=1]

Nor are those of a revision that is gone, as after a rebase or in a shallow clone.

  $ git commit -q --amend -m 'ten again'; git reflog expire --expire=now --all; git gc -q --prune=now; affected --matrix tool=1 2>&1 | head -1
  all tests are affected: the tests were measured at revision *, and what changed since is not known: git diff --name-status -z --no-renames * --: fatal: bad object * (glob)

Which tests cover a line:

  $ dott --covers src/one.sh; dott --covers src/one.sh:2; cd tests; dott --covers ../src/one.sh:7; cd ..
  tests/one.t[tool=1]
  tests/one.t[tool=1]
  no test covers ../src/one.sh:7
  $ dott --covers src/y.sh:1; echo >>src/y.sh; dott --covers src/y.sh:1
  tests/two.t#y[tool=1]
  src/y.sh was changed since it was measured: its lines may be others now
  tests/two.t#y[tool=1]
  $ dott --covers src/one.sh:0; dott --covers nothing.sh
  dott: --covers: src/one.sh:0: nothing was measured of this file; dott --cover measures what [coverage] has
  dott: --covers: nothing.sh: nothing was measured of this file; dott --cover measures what [coverage] has
  [2]
  $ dott --covers src/one.sh tests
  dott: --covers takes one file, as --covers main.go:12, and no tests
  Try 'dott --help'.
  [2]

In Mercurial:

  $ cd ..; hg init h; cd h; fill; hg commit -qAm one
  $ dott --cover -q; affected
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 6 of 6 in 3 files; 1 test left no data.
  tests/none.t
  $ echo >>src/two.sh; affected
  tests/none.t
  tests/two.t
  $ hg commit -qm two; affected; affected --affected=.
  tests/none.t
  tests/two.t
  tests/none.t
  tests/two.t
  $ rm src/one.sh; affected 2>&1 | head -1; hg revert -q src/one.sh
  all tests are affected: src/one.sh was removed or renamed
  $ hg mv -q src/one.sh src/eins.sh; affected 2>&1 | head -1
  all tests are affected: src/one.sh was removed or renamed

And nowhere:

  $ cd ..; mkdir n; cd n; fill; dott --cover -q; affected
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 6 of 6 in 3 files; 1 test left no data.
  dott: --affected: $TESTTMP/n is not in a repository of git or Mercurial
  [2]
