Reports besides the one on the screen.

  $ printf '  $ echo hello\n  hello\n' >pass.t
  $ printf '  $ echo one\n  one\n  $ echo actual\n  expected\n' >fail.t
  $ printf '  $ echo "skipped: no <docker>"; exit 80\n' >skip.t
  $ mkdir out
  $ dott --junit out/junit.xml --tap out/report.tap --html out/report.html --json out/events.json . >out/stdout 2>out/stderr
  [1]
  $ cat out/stdout out/stderr
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,4 +1,4 @@
     $ echo one
     one
     $ echo actual
  -  expected
  +  actual
  .s
  # Ran 3 tests, 1 skipped, 1 failed.
  fail.t:4: the output differs; to run it again: dott fail.t
  skipped: no <docker>
  $ sed 's/time="[0-9.]*"/time="T"/; s/timestamp="[^"]*"/timestamp="T"/; s/hostname="[^"]*"/hostname="H"/; s/value="[^/"]*"/value="V"/' out/junit.xml
  <?xml version="1.0" encoding="UTF-8"?>
  <testsuites name="dott" tests="3" failures="1" errors="0" time="T">
    <testsuite name="dott" id="0" tests="3" failures="1" errors="0" time="T" skipped="1" timestamp="T" hostname="H">
      <properties>
        <property name="version" value="V"/>
        <property name="shell" value="/bin/sh"/>
      </properties>
      <testcase classname="(root)" name="fail.t" file="fail.t" line="4" time="T">
        <failure type="failed" message="fail.t:4: the output differs">--- fail.t
  +++ fail.t.err
  @@ -1,4 +1,4 @@
     $ echo one
     one
     $ echo actual
  -  expected
  +  actual
  to run it again: dott fail.t
  </failure>
        <system-out>The commands of fail.t:
       1  $ echo one
  &gt;    3  $ echo actual
  </system-out>
      </testcase>
      <testcase classname="(root)" name="pass.t" file="pass.t" time="T"/>
      <testcase classname="(root)" name="skip.t" file="skip.t" time="T">
        <skipped message="no &lt;docker&gt;"/>
      </testcase>
    </testsuite>
  </testsuites>
  $ sed 's/time=.*/time=T/; s/duration_ms: .*/duration_ms: T/' out/report.tap
  TAP version 13
  not ok 1 - fail.t
    ---
    message: "the output differs"
    severity: "failed"
    duration_ms: T
    at:
      file: "fail.t"
      line: 4
    command: "echo actual"
    details: |
      --- fail.t
      +++ fail.t.err
      @@ -1,4 +1,4 @@
         $ echo one
         one
         $ echo actual
      -  expected
      +  actual
    again: "dott fail.t"
    ...
  ok 2 - pass.t # time=T
  ok 3 - skip.t # SKIP no <docker>
  1..3
  $ grep '<h1>' out/report.html
  <h1>1 of 3 tests failed</h1>
  $ sed 's/.*"action":"\([a-z]*\)".*/\1/' out/events.json | sort | uniq -c
   +1 dott (re)
   +1 fail (re)
   +1 pass (re)
   +1 skip (re)
   +3 start (re)
   +3 stop (re)
   +1 summary (re)

The events are enough for all of it, to the byte, also without the tests:

  $ rm *.t
  $ dott report --junit out/junit2.xml --tap out/report2.tap --html out/report2.html --json out/events2.json out/events.json >out/stdout2 2>out/stderr2
  [1]
  $ cd out
  $ cmp stdout stdout2; cmp stderr stderr2; cmp junit.xml junit2.xml; cmp report.tap report2.tap; cmp report.html report2.html
  $ dott report --html report3.html - <events2.json >/dev/null 2>&1
  [1]
  $ cmp report.html report3.html

The alias that cram has for JUnit, and standard output, for which the report on
the screen makes room:

  $ cd ..; printf '  $ echo hello\n  hello\n' >pass.t
  $ dott --xunit-file x.xml pass.t; grep -c testcase x.xml
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  1
  $ dott --tap - pass.t 2>/dev/null | sed 's/time=.*/time=T/'
  TAP version 13
  ok 1 - pass.t # time=T
  1..1
  $ dott -v --tap - pass.t >/dev/null
  pass.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.

The slowest tests:

  $ dott --time pass.t | sed 's/[0-9.]* s /T s /'
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # T s in 1 tests; the slowest:
  # * T s  pass.t (glob)

What cannot be written is found before anything is run; folders are made:

  $ dott --junit new/folder/junit.xml -q pass.t && ls new/folder
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  junit.xml
  $ dott --junit out pass.t
  dott: writing a report: out is a directory
  [2]
  $ dott --html pass.t/report.html pass.t
  dott: writing the report pass.t/report.html: mkdir pass.t: not a directory
  [2]
  $ dott --json - --tap - pass.t
  dott: --json and --tap cannot both be written to -
  Try 'dott --help'.
  [2]
  $ dott --json x --junit ./x pass.t
  dott: --json and --junit cannot both be written to x
  Try 'dott --help'.
  [2]
  $ dott --junit /dev/full pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: writing the report /dev/full: write /dev/full: no space left on device
  [2]
  $ ls -A
  fail.t.err
  new
  out
  pass.t
  x.xml

A reader of the screen who goes ends the run, but the reports are whole:

  $ seq 20000 | sed 's/^/  $ echo /' >big.t; for i in 1 2 3 4 5; do cp pass.t z$i.t; done
  $ { dott --junit j.xml --order file -j1 big.t z*.t; echo $? >status; } 2>/dev/null | head -1; cat status
  !
  1
  $ tail -1 j.xml; grep -c '<testcase' j.xml
  </testsuites>
  6

Nothing to run again is a success, with reports that are empty but whole:

  $ rm -rf *; printf '  $ true\n' >pass.t
  $ dott -q pass.t; dott -r --junit j.xml --json e.json pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  of 1 test in pass.t, none failed in the last run
  $ grep -c '<testsuite ' j.xml; grep -c . e.json
  1
  2

A report is written over another of its kind, and over nothing else:

  $ dott -q --junit j.xml --json e.json --tap t.tap --html p.html pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -q --junit j.xml --json e.json --tap t.tap --html p.html pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ echo notes >notes.txt; printf '  $ true\n' >other.t
  $ dott --junit other.t pass.t
  dott: --junit would be written over the test other.t
  Try 'dott --help'.
  [2]
  $ dott --json notes.txt pass.t
  dott: --json would be written over notes.txt, which is no such report; remove it, or name another file
  Try 'dott --help'.
  [2]
  $ dott report --tap j.xml e.json
  dott: report: --tap would be written over j.xml, which is no such report; remove it, or name another file
  Try 'dott --help'.
  [2]
  $ cat notes.txt other.t; grep -c '<testsuites' j.xml
  notes
    $ true
  1
