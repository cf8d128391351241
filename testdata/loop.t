A loop may span several commands: what it prints belongs to the one that was
furthest on.

  $ cat >a.t <<'END'
  >   $ for i in 1 2; do
  >   $ echo a $i
  >   a 1
  >   $ echo b $i
  >   b 1
  >   $ done
  >   a 2
  >   b 2
  >   $ echo end
  >   end
  > END
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A branch that is not taken was not run, and is said so:

  $ cat >b.t <<'END'
  >   $ if false; then
  >   $ echo x
  >   x
  >   $ fi
  > END
  $ dott b.t
  !
  b.t:2: this command was not seen to run: its marker is missing from the output
  
  # Ran 1 tests, 0 skipped, 1 failed.
  b.t:2: see above; to run it again: dott b.t
  [1]
