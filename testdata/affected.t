#require linux
#timeout 3m

--affected chooses the tests whose inputs changed, as --trace found them, without a coverage
tool.

  $ export XDG_CACHE_HOME=$PWD/cache GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test
  $ git init -q p; cd p; mkdir tests data
  $ echo 1 >data/a; echo 2 >data/b; echo 3 >data/c; ln -s c data/link; touch README
  $ printf '  $ cat "$TESTDIR/../data/a"\n  1\n' >tests/a.t
  $ printf '  $ cat "$TESTDIR/../data/b"\n  2\n' >tests/b.t
  $ printf '  $ cat "$TESTDIR/../data/link"\n  3\n' >tests/link.t
  $ printf '  $ ls "$TESTDIR/../data" | wc -l\n  4\n' >tests/list.t
  $ printf '  $ test -e "$TESTDIR/../option" || echo no\n  no\n' >tests/looks.t
  $ git add .; git commit -qm one; sleep 0.1
  $ affected() { dott --list --affected "$@"; }

A test that was never traced runs.

  $ affected 2>&1 | head -1
  all tests are affected: nothing was traced or measured yet; dott --trace or dott --cover does that
  $ dott -q --trace tests/a.t tests/b.t tests/link.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  $ affected
  all tests without a trace are affected: nothing was traced or measured yet; dott --trace or dott --cover does that
  tests/list.t
  tests/looks.t
  $ dott -q --affected --trace
  all tests without a trace are affected: nothing was traced or measured yet; dott --trace or dott --cover does that
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ affected
  none of the 5 in . was chosen by the options

After that, those run that read what changed, looked for it in vain, or listed its folder.

  $ echo 11 >data/a; affected; git checkout -q .
  tests/a.t
  $ echo 33 >data/c; affected; git checkout -q .
  tests/link.t
  $ echo 4 >data/d; affected; rm data/d
  tests/list.t
  $ rm data/b; affected; git checkout -q .
  tests/b.t
  tests/list.t
  $ echo >option; affected; rm option
  tests/looks.t
  $ echo >>tests/a.t; affected; git checkout -q .
  tests/a.t
  $ echo >>README; affected; git checkout -q .
  none of the 5 in . was chosen by the options

By revision. A test of which the last record is of something else runs, too.

  $ sleep 0.1; echo 22 >data/b; sed -i s/2$/22/ tests/b.t; git commit -qam two
  $ affected; sleep 0.1; dott -q --affected --trace; affected; affected --affected=HEAD~1
  tests/b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  none of the 5 in . was chosen by the options
  tests/b.t
  $ git revert --no-edit HEAD >/dev/null; affected; affected --affected=HEAD~2
  none of the 5 in . was chosen by the options
  none of the 5 in . was chosen by the options
  $ affected --affected=nowhere
  dott: --affected: git diff --name-status -z --no-renames nowhere --: fatal: bad revision 'nowhere'* (glob)
  fatal: * (glob*)
  [2]

Whatever the configuration is, it concerns all tests, and so does what affects-all names.
What affects-none names concerns none.

  $ printf '[coverage]\naffects-all = ["VERSION"]\naffects-none = ["data/a"]\n' >dott.toml; affected 2>&1 | head -2
  all tests are affected: dott.toml changed, on which all tests depend
  tests/a.t
  $ git add .; git commit -qm three; dott -q --trace
  .....
  # Ran 5 tests, 0 skipped, 0 failed.
  $ echo >VERSION; affected 2>&1 | head -1; rm VERSION
  all tests are affected: VERSION changed, on which all tests depend
  $ affected
  none of the 5 in . was chosen by the options

A test that failed runs again, and one that always runs.

  $ printf '  $ echo >"$TESTDIR/made"\n' >tests/writes.t; printf '  $ false\n' >tests/fails.t; git add .; git commit -qm four
  $ dott -q --trace >/dev/null 2>&1; rm tests/*.err tests/made; affected
  tests/fails.t
  tests/writes.t
