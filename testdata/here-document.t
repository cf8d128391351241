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

One without an end would take the rest of the file for text, so nothing is run.

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
  open.t:3: this command begins a here-document whose end (EOF) is missing
  
  # Ran 1 tests, 0 skipped, 1 failed.
  open.t:3: see above; to run it again: dott --shell=bash open.t
  [1]
  $ dott --shell dash open.t
  !
  open.t:3: this command begins a here-document whose end (EOF) is missing
  
  # Ran 1 tests, 0 skipped, 1 failed.
  open.t:3: see above; to run it again: dott --shell=dash open.t
  [1]
