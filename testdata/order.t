The order in which tests begin.

  $ for i in 1 2 3 4 5 6; do printf '  $ echo %s >>"$TESTDIR/log"\n' $i >$i.t; done
  $ order() { rm -f log; dott "$@" >out && tr '\n' ' ' <log; echo; }
  $ order -j 1 --order file
  1 2 3 4 5 6 
  $ order -j 1 --order random:7 2>err >first; cat first err
  ? ? ? ? ? ?  (glob)
  the order is random; to have it again: --order random:7
  $ order -j 1 --order random:7 2>/dev/null | cmp - first
  $ order -j 1 --order random:8 2>/dev/null | cmp -s - first
  [1]
  $ tr ' ' '\n' <first | sort | tr '\n' ' '
   1 2 3 4 5 6  (no-eol)
  $ order -j 1 --order random 2>&1 | head -1
  the order is random; to have it again: --order random:* (glob)

They are reported in the order of the files:

  $ dott -v -j 1 --order random:7 2>/dev/null
  1.t: passed
  2.t: passed
  3.t: passed
  4.t: passed
  5.t: passed
  6.t: passed
  # Ran 6 tests, 0 skipped, 0 failed.

The longest first, by the times of the run before:

  $ printf '  $ echo 4 >>"$TESTDIR/log"; sleep 0.5\n' >4.t
  $ dott -j 2 >/dev/null
  $ printf '  $ sleep 0.3\n  $ until test -s "$TESTDIR/log"; do sleep 0.01; done\n  $ echo 5 >>"$TESTDIR/log"\n' >5.t
  $ dott -j 2 >/dev/null
  $ rm log; dott -j 2 --order runtime >/dev/null; head -1 log
  4

  $ dott --order size
  dott: invalid value "size" for --order: not file, runtime or random[:SEED]
  Try 'dott --help'.
  [2]
  $ dott --order random:x
  dott: invalid value "random:x" for --order: the seed is not a whole number
  Try 'dott --help'.
  [2]
