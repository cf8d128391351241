What is new: a tool of upstream changes, and three runs tell a failure that is new
from one that was there before, and what was fixed.

  $ mkdir tests; : >dott.toml; echo 1.0 >tool
  $ printf '  $ cat $TESTDIR/../tool\n  1.0\n' >tests/new.t
  $ printf '  $ echo real\n  expected\n' >tests/old.t
  $ printf '  $ grep -q 1.2 $TESTDIR/../tool\n' >tests/mended.t
  $ printf '  $ grep -q 1.2 $TESTDIR/../tool && { echo "skipped: no docker"; exit 80; }\n  [1]\n' >tests/docker.t
  $ printf '  $ true\n' >tests/ok.t
  $ dott -q
  .!..!
  # Ran 5 tests, 0 skipped, 2 failed.
  tests/mended.t:2: the output differs; to run it again: dott tests/mended.t
  tests/old.t:2: the output differs; to run it again: dott tests/old.t
  [1]
  $ echo 1.1 >tool; sed 's/1.0/1.1/' tests/new.t >x; mv x tests/new.t; dott -q
  .!..!
  # Ran 5 tests, 0 skipped, 2 failed.
  tests/mended.t:2: the output differs; to run it again: dott tests/mended.t
  tests/old.t:2: the output differs; to run it again: dott tests/old.t
  [1]
  $ echo 1.2 >tool; dott -q --json events.json --junit junit.xml --html page.html --github=false
  s.!.!
  # Ran 5 tests, 1 skipped, 2 failed.
  tests/new.t:2: new: the output differs; to run it again: dott tests/new.t
  tests/old.t:2: since 3 runs (*): the output differs; to run it again: dott tests/old.t (glob)
  tests/docker.t was skipped and ran the last time: no docker; 1 test is skipped for it
  tests/mended.t: fixed after 2 runs (*) (glob)
  [1]
  $ GITHUB_STEP_SUMMARY=$PWD/summary.md dott report -q --github events.json >/dev/null 2>&1
  [1]
  $ grep -E '^(###|-|<details|Fixed)' summary.md
  ### dott: 2 of 5 failed, 1 of them new
  Fixed:
  - tests/mended.t: fixed after 2 runs (*) (glob)
  <details><summary><code>tests/new.t:2</code> <b>new</b>: the output differs</summary>
  --- tests/new.t
  -  1.1
  <details><summary><code>tests/old.t:2</code> <b>since 3 runs (*)</b>: the output differs</summary> (glob)
  --- tests/old.t
  -  expected
  $ grep -B2 'name="history"' junit.xml | grep -v '<prop'; grep -c 'name="history"' junit.xml
      <testcase classname="tests" name="mended.t" file="tests/mended.t" time="*"> (glob)
  --
      <testcase classname="tests" name="new.t" file="tests/new.t" line="2" time="*"> (glob)
  --
      <testcase classname="tests" name="old.t" file="tests/old.t" line="2" time="*"> (glob)
  3
  $ grep -E '<h1>|<h3>|class="past|<figcaption>' page.html | sed 's/<[^>]*>/ /g; s/ \+/ /g'
   2 of 5 tests failed, 1 of them new 
   failed tests/ new.t :2 new the output differs * ms  (glob)
   Failed before 
   failed tests/ old.t :2 since 3 runs (*) the output differs * ms  (glob)
   Failed 2 
   Skipped 1 
   Time in tests * ms  (glob)

The past of the tests, and of one of them:

  $ dott history
  tests/docker.t  ..s  skipped
  tests/mended.t  !!.  fixed after 2 runs (*) (glob)
  tests/new.t     ..!  new
  tests/old.t     !!!  since 3 runs (*) (glob)
  3 runs, * to *; 1 test passed in all that it was in (glob)
  . passed  ! failed  t timed out  s skipped  ~ passed after a failure
  $ dott history tests/ok.t
  tests/ok.t  ...  * s (glob)
  3 runs, * to * (glob)
  . passed  ! failed  t timed out  s skipped  ~ passed after a failure
  $ cd tests; dott history old.t; cd ..
  tests/old.t  !!!  since 3 runs (*) (glob)
  3 runs, * to * (glob)
  . passed  ! failed  t timed out  s skipped  ~ passed after a failure
  $ dott history tests/none.t
  dott: history: no run that is known had a test tests/none.t
  [2]
  $ dott history a b
  dott: history: name one test or folder at most
  Try 'dott --help'.
  [2]
  $ (cd /; dott history)
  dott: history: no run is known yet
  [2]

What was accepted is not told as fixed.

  $ dott -u -q tests/old.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  tests/old.t: 1 change written

A CI server has no cache, and keeps a file. It is of one project, which is known by
where its repository comes from, or by its tests; two runs at once lose nothing.

  $ rm -rf tests; mkdir .git tests; printf '  $ test ! -e $TESTDIR/../broken\n' >tests/a.t; cp tests/a.t tests/b.t
  $ export XDG_CACHE_HOME=$CRAMTMP/empty
  $ dott -q --history ci tests/a.t & dott -q --history ci tests/b.t >/dev/null; wait
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott history --history ci .
  tests/a.t  *.  * s (glob)
  tests/b.t  *.  * s (glob)
  2 runs, * to * (glob)
  . passed  ! failed  t timed out  s skipped  ~ passed after a failure
  $ touch broken; rm -rf "$XDG_CACHE_HOME"; dott -q --history ci
  !!
  # Ran 2 tests, 0 skipped, 2 failed.
  tests/a.t:2: new: the output differs; to run it again: dott tests/a.t
  tests/b.t:2: new: the output differs; to run it again: dott tests/b.t
  [1]
  $ rm -rf "$XDG_CACHE_HOME"; dott -q --history ci --json events.json
  !!
  # Ran 2 tests, 0 skipped, 2 failed.
  tests/a.t:2: since 2 runs (*): the output differs; to run it again: dott tests/a.t (glob)
  tests/b.t:2: since 2 runs (*): the output differs; to run it again: dott tests/b.t (glob)
  [1]
  $ head -c $(($(wc -c <ci) - 5)) ci >cut; dott -q --history cut
  warning: --history cut: it is damaged from byte * on; the 3 runs in front of that are used (glob)
  !!
  # Ran 2 tests, 0 skipped, 2 failed.
  tests/a.t:2: since 2 runs (*): the output differs; to run it again: dott tests/a.t (glob)
  tests/b.t:2: since 2 runs (*): the output differs; to run it again: dott tests/b.t (glob)
  [1]
  $ mkdir ../other; cp ci cut ../other; cd ../other
  $ printf '  $ true\n' >other.t
  $ dott -q --history ci
  dott: --history ci: it is the history of history.t, and has none of the tests of this run; name another file
  [2]
  $ echo notes >notes; printf 'dott history 9\n' >later
  $ dott --history notes
  dott: --history notes: it is no history of dott
  [2]
  $ dott --history later; cat notes later
  dott: --history later: a later dott wrote it (it has version 9, and this dott reads 1)
  notes
  dott history 9
  $ dott --history . other.t
  dott: --history .: $CRAMTMP/other is not a regular file
  [2]
  $ cd ../history.t

A report of events is compared with the history, and added to it once:

  $ cp ci ci2; dott report -q --history ci2 events.json >/dev/null
  tests/a.t:2: since 2 runs (*): the output differs; to run it again: dott tests/a.t (glob)
  tests/b.t:2: since 2 runs (*): the output differs; to run it again: dott tests/b.t (glob)
  [1]
  $ dott history --history ci2 tests | tail -2 | head -1
  4 runs, * to * (glob)
  $ rm broken; dott -q --history ci --json fixed.json >/dev/null
  tests/a.t: fixed after 2 runs (*) (glob)
  tests/b.t: fixed after 2 runs (*) (glob)

With a baseline, a run or a report is compared with another run:

  $ dott report -q --baseline fixed.json events.json
  !!
  # Ran 2 tests, 0 skipped, 2 failed.
  tests/a.t:2: new: the output differs; to run it again: dott tests/a.t
  tests/b.t:2: new: the output differs; to run it again: dott tests/b.t
  [1]
  $ touch broken; dott -q --baseline fixed.json tests/a.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/a.t:2: new: the output differs; to run it again: dott tests/a.t
  [1]
  $ dott --baseline gone.json
  dott: --baseline: open gone.json: no such file or directory
  [2]
  $ sed 's/tests/elsewhere/g' fixed.json >names.json; dott --baseline names.json
  dott: --baseline: names.json has none of the tests of this run; name the events of the same tests
  [2]
  $ dott report --baseline names.json events.json
  dott: --baseline: names.json has none of the tests of this run; name the events of the same tests
  [2]
  $ : >empty; dott report --baseline empty events.json
  dott: --baseline: empty: it is empty, and no event stream (dott --json writes one)
  [2]
  $ dott report --baseline ci events.json
  dott: --baseline: ci:1: not an event of dott: invalid character 'd' looking for beginning of value
  [2]

Tests that become slow:

  $ rm -rf broken tests/*; echo 0 >seconds; printf '  $ sleep $(cat $TESTDIR/../seconds)\n' >tests/sleep.t
  $ for i in 1 2 3 4 5; do dott -q --history pace; done 2>&1 | grep -v '^#' | uniq
  .
  $ dott -q --history pace --slower 2x+1s
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ echo 1.5 >seconds; dott --history pace --slower 2x+1s
  !
  tests/sleep.t: it took * s and * s, and * s as a rule, by its last 6 runs; --slower allows * s (glob)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/sleep.t: new: see above; to run it again: dott tests/sleep.t
  [1]
  $ dott -q --history pace --slower 2x+1m
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  tests/sleep.t: fixed after 1 run (*) (glob)
  $ dott -q --history none --slower 2x
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: --slower: none of the tests has passed in 5 earlier runs, which it takes to know how long one takes
  $ dott --slower fast
  dott: invalid value "fast" for --slower: not a factor of 1 or more such as 1.5x, or 1.5x+200ms
  Try 'dott --help'.
  [2]

The seconds of commands, where somebody asks:

  $ printf '  $ sleep 0.1\n  $ true\n' >tests/sleep.t; dott -q --time --json events.json tests/sleep.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # * s in 1 test; the slowest: (glob)
  #     * s  tests/sleep.t (glob)
  #       * s    :1  $ sleep 0.1 (glob)
  $ grep -o '"times":.*' events.json
  "times":[{"line":1,"seconds":*,"text":"sleep 0.1"},{"line":2,"seconds":*}]} (glob)

A test that was accepted starts over. Whoever writes one sees it fail and pass in turn, and
it is not flaky for that:

  $ mkdir over && cd over && touch dott.toml
  $ printf '  $ cat "%s"\n' "$PWD/v" >a.t
  $ for i in 1 2 3 4 5; do echo $i >v; dott -q a.t; dott -u -q a.t; done >/dev/null 2>&1
  $ echo 6 >v; dott -q a.t 2>&1 | tail -n 1
  a.t:2: new: the output differs; to run it again: dott a.t
  $ dott history a.t | head -n 1
  over/a.t  !.!.!.!.!.!  new
  $ cd ..
