A diff has 1,000 lines, or as many as --max-diff says. It says what it lacks, and the
.err file has all of it.

  $ printf '  $ seq 3000\n  1\n  2\n' >many.t
  $ dott many.t >out 2>&1
  [1]
  $ wc -l <out; head -5 out; tail -6 out
  1011
  !
  --- many.t
  +++ many.t.err
  @@ -1,3 +1,1003 @@
     $ seq 3000
  +  1001
  +  1002
  # 1998 more changed lines are left out; all of it is in many.t.err
  
  # Ran 1 tests, 0 skipped, 1 failed.
  many.t:4: the output differs; to run it again: dott many.t
  $ wc -l <many.t.err
  3001
  $ dott --max-diff 3 many.t 2>/dev/null
  !
  --- many.t
  +++ many.t.err
  @@ -1,3 +1,6 @@
     $ seq 3000
     1
     2
  +  3
  +  4
  +  5
  # 2995 more changed lines are left out; all of it is in many.t.err
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ dott --max-diff 0 many.t 2>/dev/null | wc -l
  3007

It is a diff still, of a part of the changes:

  $ cp many.t part.t; dott --max-diff 5 part.t 2>/dev/null | patch -p0
  patching file part.t
  $ cat part.t
    $ seq 3000
    1
    2
    3
    4
    5
    6
    7

Of a very long line there is the beginning:

  $ printf '  $ head -c 100000 /dev/zero\n' >long.t
  $ dott long.t 2>/dev/null >out
  [1]
  $ cut -c 1-40 out; wc -c <out
  !
  --- long.t
  +++ long.t.err
  @@ -1,1 +1,2 @@
     $ head -c 100000 /dev/zero
  +  \x00\x00\x00\x00\x00\x00\x00\x00\x00\
  # the end of a long line is left out; al
  
  # Ran 1 tests, 0 skipped, 1 failed.
  65717
  $ wc -c <long.t.err
  400047

So it is with what was written:

  $ dott -u --max-diff 4 many.t
  --- many.t
  +++ many.t.err
  @@ -1,3 +1,7 @@
     $ seq 3000
     1
     2
  +  3
  +  4
  +  5
  +  6
  # 2994 more changed lines are left out; all of it is in many.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  many.t: 1 change written (changed)
  $ wc -l <many.t
  3001

and with the diffs of questions:

  $ printf '  $ seq 5\n' >ask.t; echo q | dott -i --max-diff 2 ask.t 2>/dev/null
  --- ask.t
  +++ ask.t.err
  @@ -1,1 +1,3 @@
     $ seq 5
  +  1
  +  2
  # 3 more changed lines are left out
  Accept this change? [y,n,a,A,s,e,g,b,u,q,?] q
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

Where the changes are too many, more than 4 MiB, nothing is written:

  $ printf '  $ yes a somewhat longer line than that | head -n 150000\n' >huge.t
  $ cp huge.t before; dott -u --max-diff 2 huge.t 2>/dev/null; cmp before huge.t
  !
  --- huge.t
  +++ huge.t.err
  @@ -1,1 +1,3 @@
     $ yes a somewhat longer line than that | head -n 150000
  +  a somewhat longer line than that
  +  a somewhat longer line than that
  # 149998 more changed lines are left out; all of it is in huge.t.err
  huge.t: not rewritten: these are too many changes to be written into a test
  
  # Ran 1 tests, 0 skipped, 1 failed.
  $ wc -l <huge.t.err; mv huge.t.err huge.t; dott huge.t
  150001
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Nor are they in the events:

  $ cp before huge.t; dott -q --json e.json huge.t 2>/dev/null
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ grep -o '"edits[^:]*":[^,]*' e.json
  "edits_left_out":150000

The configuration may have it, too:

  $ printf '[run]\nmax-diff = 1\n' >dott.toml; dott ask.t 2>/dev/null
  !
  --- ask.t
  +++ ask.t.err
  @@ -1,1 +1,2 @@
     $ seq 5
  +  1
  # 4 more changed lines are left out; all of it is in ask.t.err
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ dott --max-diff -1
  dott: invalid argument "-1" for "--max-diff" flag: not a whole number of 0 or more
  Try 'dott --help'.
  [2]
  $ dott report --max-diff 3 e.json
  dott: report: unknown flag: --max-diff
  Try 'dott --help'.
  [2]

Output that is too long to be compared line by line is compared at its beginning and
at its end:

  $ rm dott.toml; printf '  $ echo 0; seq 600000; echo end\n  1\n  [0-9]+ (re+)\n  End\n' >ends.t
  $ dott --max-diff 2 ends.t 2>/dev/null
  !
  --- ends.t
  +++ ends.t.err
  @@ -1,2 +1,2 @@
     $ echo 0; seq 600000; echo end
  -  1
  +  0
  # 600003 more changed lines are left out; all of it is in ends.t.err
  ends.t:1: the output is too long to be compared line by line: all of it from its first to its last difference, 600002 lines, counts as changed
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ printf '  $ echo 0; seq 600000 | sed /500000/d; seq 10\n  0\n' >behind.t
  $ seq 600000 | sed 's/^/  /' >>behind.t; seq 10 | sed 's/^/  /' >>behind.t
  $ dott behind.t 2>/dev/null
  !
  --- behind.t
  +++ behind.t.err
  @@ -499999,7 +499999,6 @@
     499997
     499998
     499999
  -  500000
     500001
     500002
     500003
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

What a foreign test prints is no exception:

  $ printf '[[foreign]]\nfiles = "*.sh"\ncommand = "sh $TESTDIR/$TESTFILE"\nverdict = "output"\n' >dott.toml
  $ echo 'yes a somewhat longer line than that | head -n 150000' >f.sh
  $ dott -u --max-diff 2 f.sh
  !
  --- f.sh.out
  +++ f.sh.out.err
  @@ -1,0 +1,2 @@
  +a somewhat longer line than that
  +a somewhat longer line than that
  # 149998 more changed lines are left out; all of it is in f.sh.err
  f.sh: not rewritten: these are too many changes to be written into a test
  
  # Ran 1 tests, 0 skipped, 1 failed.
  f.sh:1: see above; to run it again: dott f.sh
  [1]
  $ ls f.*; wc -l <f.sh.err
  f.sh
  f.sh.err
  150000
  $ echo "printf '\\377\\n'" >g.sh; dott -u g.sh 2>/dev/null
  !
  --- g.sh.out
  +++ g.sh.out.err
  @@ -1,0 +1,1 @@
  +�
  g.sh: not rewritten: the output has bytes that are not UTF-8
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ od -c g.sh.err
  0000000 377  \n
  0000002
