A shell that takes away its own output cannot be seen to pass.

  $ cat >exec.t <<'END'
  >   $ echo one
  >   one
  >   $ exec >file
  >   $ echo two
  >   two
  > END
  $ dott exec.t
  !
  exec.t:3: the shell closed or redirected its own output here; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  exec.t:3: see above; to run it again: dott exec.t
  [1]
  $ cat >closed.t <<'END'
  >   $ exec >&- 2>&-
  > END
  $ dott closed.t
  !
  closed.t:1: the shell closed or redirected its own output* (glob)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  closed.t:1: see above; to run it again: dott closed.t
  [1]

It may do so for a while:

  $ cat >back.t <<'END'
  >   $ exec 3>&1 >file
  >   $ echo two
  >   $ exec >&3 3>&-
  >   $ cat file | grep two
  >   two
  > END
  $ dott back.t
  !
  back.t:2: this command was not seen to run: its marker is missing from the output
  
  # Ran 1 tests, 0 skipped, 1 failed.
  back.t:2: see above; to run it again: dott back.t
  [1]
