Tests that failed, tests that are run several times, and tests that do not fail
each time.

  $ printf '  $ test -e "$TESTDIR/good"\n' >a.t
  $ printf '  $ true\n' >b.t

--retest runs what failed the last time, and only that:

  $ dott -q a.t b.t 2>/dev/null
  !.
  # Ran 2 tests, 0 skipped, 1 failed.
  [1]
  $ dott -qv --retest 2>/dev/null
  a.t: failed
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ touch good; dott -v -r
  a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -r
  of 2 tests in ., none failed in the last run
  $ dott --list -r
  of 2 tests in ., none failed in the last run

--repeat runs each test so many times:

  $ dott -v --repeat 3 -j 2
  a.t: passed
  a.t: passed
  a.t: passed
  b.t: passed
  b.t: passed
  b.t: passed
  # Ran 6 tests, 0 skipped, 0 failed.
  $ dott --repeat 0
  dott: invalid argument "0" for "--repeat" flag: not a whole number of 1 or more
  Try 'dott --help'.
  [2]

One of them failed: the test did, whatever came after.

  $ cat >once.t <<'EOF'
  >   $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}
  > EOF
  $ dott -v -q --repeat 3 -j 1 once.t 2>/dev/null
  once.t: passed
  once.t: failed
  once.t: passed
  # Ran 3 tests, 0 skipped, 1 failed.
  [1]
  $ dott --list -r
  once.t

--until-fail goes on until one fails, or so many times:

  $ rm runs; FAIL=4 dott -q -v --until-fail -j 1 b.t once.t 2>/dev/null
  b.t: passed
  once.t: passed
  b.t: passed
  once.t: passed
  b.t: passed
  once.t: passed
  b.t: passed
  once.t: failed
  # Ran 8 tests, 0 skipped, 1 failed.
  [1]
  $ dott --until-fail --repeat 3 -j 2 b.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.

--retry gives it more attempts. It passes then, is called flaky, and shows how it failed
at first:

  $ rm runs; FAIL=1 dott --retry 2 once.t b.t
  --- once.t
  +++ once.t.err
  @@ -1,1 +1,2 @@
     $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}
  +  [1]
  ..
  # Ran 2 tests, 0 skipped, 0 failed, 1 flaky.
  once.t: flaky: it failed at first and passed at attempt 2
  $ rm runs; FAIL=1 dott -v --retry 1 once.t 2>/dev/null
  --- once.t
  +++ once.t.err
  @@ -1,1 +1,2 @@
     $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}
  +  [1]
  once.t: passed, flaky
  # Ran 1 tests, 0 skipped, 0 failed, 1 flaky.
  $ rm runs; FAIL=1 dott -q --retry 1 once.t
  .
  # Ran 1 tests, 0 skipped, 0 failed, 1 flaky.
  once.t: flaky: it failed at first and passed at attempt 2

It does so in every report:

  $ rm runs; FAIL=1 dott -q --retry 1 --junit r.xml --tap r.tap --html r.html --json r.json once.t 2>/dev/null
  .
  # Ran 1 tests, 0 skipped, 0 failed, 1 flaky.
  $ sed -n '/<flakyFailure/,/<\/flakyFailure/p' r.xml
        <flakyFailure type="flaky" message="the output differs"><stackTrace>--- once.t
  +++ once.t.err
  @@ -1,1 +1,2 @@
     $ echo x &gt;&gt;"$TESTDIR/runs"; test $(wc -l &lt;"$TESTDIR/runs") -ne ${FAIL:-2}
  +  [1]
  </stackTrace></flakyFailure>
  $ sed 's/[0-9.]*ms$/Nms/; s/duration_ms: .*/duration_ms: N/' r.tap
  TAP version 13
  ok 1 - once.t # time=Nms
    ---
    message: "flaky: it failed at first and passed at attempt 2"
    severity: "passed, flaky"
    duration_ms: N
    at:
      file: "once.t"
      line: 2
    command: "echo x \u003e\u003e\"$TESTDIR/runs\"; test $(wc -l \u003c\"$TESTDIR/runs\") -ne ${FAIL:-2}"
    details: |
      --- once.t
      +++ once.t.err
      @@ -1,1 +1,2 @@
         $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}
      +  [1]
    again: "dott once.t"
    ...
  # once.t: flaky: it failed at first and passed at attempt 2
  1..1
  $ sed -n '/class="before"/,/<\/li>/p' r.html
  <li class="before"><details><summary><b>once.t</b>: how the first attempt failed</summary>
  <pre class="command">$ echo x &gt;&gt;&#34;$TESTDIR/runs&#34;; test $(wc -l &lt;&#34;$TESTDIR/runs&#34;) -ne ${FAIL:-2}</pre>
  <pre class="diff"><span class="h">--- once.t
  </span><span class="h">+++ once.t.err
  </span><span class="u">@@ -1,1 +1,2 @@
  </span><span class="c">   $ echo x &gt;&gt;&#34;$TESTDIR/runs&#34;; test $(wc -l &lt;&#34;$TESTDIR/runs&#34;) -ne ${FAIL:-2}
  </span><span class="a">+  [1]
  </span></pre>
  </details></li>
  $ grep -c '"diff":.*"flaky":true' r.json; dott report --tap again.tap r.json >/dev/null 2>&1; cmp r.tap again.tap
  1
  $ rm runs r.* again.tap; FAIL=1 dott --github --retry 1 once.t 2>/dev/null | sed 's/[0-9a-f]\{32\}/WORD/'
  ::group::once.t:2: flaky: it failed at first and passed at attempt 2
  ::stop-commands::WORD
  --- once.t
  +++ once.t.err
  @@ -1,1 +1,2 @@
     $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}
  +  [1]
  .
  ::WORD::
  ::endgroup::
  ::notice file=once.t,line=2,title=once.t%3A2%3A flaky%3A it failed at first and passed at attempt 2::--- once.t%0A+++ once.t.err%0A@@ -1,1 +1,2 @@%0A   $ echo x >>"$TESTDIR/runs"; test $(wc -l <"$TESTDIR/runs") -ne ${FAIL:-2}%0A+  [1]%0Ato run it again: dott once.t
  
  # Ran 1 tests, 0 skipped, 0 failed, 1 flaky.

Also where it had no time:

  $ printf '  $ test -e "$TESTDIR/late" || { touch "$TESTDIR/late"; echo waiting; sleep 60; }\n' >late.t
  $ dott -t 1 --retry 1 late.t
  late.t:1: timed out after 1s; while running: test -e "$TESTDIR/late" || { touch "$TESTDIR/late"; echo waiting; sleep 60; }
    waiting
  .
  # Ran 1 tests, 0 skipped, 0 failed, 1 flaky.
  late.t: flaky: it failed at first and passed at attempt 2
  $ rm late late.t*

  $ rm good; dott -q --retry 3 a.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:2: new: the output differs; to run it again: dott a.t
  [1]
  $ dott --retry -1
  dott: invalid argument "-1" for "--retry" flag: not a whole number of 0 or more
  Try 'dott --help'.
  [2]
  $ ls
  a.t
  a.t.err
  b.t
  once.t
  runs
