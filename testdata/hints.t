A path that does not exist may be a command, or a file with the line from a message:

  $ printf '  $ true\n' >a.t
  $ dott linf
  dott: no such file: linf; did you mean the command "lint"?
  [2]
  $ dott a.t:12
  dott: no such file: a.t:12; to run the file: dott a.t
  [2]
  $ dott b.t:12
  dott: no such file: b.t:12
  [2]

A command that was not found is not accepted without a word:

  $ printf '  $ no-such-command\n' >c.t
  $ dott -q -u c.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  c.t: 1 change written (changed)
  c.t: status 127 was written: a command was not found; put it on PATH
  c.t:2: the number in this line changes with the lines above it in the file; to ignore it, write `/bin/sh: *: no-such-command: not found (glob)`
