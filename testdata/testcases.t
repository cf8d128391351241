A file runs once for each of its cases; several lines of them multiply.

  $ cat >a.t <<'END'
  > #testcases one two
  > #testcases x y
  >   $ echo "$TESTCASE, $TESTNAME in ${TESTTMP##*/}"
  >   one#x, a.t#one#x in a.t-one-x (one x !)
  >   one#y, * (glob) (one y !)
  >   two#[xy], .* (re) (two !)
  > #if two
  >   $ echo only in two
  >   only in two
  > #endif
  > END
  $ dott -v a.t
  a.t#one#x: passed
  a.t#one#y: passed
  a.t#two#x: passed
  a.t#two#y: passed
  # Ran 4 tests, 0 skipped, 0 failed.
  $ dott --list
  a.t#one#x
  a.t#one#y
  a.t#two#x
  a.t#two#y

One of them can be run by its name, which every report has.

  $ dott -v a.t#two#x a.t#one
  a.t#one#x: passed
  a.t#one#y: passed
  a.t#two#x: passed
  # Ran 3 tests, 0 skipped, 0 failed.
  $ dott a.t#three
  dott: a.t has no case "three"; its cases are one#x, one#y, two#x, two#y
  [2]
  $ printf '#testcases a b\n  $ test $TESTCASE = a\n' >b.t
  $ dott b.t
  .!
  --- b.t#b
  +++ b.t#b.err
  @@ -1,2 +1,3 @@
   #testcases a b
     $ test $TESTCASE = a
  +  [1]
  
  # Ran 2 tests, 0 skipped, 1 failed.
  b.t#b:3: the output differs; to run it again: dott b.t#b
  [1]
  $ dott --retest --list
  b.t#b
  $ printf 'b.t#a\n' >skip
  $ dott --skip-list skip -q b.t 2>/dev/null
  s!
  # Ran 2 tests, 1 skipped, 1 failed.
  [1]

Names that cannot be cases:

  $ printf '#testcases a no-b\n' >c.t; printf '#testcases a a\n' >d.t; printf '#testcases a\n#testcases b a\n' >e.t
  $ dott -q c.t d.t e.t 2>&1 | sort
  !!!
  # Ran 3 tests, 0 skipped, 3 failed.
  c.t:1: #testcases has the name "no-b", which no condition could have; to run it again: dott c.t
  d.t:1: #testcases names the case "a" once more; to run it again: dott d.t
  e.t:2: #testcases names the case "a" once more; to run it again: dott e.t
