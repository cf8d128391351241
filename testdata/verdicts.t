A dot for a test that passed, an exclamation mark and a diff for one that
failed, an s for one that was skipped; then the counts.

  $ cat >pass.t <<'END'
  > Anything that is not indented is comment.
  > 
  >   $ echo hello
  >   hello
  > END
  $ cat >fail.t <<'END'
  >   $ echo one; echo two
  >   one
  >   three
  > 
  >   $ echo this passes
  >   this passes
  > END
  $ cat >skip.t <<'END'
  >   $ exit 80
  > END
  $ dott fail.t pass.t skip.t
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,6 +1,6 @@
     $ echo one; echo two
     one
  -  three
  +  two
   
     $ echo this passes
     this passes
  .s
  # Ran 3 tests, 1 skipped, 1 failed.
  fail.t:3: the output differs; to run it again: dott fail.t
  skipped: no reason given
  [1]

All passed:

  $ dott pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Skipping is no failure:

  $ dott pass.t skip.t
  .s
  # Ran 2 tests, 1 skipped, 0 failed.
  skipped: no reason given

The line of the counts is on stdout, what to do about a failure on stderr:

  $ dott -q fail.t pass.t 2>/dev/null
  !.
  # Ran 2 tests, 0 skipped, 1 failed.
  [1]
  $ dott -q fail.t pass.t 2>&1 >/dev/null
  fail.t:3: since 3 runs (*): the output differs; to run it again: dott fail.t (glob)
  [1]
