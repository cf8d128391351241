  $ cat >middle.t <<'END'
  >   $ echo one
  >   one
  >   $ if; then
  >   $ echo two
  >   two
  > END
  $ dott --shell bash middle.t
  !
  middle.t:3: the shell cannot read this command: if must be followed by a statement list
  
  # Ran 1 tests, 0 skipped, 1 failed.
  middle.t:3: see above; to run it again: dott --shell=bash middle.t
  [1]
  $ dott --shell dash middle.t
  !
  middle.t:3: the shell cannot read this command: if must be followed by a statement list
  
  # Ran 1 tests, 0 skipped, 1 failed.
  middle.t:3: see above; to run it again: dott --shell=dash middle.t
  [1]

  $ cat >quote.t <<'END'
  >   $ echo one
  >   one
  >   $ echo "open
  >   $ echo two
  >   two
  > END
  $ dott --shell bash quote.t
  !
  quote.t:3: this command opens a quote (") that nothing closes
  
  # Ran 1 tests, 0 skipped, 1 failed.
  quote.t:3: see above; to run it again: dott --shell=bash quote.t
  [1]
  $ dott --shell dash quote.t
  !
  quote.t:3: this command opens a quote (") that nothing closes
  
  # Ran 1 tests, 0 skipped, 1 failed.
  quote.t:3: see above; to run it again: dott --shell=dash quote.t
  [1]

  $ cat >first.t <<'END'
  >   $ )
  > END
  $ dott --shell bash first.t
  !
  first.t:1: the shell cannot read this command: ) can only be used to close a subshell
  
  # Ran 1 tests, 0 skipped, 1 failed.
  first.t:1: see above; to run it again: dott --shell=bash first.t
  [1]
  $ dott --shell dash first.t
  !
  first.t:1: the shell cannot read this command: ) can only be used to close a subshell
  
  # Ran 1 tests, 0 skipped, 1 failed.
  first.t:1: see above; to run it again: dott --shell=dash first.t
  [1]
