Several streams of events become one report.

  $ for i in 1 2 3 4 5 6 7; do printf '  $ echo %s\n  %s\n' $i $i >$i.t; done
  $ printf '  $ echo no\n' >5.t

Three machines:

  $ for i in 1 2 3; do dott -q --shard $i/3 --json events-$i.json . 2>/dev/null; done
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  .!
  # Ran 2 tests, 0 skipped, 1 failed.
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott report -v -q --junit junit.xml events-3.json events-1.json events-2.json
  1.t: passed
  2.t: passed
  3.t: passed
  4.t: passed
  5.t: failed
  6.t: passed
  7.t: passed
  # Ran 7 tests, 0 skipped, 1 failed.
  5.t:2: the output differs; to run it again: dott 5.t
  [1]
  $ grep -c '<testcase' junit.xml
  7

It is what one run says, but for the times and what the runs before make of it:

  $ plain() { sed 's/time[a-z]*="[^"]*"//g; /<properties>/,/<.properties>/d' $1; }
  $ dott --junit whole.xml . >whole 2>&1; dott report --junit junit.xml events-*.json >folded 2>&1
  [1]
  $ cmp whole folded; plain whole.xml >a; plain junit.xml >b; cmp a b

One of them was run again, and passed. The later verdict counts:

  $ printf '  $ echo 5\n  5\n' >5.t
  $ dott -q --shard 2/3 --json again-2.json .
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott report events-*.json again-2.json
  .......
  # Ran 7 tests, 0 skipped, 0 failed.
  $ dott report again-2.json events-*.json
  .......
  # Ran 7 tests, 0 skipped, 0 failed.

What is missing is no success:

  $ dott report events-1.json events-3.json
  .....
  # Ran 5 tests, 0 skipped, 0 failed.
  dott: no events of shard 2/3
  [2]
  $ head -2 events-1.json >cut.json; printf '{"seq":3,"ti' >>cut.json
  $ dott report cut.json again-2.json events-3.json
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # 3 tests were not run: cut.json has no end: its run was killed
  dott: cut.json has no end: its run was killed
  [2]
  $ head -4 events-1.json | dott report -
  * (glob+) (?)
  dott: standard input has no end: its run was killed
  [2]

A run that is killed leaves what happened until then:

  $ printf '  $ touch $TESTDIR/begun; sleep 60\n' >late.t
  $ dott -j1 --order file --json killed.json 1.t late.t >/dev/null & pid=$!
  $ until test -e begun; do sleep 0.01; done; until grep -q '"pass"' killed.json; do sleep 0.01; done; kill -KILL $pid; wait $pid 2>/dev/null
  [137]
  $ dott report killed.json
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # 1 test was not run: killed.json has no end: its run was killed
  dott: killed.json has no end: its run was killed
  [2]

Wrong usage:

  $ dott report
  dott: report: name the event streams, as in: dott report --html report.html events-*.json
  Try 'dott --help'.
  [2]
  $ dott report --jobs 3 x.json
  dott: report: unknown option: --jobs
  Try 'dott --help'.
  [2]
  $ dott report --json ./again-2.json again-2.json
  dott: report: --json would be written over the events in again-2.json
  Try 'dott --help'.
  [2]
  $ dott report x.json
  dott: reading events: open x.json: no such file or directory
  [2]
  $ dott report 1.t
  dott: 1.t: not an event stream: it does not begin with an event of dott (dott --json writes one)
  [2]
  $ { cat again-2.json; echo '{"seq":'; echo '{}'; } >broken.json; dott report broken.json
  ..
  dott: broken.json:*: not an event of dott: unexpected end of JSON input (glob)
  [2]
  $ sed 's/"schema":1/"schema":99/' again-2.json | dott report -
  dott: standard input:1: written by dott *, whose events this dott cannot read (they have schema 99, not 1): update it (glob)
  [2]
  $ dott report --help | head -1
  Usage: dott report [OPTIONS] EVENTS...
