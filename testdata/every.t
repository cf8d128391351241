A run again and again, until somebody ends it.

  $ printf '  $ true\n' >a.t
  $ dott -q --every 50ms >out 2>err & pid=$!
#eventually 20s
  $ grep -c Ran out | awk '{ print ($1 >= 5) }'
  1
  $ kill -INT $pid; wait $pid
  [130]
  $ grep -v longer err
  dott: stopped by a signal: interrupt

It ends at once while it waits, and while a test runs; nothing is left.

  $ dott -q --every 1h >out 2>err & pid=$!
#eventually 20s
  $ grep Ran out
  # Ran 1 tests, 0 skipped, 0 failed.
  $ kill $pid; wait $pid
  [143]
  $ mkdir tmp; printf "  $ touch $PWD/begun; sleep 1000.25\n" >a.t; dott -q --tmpdir $PWD/tmp --every 1h >out 2>err & pid=$!
#eventually 20s
  $ ls begun
  begun
  $ kill $pid; wait $pid
  [143]
  $ pgrep -f 'sleep 1000.2[5]'; ls tmp

A run that takes longer is told, and the next begins when it has ended. What is on
standard output is that of all runs; a file of a report is that of the last one.

  $ printf '  $ sleep 0.2\n' >a.t; dott -q --every 10ms --tap last.tap >out 2>err & pid=$!
#eventually 20s
  $ grep -c 'longer than --every 10ms; the next one begins at once' err | awk '{ print ($1 >= 2) }'
  1
  $ kill $pid; wait $pid
  [143]
  $ grep -c '^1\.\.1' last.tap
  1

Each run reads the configuration; one that is wrong is told, and so is the end of that.

  $ printf '  $ echo $WORD\n  one\n' >a.t; printf '[env]\nset = { WORD = "one" }\n[notify]\ncommand = "cat >>told"\n' >dott.toml
  $ dott -q --every 100ms >out 2>err & pid=$!
#eventually 20s
  $ grep -m1 Ran out
  # Ran 1 tests, 0 skipped, 0 failed.
  $ sed 's/one/two/' dott.toml >x; mv x dott.toml
#eventually 20s
  $ jq -c '[.verdict, .subject]' told
  ["failed","every.t: 1 test began to fail"]
  $ sed 's/two"/one/' dott.toml >x; mv x dott.toml
#eventually 20s
  $ jq -c '[.verdict, .subject[:80]]' told | tail -1
  ["error","every.t: the run could not be done: dott.toml:2: basic strings cannot have new l"]
  $ printf '[env]\nset = { WORD = "one" }\n[notify]\ncommand = "cat >>told"\n' >x; mv x dott.toml
#eventually 20s
  $ jq -c '[.verdict, .subject]' told | tail -1
  ["passed","every.t: 1 test passes again"]
  $ kill $pid; wait $pid; cp told all; jq -c .subject all | wc -l
  3

What cannot be is said by the first run, or before it:

  $ rm dott.toml
  $ dott --every 0
  dott: invalid value "0" for --every: not a time of more than 0 such as 5m or 1h
  Try 'dott --help'.
  [2]
  $ dott --every=-5m 2>&1 | head -1
  dott: invalid value "-5m" for --every: not a time of more than 0 such as 5m or 1h
  $ for o in -i -u -w --bisect=git --list --debug --monitor; do dott --every 1m $o 2>&1 | head -1; done
  dott: options --every and --interactive are mutually exclusive
  dott: options --every and --update are mutually exclusive
  dott: options --every and --watch are mutually exclusive
  dott: options --every and --bisect are mutually exclusive
  dott: options --every and --list are mutually exclusive
  dott: options --every and --debug are mutually exclusive
  DOTT UNKNOWN - options --every and --monitor are mutually exclusive
  $ mkdir empty; dott --every 1m empty
  dott: no tests found* (glob)
  Usage: dott [OPTIONS] [PATH...]
  Try 'dott --help' for how to write a first test, or let 'dott init' write one.
  [2]
  $ dott --every 1m nosuch
  dott: no such file: nosuch
  [2]
  $ dott --every 1m --metrics empty a.t
  dott: writing a report: empty is a directory
  [2]
  $ printf '[run]\nevery = "5m"\n' >dott.toml; dott
  dott: dott.toml:2: [run] every: is for the command line, run by run
  [2]
