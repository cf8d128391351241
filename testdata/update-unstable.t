Output that is another each time is written as patterns, and named.

  $ cat >a.t <<'END'
  >   $ mktemp -u
  >   $ echo "it took 0.$(date +%N) seconds"
  >   $ echo $$
  > END
  $ dott -u -q a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  a.t: 3 changes written
  a.t:2: the output is not stable: lines 2, 4, 6 differ from run to run; written as patterns
  $ cat a.t
    $ mktemp -u
    $CRAMTMP/tmp/tmp.* (glob)
    $ echo "it took 0.$(date +%N) seconds"
    it took * seconds (glob)
    $ echo $$
    \d+ (re)
  $ dott a.t; dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Where that cannot be, it is said:

  $ cat >count.t <<'END'
  >   $ echo a
  >   $ n=$(cat "$TESTDIR/n" 2>/dev/null) || n=0
  >   $ echo $((n + 1)) >"$TESTDIR/n"; seq $((n + 1))
  > END
  $ dott -u -q count.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  count.t: 2 changes written
  count.t:4: the output is not stable: the number of lines below line 4 differs from run to run; if that is right, write `* (glob*)` there, which matches any number of lines; to run it again: dott count.t
  [1]

Words that differ are what a test is about, and nothing to make a pattern of, also
if the last run happened to print what was written:

  $ cat >words.t <<'END'
  >   $ [ -e "$TESTDIR/m" ] && echo FAILED || { touch "$TESTDIR/m"; echo passed; }
  > END
  $ dott -u -q words.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  words.t: 1 change written
  words.t:2: the output is not stable: line 2 differs from run to run; if that is right, write a pattern there: line 2 as `\w+ (re)`; to run it again: dott words.t
  [1]
  $ cat >turns.t <<'END'
  >   $ n=$(cat "$TESTDIR/k" 2>/dev/null) || n=0; echo $((n + 1)) >"$TESTDIR/k"
  >   $ [ $((n % 2)) = 0 ] && echo even || echo odd
  > END
  $ dott -u -q turns.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  turns.t: 1 change written
  turns.t:3: the output is not stable: line 3 differs from run to run; if that is right, write a pattern there: line 3 as `\w+ (re)`; to run it again: dott turns.t
  [1]

What changes with the second is found as well, however fast the test is:

  $ cat >now.t <<'END'
  >   $ date +%s
  >   $ date +%T | md5sum
  > END
  $ dott -u -q now.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  now.t: 2 changes written
  now.t:2: the output is not stable: lines 2, 4 differ from run to run; written as patterns

Of a date or a hash that was the same in both runs, nobody can tell but you:

  $ cat >hash.t <<'END'
  >   $ echo a | md5sum
  > END
  $ dott -u -q hash.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  hash.t: 1 change written
  hash.t:2: this looks like a hash; if it changes from run to run, write it as a pattern

With -i it is asked:

  $ cat >b.t <<'END'
  >   $ echo "pid $$"
  > END
  $ printf 'y\nn\n' | dott -i b.t 2>&1 | sed 's/pid [0-9][0-9]*/pid N/'
  --- b.t
  +++ b.t.err
  @@ -1,1 +1,2 @@
     $ echo "pid $$"
  +  pid N
  Accept this change? [y,n,a,A,s,e,g,b,u,q,?] y
  --- b.t
  +++ b.t.err
  @@ -1,2 +1,2 @@
     $ echo "pid $$"
  -  pid N
  +  pid * (glob)
  b.t:2: the output is not stable: line 2 differs from run to run; write patterns for that? [y,n] n
  !
  --- b.t
  +++ b.t.err
  @@ -1,2 +1,2 @@
     $ echo "pid $$"
  -  pid N
  +  pid N
  b.t:2: the output is not stable: line 2 differs from run to run; if that is right, write a pattern there: line 2 as `pid * (glob)`
  
  # Ran 1 tests, 0 skipped, 1 failed.
  b.t: 1 change written
  b.t:2: see above; to run it again: dott b.t
  $ printf 'y\ny\n' | dott -i b.t 2>&1 | sed 's/pid [0-9][0-9]*/pid N/'
  --- b.t
  +++ b.t.err
  @@ -1,2 +1,2 @@
     $ echo "pid $$"
  -  pid N
  +  pid N
  Accept this change? [y,n,a,A,s,e,g,b,u,q,?] y
  --- b.t
  +++ b.t.err
  @@ -1,2 +1,2 @@
     $ echo "pid $$"
  -  pid N
  +  pid * (glob)
  b.t:2: the output is not stable: line 2 differs from run to run; write patterns for that? [y,n] y
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  b.t: 1 change written (weakened)
  b.t:2: weakened: a literal became a pattern: `pid N` -> `pid * (glob)`
  b.t:2: the output is not stable: line 2 differs from run to run; written as patterns
  $ cat b.t
    $ echo "pid $$"
    pid * (glob)

Names of random letters are values, too:

  $ cat >random.t <<'END'
  >   $ r() { tr -dc a-z </dev/urandom | head -c 8; }; echo "in build_$(r)/out"
  >   $ r
  > END
  $ dott -u -q random.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  random.t: 2 changes written
  random.t:2: the output is not stable: lines 2, 4 differ from run to run; written as patterns
  $ cat random.t
    $ r() { tr -dc a-z </dev/urandom | head -c 8; }; echo "in build_$(r)/out"
    in build*/out (glob)
    $ r
    \w+ \(no-eol\) (re)

The year of a date that is printed twice is no value of its own:

  $ cat >iso.t <<'END'
  >   $ date +'%F %T.%N'; date +'%F %T.%N'
  > END
  $ dott -u -q iso.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  iso.t: 1 change written
  iso.t:2: the output is not stable: lines 2, 3 differ from run to run; written as patterns
  $ cat iso.t
    $ date +'%F %T.%N'; date +'%F %T.%N'
    *-*-*:*:*.* (glob)
    *-*-*:*:*.* (glob)

The line of a script in a message of the shell changes with the file:

  $ printf '  $ no-such-command\n' >line.t
  $ dott -u -q line.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  line.t: 1 change written
  line.t: status 127 was written: a command was not found; put it on PATH
  line.t:2: the number in this line changes with the lines above it in the file; to ignore it, write `/bin/sh: *: no-such-command: not found (glob)`
