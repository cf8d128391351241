-i with test cases: changes are joined, and asked for once a file.

  $ cat >a.t <<'END'
  > #testcases x y
  >   $ echo "case $TESTCASE"; echo same
  >   case x
  >   $ echo new
  >   old
  > #if y
  >   $ echo 12 of 13
  >   12 of 12
  > #endif
  > END
  $ cp a.t old
  $ printf '%s\n' y n g y | dott -i a.t
  --- a.t
  +++ a.t.err
  @@ -1,6 +1,8 @@
   #testcases x y
     $ echo "case $TESTCASE"; echo same
  -  case x
  +  case x (x \x21) (esc)
  +  case y (y \x21) (esc)
  +  same
     $ echo new
     old
   #if y
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] y
  @@ -2,7 +2,7 @@
     $ echo "case $TESTCASE"; echo same
     case x
     $ echo new
  -  old
  +  new
   #if y
     $ echo 12 of 13
     12 of 12
  Accept this change 2/3? [y,n,a,A,s,e,g,b,u,q,?] n
  @@ -5,5 +5,5 @@
     old
   #if y
     $ echo 12 of 13
  -  12 of 12
  +  12 of 13
   #endif
  Accept this change 3/3? [y,n,a,A,s,e,g,b,u,q,?] g
  @@ -5,5 +5,5 @@
     old
   #if y
     $ echo 12 of 13
  -  12 of 12
  +  12 of * (glob)
   #endif
  Accept this change 3/3? [y,n,a,A,s,e,g,b,u,q,?] y
  !
  --- a.t#x
  +++ a.t#x.err
  @@ -4,7 +4,7 @@
     case y (y \x21) (esc)
     same
     $ echo new
  -  old
  +  new
   #if y
     $ echo 12 of 13
     12 of * (glob)
  !
  --- a.t#y
  +++ a.t#y.err
  @@ -4,7 +4,7 @@
     case y (y \x21) (esc)
     same
     $ echo new
  -  old
  +  new
   #if y
     $ echo 12 of 13
     12 of * (glob)
  
  # Ran 2 tests, 0 skipped, 2 failed.
  a.t: 2 changes written (1 changed, 1 weakened)
  a.t:10: weakened: a literal became a pattern: `12 of 12` -> `12 of * (glob)`
  a.t#x:7: the output differs; to run it again: dott a.t#x
  a.t#y:7: the output differs; to run it again: dott a.t#y
  [1]
  $ cat a.t
  #testcases x y
    $ echo "case $TESTCASE"; echo same
    case x (x \x21) (esc)
    case y (y \x21) (esc)
    same
    $ echo new
    old
  #if y
    $ echo 12 of 13
    12 of * (glob)
  #endif

The rest of the file, and then nothing is left:

  $ printf '%s\n' a | dott -i -v a.t
  --- a.t
  +++ a.t.err
  @@ -4,7 +4,7 @@
     case y (y \x21) (esc)
     same
     $ echo new
  -  old
  +  new
   #if y
     $ echo 12 of 13
     12 of * (glob)
  Accept this change? [y,n,a,A,s,e,g,b,u,q,?] a
  a.t#x: passed
  a.t#y: passed
  # Ran 2 tests, 0 skipped, 0 failed.
  a.t: 1 change written (changed)
  $ cat a.t
  #testcases x y
    $ echo "case $TESTCASE"; echo same
    case x (x \x21) (esc)
    case y (y \x21) (esc)
    same
    $ echo new
    new
  #if y
    $ echo 12 of 13
    12 of * (glob)
  #endif
  $ dott -i a.t </dev/null
  ..
  # Ran 2 tests, 0 skipped, 0 failed.

No to everything:

  $ cp old a.t; yes n | dott -i a.t >/dev/null 2>&1; cmp a.t old

Split, and the end of the answers:

  $ printf '%s\n' s n y | dott -i a.t
  --- a.t
  +++ a.t.err
  @@ -1,6 +1,8 @@
   #testcases x y
     $ echo "case $TESTCASE"; echo same
  -  case x
  +  case x (x \x21) (esc)
  +  case y (y \x21) (esc)
  +  same
     $ echo new
     old
   #if y
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] s
  @@ -1,6 +1,6 @@
   #testcases x y
     $ echo "case $TESTCASE"; echo same
  -  case x
  +  case x (x \x21) (esc)
     $ echo new
     old
   #if y
  Accept this change 1/5? [y,n,a,A,s,e,g,b,u,q,?] n
  @@ -1,6 +1,7 @@
   #testcases x y
     $ echo "case $TESTCASE"; echo same
     case x
  +  case y (y \x21) (esc)
     $ echo new
     old
   #if y
  Accept this change 2/5? [y,n,a,A,s,e,g,b,u,q,?] y
  @@ -2,6 +2,7 @@
     $ echo "case $TESTCASE"; echo same
     case x
     case y (y \x21) (esc)
  +  same
     $ echo new
     old
   #if y
  Accept this change 3/5? [y,n,a,A,s,e,g,b,u,q,?] 
  To accept it: dott accept a.t:4
  @@ -2,7 +2,7 @@
     $ echo "case $TESTCASE"; echo same
     case x
     $ echo new
  -  old
  +  new
   #if y
     $ echo 12 of 13
     12 of 12
  To accept it: dott accept a.t:5
  @@ -5,5 +5,5 @@
     old
   #if y
     $ echo 12 of 13
  -  12 of 12
  +  12 of 13
   #endif
  To accept it: dott accept a.t:8
  !
  --- a.t#x
  +++ a.t#x.err
  @@ -2,8 +2,9 @@
     $ echo "case $TESTCASE"; echo same
     case x
     case y (y \x21) (esc)
  +  same
     $ echo new
  -  old
  +  new
   #if y
     $ echo 12 of 13
     12 of 12
  !
  --- a.t#y
  +++ a.t#y.err
  @@ -1,10 +1,10 @@
   #testcases x y
     $ echo "case $TESTCASE"; echo same
  -  case x
     case y (y \x21) (esc)
  +  same
     $ echo new
  -  old
  +  new
   #if y
     $ echo 12 of 13
  -  12 of 12
  +  12 of 13
   #endif
  
  # Ran 2 tests, 0 skipped, 2 failed.
  a.t: 1 change written (changed)
  a.t#x:5: the output differs; to run it again: dott a.t#x
  a.t#y:3: the output differs; to run it again: dott a.t#y
  [1]
  $ cat a.t
  #testcases x y
    $ echo "case $TESTCASE"; echo same
    case x
    case y (y \x21) (esc)
    $ echo new
    old
  #if y
    $ echo 12 of 13
    12 of 12
  #endif

A pattern for the lines of one case:

  $ cp old a.t
  $ sed -i 's/case x/case x (x !)/; s/12 of 12/12 of 13/' a.t; sed -i '3a\
  >   case z 1 (y !)' a.t
  $ printf '%s\n' s g y a | dott -i a.t
  --- a.t
  +++ a.t.err
  @@ -1,7 +1,8 @@
   #testcases x y
     $ echo "case $TESTCASE"; echo same
     case x (x \x21) (esc)
  -  case z 1 (y \x21) (esc)
  +  case y (y \x21) (esc)
  +  same
     $ echo new
     old
   #if y
  Accept this change 1/2? [y,n,a,A,s,e,g,b,u,q,?] s
  @@ -1,7 +1,7 @@
   #testcases x y
     $ echo "case $TESTCASE"; echo same
     case x (x \x21) (esc)
  -  case z 1 (y \x21) (esc)
  +  case y (y \x21) (esc)
     $ echo new
     old
   #if y
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] g
  @@ -1,7 +1,7 @@
   #testcases x y
     $ echo "case $TESTCASE"; echo same
     case x (x \x21) (esc)
  -  case z 1 (y \x21) (esc)
  +  case * (glob) (y \x21) (esc)
     $ echo new
     old
   #if y
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] y
  @@ -2,6 +2,7 @@
     $ echo "case $TESTCASE"; echo same
     case x (x \x21) (esc)
     case * (glob) (y \x21) (esc)
  +  same
     $ echo new
     old
   #if y
  Accept this change 2/3? [y,n,a,A,s,e,g,b,u,q,?] a
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  a.t: 2 changes written (1 changed, 1 weakened)
  a.t:4: weakened: a literal became a pattern: `case z 1 (y !)` -> `case * (glob) (y !)...`
  $ cat a.t
  #testcases x y
    $ echo "case $TESTCASE"; echo same
    case x (x \x21) (esc)
    case * (glob) (y \x21) (esc)
    same
    $ echo new
    new
  #if y
    $ echo 12 of 13
    12 of 13
  #endif

g makes the pattern that fits all cases:

  $ printf '#testcases s l\n  $ if [ $TESTCASE = s ]; then echo "at 12 of x"; else echo "at 345 of x"; echo extra; fi\n' >g.t
  $ printf 'g\ny\n' | dott -i g.t 2>/dev/null | tail -4; sed 's/ !)/!)/' g.t
  +  extra (l \x21) (esc)
  Accept this change? [y,n,a,A,s,e,g,b,u,q,?] y
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  #testcases s l
    $ if [ $TESTCASE = s ]; then echo "at 12 of x"; else echo "at 345 of x"; echo extra; fi
    at * of x (glob)
    extra (l!)
