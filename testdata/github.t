Under GitHub Actions, failures are groups in the log, with an annotation at the
line, and the step gets a summary.

  $ printf '  $ true\n' >1.t; printf '  $ echo "50%%, a:b"\n' >2.t; cp 1.t 3.t
  $ export GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$PWD/summary.md GITHUB_WORKSPACE=$PWD
  $ dott . 2>/dev/null
  .
  ::group::2.t:2: the output differs
  ::stop-commands::* (glob)
  !
  --- 2.t
  +++ 2.t.err
  @@ -1,1 +1,2 @@
     $ echo "50%, a:b"
  +  50%, a:b
  ::*:: (glob)
  ::endgroup::
  ::error file=2.t,line=2,title=2.t%3A2%3A the output differs::--- 2.t%0A+++ 2.t.err%0A@@ -1,1 +1,2 @@%0A   $ echo "50%25, a:b"%0A+  50%25, a:b%0Ato run it again: dott 2.t
  .
  # Ran 3 tests, 0 skipped, 1 failed.
  [1]
  $ sed 's/| [0-9.]* s |/| T s |/' summary.md
  ### dott: 1 of 3 failed
  
  | passed | failed | skipped | flaky | not run | time in tests |
  |--:|--:|--:|--:|--:|--:|
  | 2 | 1 | 0 | 0 | 0 | T s |
  
  <details><summary><code>2.t:2</code> the output differs</summary>
  
  ```diff
  --- 2.t
  +++ 2.t.err
  @@ -1,1 +1,2 @@
     $ echo "50%, a:b"
  +  50%, a:b
  
  to run it again: dott 2.t
  ```
  
  </details>
  

The summary is not longer than what GitHub takes, which is 1 MiB:

  $ head -c 1048200 /dev/zero | tr '\0' x >summary.md; dott -q 2.t >/dev/null 2>&1
  [1]
  $ wc -c <summary.md; tail -n 1 summary.md
  * (glob)
  Not shown, for GitHub takes no longer summary, but in the log: 1 more failure.
  $ test $(wc -c <summary.md) -le 1048576

In a folder of a repository the paths are those that GitHub knows:

  $ mkdir .git sub; mv 2.t sub; cd sub
  $ dott -q 2.t 2>/dev/null | grep -o 'file=[^,]*'
  file=sub/2.t
  $ cd ..

Without it, and without GitHub:

  $ dott --github=false -q sub 2>/dev/null
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY GITHUB_WORKSPACE
  $ dott --github -q sub 2>/dev/null | grep -c ::error
  1
  $ dott --github=false --json events.json -q sub >/dev/null 2>&1; dott report --github -q events.json 2>/dev/null | grep -c ::error
  1
