  $ cat >closed.t <<'END'
  >   $ cat <<EOF
  >   >   two spaces
  >   > $((1 + 1))
  >   > EOF
  >     two spaces
  >   2
  > END
  $ dott closed.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

One without an end takes the rest of the script with it. The markers that we
put between the commands are not shown.

  $ cat >open.t <<'END'
  >   $ echo one
  >   one
  >   $ cat <<EOF
  >   > text
  >   text
  >   $ echo two
  >   two
  > END
  $ dott --shell bash open.t
  !
  --- open.t
  +++ open.t.err
  @@ -2,6 +2,8 @@
     one
     $ cat <<EOF
     > text
  +  /*/bash: line *: warning: here-document at line 4 delimited by end-of-file (wanted `EOF') (glob)
     text
  +  echo two
     $ echo two
     two
  open.t:3: the shell ended with status 0; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  open.t:3: see above; to run it again: dott --shell=bash open.t
  [1]
  $ dott --shell dash open.t
  !
  --- open.t
  +++ open.t.err
  @@ -3,5 +3,6 @@
     $ cat <<EOF
     > text
     text
  +  echo two
     $ echo two
     two
  open.t:3: the shell ended with status 0; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  open.t:3: see above; to run it again: dott --shell=dash open.t
  [1]
