When the shell ends before the file does, the test fails, it is said where and
why, and what was not run is kept as it is.

  $ cat >exit.t <<'END'
  >   $ echo one
  >   one
  >   $ exit 0
  >   $ echo not run
  >   kept
  > 
  >   $ echo neither
  > END
  $ dott exit.t
  !
  exit.t:3: the shell ended with status 0; 2 commands after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  exit.t:3: see above; to run it again: dott exit.t
  [1]
  $ dott -q exit.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  exit.t:3: the shell ended with status 0; 2 commands after it did not run; to run it again: dott exit.t
  [1]
  $ ls
  exit.t

  $ cat >set-e.t <<'END'
  >   $ set -e
  >   $ echo before; false; echo after
  >   wrong
  >   $ echo not run
  >   kept
  > END
  $ dott set-e.t
  !
  --- set-e.t
  +++ set-e.t.err
  @@ -1,5 +1,5 @@
     $ set -e
     $ echo before; false; echo after
  -  wrong
  +  before
     $ echo not run
     kept
  set-e.t:2: the shell ended with status 1; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  set-e.t:2: see above; to run it again: dott set-e.t
  [1]
  $ cat set-e.t.err
    $ set -e
    $ echo before; false; echo after
    before
    $ echo not run
    kept

  $ cat >signal.t <<'END'
  >   $ echo hi
  >   hi
  >   $ kill -TERM $$
  >   $ echo not run
  > END
  $ dott signal.t
  !
  signal.t:3: the shell was ended by a signal (terminated); 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  signal.t:3: see above; to run it again: dott signal.t
  [1]
  $ sed -i 's/TERM/KILL/' signal.t; dott signal.t
  !
  signal.t:3: the shell was ended by a signal (killed); 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  signal.t:3: see above; to run it again: dott signal.t
  [1]

  $ cat >exec.t <<'END'
  >   $ exec true
  >   $ echo not run
  > END
  $ dott exec.t
  !
  exec.t:1: the shell ended with status 0; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  exec.t:1: see above; to run it again: dott exec.t
  [1]

The last command may end the shell if it says so: its last simple command is exit,
exec or return, and the status with which the shell ends is compared.

  $ cat >said.t <<'END'
  >   $ echo one; exit 3
  >   one
  >   [3]
  > END
  $ dott said.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ printf '  $ exec false\n' >exec-last.t
  $ dott exec-last.t
  !
  --- exec-last.t
  +++ exec-last.t.err
  @@ -1,1 +1,2 @@
     $ exec false
  +  [1]
  
  # Ran 1 tests, 0 skipped, 1 failed.
  exec-last.t:2: the output differs; to run it again: dott exec-last.t
  [1]

A bare exit needs no status, as under cram:

  $ printf '  $ exit 3\n' >bare.t
  $ dott bare.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

In any other way it may not end there:

  $ cat >last.t <<'END'
  >   $ set -e
  >   $ false
  > END
  $ dott last.t
  !
  last.t:2: the shell ended with status 1 in this command, which is no exit, exec or return
  
  # Ran 1 tests, 0 skipped, 1 failed.
  last.t:2: see above; to run it again: dott last.t
  [1]
  $ cat >last-signal.t <<'END'
  >   $ kill -9 $$
  > END
  $ dott last-signal.t
  !
  last-signal.t:1: the shell was ended by a signal (killed) before the end of this command
  
  # Ran 1 tests, 0 skipped, 1 failed.
  last-signal.t:1: see above; to run it again: dott last-signal.t
  [1]
