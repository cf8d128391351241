Coverage of a change: the lines that changed, which tests run them, and which lines
none does. The program is a script whose lines are counted by their trace.

  $ git init -q; git config user.name me; git config user.email me@example.com
  $ mkdir src tests
  $ cat >trace <<'END'
  > exec 9>>"$TRACE"; BASH_XTRACEFD=9; PS4='+$LINENO '; set -x
  > END
  $ cat >dott.toml <<'END'
  > [coverage]
  > tool = "custom"
  > source = "src"
  > fail-under-changed = 90
  > env = { BASH_ENV = "$TESTDIR/../trace", TRACE = "{dir}/trace" }
  > after = """
  >   (echo SF:src/hello
  >    awk '!/^ *(#|fi$|$)/ { print "DA:" NR ",0" }' src/hello
  >    sed -n 's/^+* *\\([0-9][0-9]*\\) .*/DA:\\1,1/p' {dir}/trace
  >    echo end_of_record) > {dir}/hello.info
  > """
  > END
  $ printf '#!/bin/bash\nif [ "$1" = -q ]; then\n  exit\nfi\necho "hello world"\n' >src/hello; chmod +x src/hello
  $ printf '  $ $TESTDIR/../src/hello\n  hello you\n' >tests/a.t; printf '  $ $TESTDIR/../src/hello -q\n' >tests/b.t
  $ git add -A; git commit -qm 1; git branch base
  $ printf '#!/bin/bash\nif [ "$1" = -q ]; then\n  exit\nfi\nif [ "$1" = -v ]; then\n  echo verbose\n  # more\n  echo more\nfi\necho "hello you"\n' >src/hello
  $ dott --cover-diff
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 66.6 % of the lines, 4 of 6 in 1 file.
  #   66.6 %  src/hello
  # Coverage of what is not committed: 50.0 % of the lines, 2 of 4 in 1 file; 90 % are wanted.
  #   src/hello:6: no test runs it
  #   src/hello:8: no test runs it
  #   src/hello:5: tests/a.t
  #   src/hello:10: tests/a.t
  dott: coverage: less than the 90 % of the changed lines that [coverage] fail-under-changed wants
  [1]

What was committed counts against the revision at which the branch began, and on
GitHub the lines get annotations.

  $ git commit -qam 2; git checkout -q base; echo more >>trace; git commit -qam 3; git checkout -q -
  $ dott -q --cover-diff
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 66.6 % of the lines, 4 of 6 in 1 file.
  # Coverage of what is not committed: no line that can be run.
  $ dott -q --cover-diff base --junit junit.xml --html page.html --github
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 66.6 % of the lines, 4 of 6 in 1 file.
  # Coverage of what changed since base: 50.0 % of the lines, 2 of 4 in 1 file; 90 % are wanted.
  ::warning file=src/hello,line=6,endLine=6,title=not covered::No test runs this line.
  ::warning file=src/hello,line=8,endLine=8,title=not covered::No test runs this line.
  dott: coverage: less than the 90 % of the changed lines that [coverage] fail-under-changed wants
  [1]
  $ grep coverage-changed junit.xml
        <property name="coverage-changed" value="50.0"/>
        <property name="coverage-changed-covered" value="2"/>
        <property name="coverage-changed-lines" value="4"/>
  $ sed -n '/id="changed"/,/section>/s/<[^>]*>//gp' page.html
  
  Coverage of the change
  What changed since base: 50.0 % of the lines, 2 of 4 in 1 file; 90 % are wanted.
  
  src/hello:6 no test runs it
  src/hello:8 no test runs it
  src/hello:5 tests/a.t
  src/hello:10 tests/a.t
  
  

The parts of the tests have parts of it, and the report has all.

  $ for i in 1 2; do dott -q --cover-diff base --shard $i/2 --json $i.json; echo $?; done
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 50.0 % of the lines, 3 of 6 in 1 file.
  # Coverage of what changed since base: 50.0 % of the lines, 2 of 4 in 1 file.
  0
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 33.3 % of the lines, 2 of 6 in 1 file.
  # Coverage of what changed since base: 0.0 % of the lines, 0 of 4 in 1 file.
  0
  $ dott report -q 1.json 2.json
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage of what changed since base: 50.0 % of the lines, 2 of 4 in 1 file; 90 % are wanted.
  dott: coverage: less than the 90 % of the changed lines that [coverage] fail-under-changed wants
  [1]
  $ dott report -q 1.json
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 50.0 % of the lines, 3 of 6 in 1 file.
  # Coverage of what changed since base: 50.0 % of the lines, 2 of 4 in 1 file.
  $ sed -i 's/= 90/= 50/' dott.toml; for i in 1 2; do dott -q --cover-diff base --shard $i/2 --json $i.json; done >/dev/null
  $ dott report 1.json 2.json >/dev/null

Only some of the tests are no reason to fail, but for those that the change affects.

  $ sed -i 's/= 50/= 90/' dott.toml
  $ dott -q --cover-diff base tests/b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 33.3 % of the lines, 2 of 6 in 1 file.
  # Coverage of what changed since base: 0.0 % of the lines, 0 of 4 in 1 file.
  coverage: fail-under-changed is of all tests, and only some were chosen
  $ dott -q --cover >/dev/null; dott -q --affected=HEAD~1 --cover-diff=HEAD~1 2>&1
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 66.6 % of the lines, 4 of 6 in 1 file.
  # Coverage of what changed since HEAD~1: 50.0 % of the lines, 2 of 4 in 1 file; 90 % are wanted.
  dott: coverage: less than the 90 % of the changed lines that [coverage] fail-under-changed wants
  [1]

What is wrong is said before a test is run.

  $ dott --cover-diff=nowhere
  dott: --cover-diff: git diff --name-status -z --no-renames nowhere --: fatal: bad revision 'nowhere'
  [2]
  $ dott --cover-diff -w
  dott: options --cover-diff and --watch are mutually exclusive
  Try 'dott --help'.
  [2]
  $ sed -i 's/= 90/= 101/' dott.toml; dott
  dott: dott.toml:4: [coverage] fail-under-changed = 101: must be a percentage, 0 to 100
  [2]
  $ rm -rf .git; sed -i 's/= 101/= 90/' dott.toml; dott --cover-diff
  dott: --cover-diff: $TESTTMP is not in a repository of git or Mercurial
  [2]
