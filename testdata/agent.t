`--agent` is a report for a program: the totals first, then each failure with the commands
to go on. The environment turns it on, and `=false` off.

  $ printf '  $ echo one\n  uno\n  $ echo new\n' >a.t; printf '  $ true\n' >b.t
  $ dott --agent 2>&1
  dott: 1 failed, 1 passed, 0 skipped (* s) (glob)
  
  FAIL a.t:2
  at line 2:
    $ echo one
  expected:
    uno
  actual:
    one
  accept this one: dott accept a.t:2
  at line 4:
    $ echo new
  expected:
    (nothing)
  actual:
    new
  accept this one: dott accept a.t:4
  run again: dott a.t
  accept: dott accept a.t
  [1]
  $ CLAUDECODE=1 dott b.t
  dott: 0 failed, 1 passed, 0 skipped (* s) (glob)
  $ CLAUDECODE=1 dott --agent=false b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --agent=json b.t a.t
  {"ran":2,"passed":1,"failed":1,"skipped":0,"seconds":*,"failures":[{"test":"a.t","line":2,"differences":[{"line":2,"command":"echo one","expected":["uno"],"actual":["one"],"accept":"dott accept a.t:2"},{"line":4,"command":"echo new","expected":[],"actual":["new"],"accept":"dott accept a.t:4"}],"again":"dott a.t","accept":"dott accept a.t"}]} (glob)
  [1]
  $ CLAUDECODE=1 dott -i a.t </dev/null | grep accept
  To accept it: dott accept a.t:2
  To accept it: dott accept a.t:4
  accept: dott accept a.t
  $ for n in $(seq 300); do cp a.t f$n.t; done
  $ dott --agent >out
  [1]
  $ head -1 out; tail -1 out; test $(wc -l <out) -le 200
  dott: 301 failed, 1 passed, 0 skipped (* s) (glob)
    and 226 more
  $ dott --agent=x
  dott: invalid value "x" for --agent: must be true, false or json
  Try 'dott --help'.
  [2]
