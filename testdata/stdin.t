A command that reads its input gets nothing, and cannot swallow the commands
that follow.

  $ cat >a.t <<'END'
  >   $ cat
  >   $ read line || echo end of file
  >   end of file
  >   $ sh -c 'cat; echo done'
  >   done
  > END
  $ echo input | dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott a.t <&-
  .
  # Ran 1 tests, 0 skipped, 0 failed.
