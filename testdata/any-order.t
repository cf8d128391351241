The lines of a run match in any order. The run ends with the line that says so, and begins
behind the run before, behind a comment, or with the first line of the block.

  $ cat >pass.t <<'END'
  >   $ printf '%s\n' c b1 a b2
  >   a
  >   b* (glob+)
  >   c
  >   d (?) (any-order)
  >   $ printf '%s\n' 'total 2' y x end
  >   total * (glob) (any-order)
  >   x
  >   y (any-order)
  >   end
  >   $ printf '%s\n' first 2 1
  >   first
  > In any order:
  >   1
  >   2 (any-order)
  >   $ printf '%s\n' b a; false
  >   a
  >   b (any-order)
  >   [1]
  > END
  $ dott -q pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What matches keeps its place and its text:

  $ cat >fail.t <<'END'
  >   $ printf '%s\n' c x a4 b
  >   a? (glob)
  >   b
  >   c (any-order)
  >   $ printf '%s\n' z y
  >   x
  >   y
  >   z
  >   o (any-order)
  > END
  $ cp fail.t saved
  $ dott -u -q fail.t; dott -q fail.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  fail.t: 2 changes written (1 changed, 1 weakened)
  fail.t:6: weakened: expected output went: `x`
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ diff saved fail.t
  3a4
  \x3e   x (esc)
  6d6
  <   x
  8,9c8
  <   z
  <   o (any-order)
  ---
  \x3e   z (any-order) (esc)
  [1]

-u finds out by itself that lines come in another order each time:

  $ cat >shuffled.t <<'END'
  >   $ echo "Files:"
  >   $ n=$(cat "$TESTDIR/n" 2>/dev/null || echo 0); echo $((n + 1)) >"$TESTDIR/n"
  >   $ echo three; for i in 1 2 3; do echo $(((n + i) % 3)).txt; done; echo done
  > END
  $ dott -u -q shuffled.t; dott -q shuffled.t; dott -q shuffled.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  shuffled.t: 2 changes written (changed)
  shuffled.t:8: the output is not stable: the order of the lines up to line 8 differs from run to run; written as patterns
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat shuffled.t
    $ echo "Files:"
    Files:
    $ n=$(cat "$TESTDIR/n" 2>/dev/null || echo 0); echo $((n + 1)) >"$TESTDIR/n"
    $ echo three; for i in 1 2 3; do echo $(((n + i) % 3)).txt; done; echo done
    three (any-order)
    1.txt
    2.txt
    0.txt (any-order)
    done

-i asks before it writes that:

  $ printf '  $ f=$TESTDIR/m; [ -e $f ] && { rm $f; echo a; echo b; } || { touch $f; echo b; echo a; }\n' >asked.t
  $ printf '%s\n' y y | dott -i asked.t
  --- asked.t
  +++ asked.t.err
  @@ -1,1 +1,3 @@
     $ f=$TESTDIR/m; [ -e $f ] && { rm $f; echo a; echo b; } || { touch $f; echo b; echo a; }
  +  b
  +  a
  Accept this change? [y,n,a,A,s,e,g,b,u,q,?] y
  --- asked.t
  +++ asked.t.err
  @@ -1,3 +1,3 @@
     $ f=$TESTDIR/m; [ -e $f ] && { rm $f; echo a; echo b; } || { touch $f; echo b; echo a; }
     b
  -  a
  +  a (any-order)
  asked.t:3: the output is not stable: the order of the lines up to line 3 differs from run to run; write patterns for that? [y,n] y
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  asked.t: 1 change written (changed)
  asked.t:3: the output is not stable: the order of the lines up to line 3 differs from run to run; written as patterns
