A line with (re) is a regular expression for the whole line.

  $ cat >pass.t <<'END'
  >   $ echo 'took 12 ms'; echo b; echo '[x] (re)'; echo abab; echo 'price: 5'
  >   took \d+ ms (re)
  >   a|b (re)
  >   [x] (re)
  >   (ab)\1 (re)
  >   price: (?=\d)5(?!0) (re)
  >   $ printf 'caf\303\251 \377\n'
  >   caf. \xff (re)
  > END
  $ dott pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

  $ cat >fail.t <<'END'
  >   $ echo ax; echo bb; echo ok
  >   a|b (re)
  >   b (re)
  >   o. (re)
  > END
  $ dott fail.t 2>/dev/null
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,4 +1,4 @@
     $ echo ax; echo bb; echo ok
  -  a|b (re)
  -  b (re)
  +  ax
  +  bb
     o. (re)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

An invalid one is an error that names the line and what is wrong with it:

  $ cat >invalid.t <<'END'
  >   $ echo one
  >   one
  >   $ echo two; echo three
  >   *** (re)
  >   a)|(b (re)
  > END
  $ dott invalid.t
  !
  --- invalid.t
  +++ invalid.t.err
  @@ -1,5 +1,5 @@
     $ echo one
     one
     $ echo two; echo three
  -  *** (re)
  -  a)|(b (re)
  +  two
  +  three
  invalid.t:4: invalid regular expression `***`: missing argument to repetition operator: `*`
  invalid.t:5: invalid regular expression `a)|(b`: unexpected )
  
  # Ran 1 tests, 0 skipped, 1 failed.
  invalid.t:4: see above; to run it again: dott invalid.t
  [1]
  $ dott -q invalid.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  invalid.t:4: invalid regular expression `***`: missing argument to repetition operator: `*`; to run it again: dott invalid.t
  [1]
  $ ls invalid.t.err
  invalid.t.err

unless the line stands there literally:

  $ cat >literal.t <<'END'
  >   $ echo '*** (re)'
  >   *** (re)
  > END
  $ dott literal.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A pattern that backtracks without end is stopped:

  $ cat >runaway.t <<'END'
  >   $ echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  >   (a+)+(?=x)\1$ (re)
  > END
  $ dott runaway.t
  !
  --- runaway.t
  +++ runaway.t.err
  @@ -1,2 +1,2 @@
     $ echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  -  (a+)+(?=x)\1$ (re)
  +  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  runaway.t:2: regular expression `(a+)+(?=x)\1$`: stopped after 1s of backtracking
  
  # Ran 1 tests, 0 skipped, 1 failed.
  runaway.t:2: see above; to run it again: dott runaway.t
  [1]
