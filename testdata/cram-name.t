#require command:cram3

Under the name cram, dott is cram. Both are called in the same way here:

  $ mkdir bin t
  $ ln -s "$(command -v dott)" bin/cram
  $ printf '  $ echo a\n  a\n' >t/ok.t
  $ printf '  $ echo a\n  b\n' >t/bad.t
  $ : >t/empty.t
  $ printf '  $ echo a; sleep 0; exit 80\n' >t/skip.t
  $ both() {
  >     cram3 "$@" >theirs 2>errors </dev/null; echo "status $?" >>theirs
  >     rm -f t/*.err
  >     bin/cram "$@" >ours 2>errors </dev/null; echo "status $?" >>ours
  >     rm -f t/*.err
  >     diff theirs ours && tail -n 1 ours
  > }

What they print on standard output, and the exit status, are the same:

  $ both t
  status 1
  $ both -q t
  status 1
  $ both -v t
  status 1
  $ both -qv t/ok.t
  status 0
  $ both -y t
  status 1
  $ both -n t
  status 1
  $ both -d t/ok.t
  status 0
  $ both -E t/ok.t
  status 0
  $ both --shell=bash --shell-opts='-e' t
  status 1
  $ both -qi t/ok.t
  status 2
  $ both -yn t/ok.t
  status 2
  $ both -di t/ok.t
  status 2
  $ both -dq t/ok.t
  status 2
  $ both --shell=missing t/ok.t
  status 2
  $ both t/missing.t
  status 2
  $ both --no-such-option
  status 2
  $ both
  status 2
  $ CRAM=-q both t
  status 1

-i -y writes the file, and so does cram with the help of patch:

  $ cp t/bad.t bad
  $ cram3 -iy t/bad.t >/dev/null
  [1]
  $ mv t/bad.t theirs
  $ cp bad t/bad.t
  $ bin/cram -iy t/bad.t >/dev/null 2>&1
  $ diff theirs t/bad.t
  $ cp bad t/bad.t

Errors are cram's, on standard error too, and --help and --version look like them. Options
of cram may be shortened:

  $ mkdir none
  $ for args in --nope -z --shell --indent=x --i --verbose=1 -iq -yn t/missing.t none --shell=missing\ t; do
  >     cram3 $args 2>theirs; status=$?; bin/cram $args 2>ours; test $? = $status; diff theirs ours
  > done
  $ bin/cram --quie --inden 2 t/ok.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cram3 --help >theirs; bin/cram --help | head -n 17 | diff theirs -
  $ bin/cram --version
  Cram CLI testing framework (version 0.7)
  
  This is dott *, under the name cram. (glob)

The xUnit file is cram's, too, but for times:

  $ cram3 --xunit-file=x.xml t >/dev/null
  [1]
  $ bin/cram --xunit-file=x2.xml t >/dev/null 2>&1
  [1]
  $ sed -i -E 's/(time|stamp)="[^"]*"/\1/; s,/tmp.*,,' x.xml x2.xml; diff x.xml x2.xml
  $ bin/cram --junit=x2.xml t/ok.t; grep -o '<testsuite .*errors="0"' x2.xml
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  <testsuite name="dott" id="0" tests="1" failures="0" errors="0"

So is the environment, and what is around the test:

  $ printf '  $ env | cut -d= -f1 | sort\n  $ ls -A ..\n  $ echo $-\n' >t/env.t
  $ unset PORT PORT1 PORT2 TESTCASE TESTCELL TESTNAME TESTTMP
  $ cram3 -i -y t/env.t >/dev/null
  [1]
  $ bin/cram t/env.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
