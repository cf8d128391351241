  $ cat >four.t <<'END'
  >     $ echo hello
  >     > echo more
  >     hello
  >     less
  >   $ two spaces are a comment
  > END
  $ dott --indent 4 four.t 2>/dev/null
  !
  --- four.t
  +++ four.t.err
  @@ -1,5 +1,5 @@
       $ echo hello
       > echo more
       hello
  -    less
  +    more
     $ two spaces are a comment
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ dott --indent 0 four.t
  dott: invalid value "0" for --indent: not a whole number of 1 or more
  Try 'dott --help'.
  [2]

An error is in the words of the program's user, not of its programmer:

  $ dott --indent x four.t 2>&1 | grep -c strconv
  0
  [1]
