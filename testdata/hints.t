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

  $ dott run a.t
  dott: no such file: run; to run tests, name files or folders, or nothing: dott [PATH...]
  [2]
  $ printf '  $ true\n' >greeting.t; dott greting.t
  dott: no such file: greting.t; did you mean greeting.t?
  [2]
  $ dott help fromat
  dott: help: no topic "fromat"; did you mean "format"? 'dott help' lists all topics
  Try 'dott --help'.
  [2]
  $ printf '[env]\nWHO = "me"\n' >dott.toml; dott a.t; rm dott.toml
  dott: dott.toml:2: unknown key "WHO" in [env]; to set a variable, write set = { WHO = "..." }
  $ printf '#if needed, read this\n\n  $ true\n' >if.t; dott if.t 2>/dev/null | head -2
  !
  if.t:1: #if: "needed," is not a feature name (letters, digits and _ . : + / -); if this is a comment, write # if
  $ printf '  $ echo 1\n' | dott -
  !
  --- -
  +++ -.err
  @@ -1,1 +1,2 @@
     $ echo 1
  +  1
  
  # Ran 1 tests, 0 skipped, 1 failed.
  -:2: the output differs; to run it again: dott -
  [1]

A command that was not found is not accepted without a word:

  $ printf '  $ no-such-command\n' >c.t
  $ dott -q -u c.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  c.t: 1 change written
  c.t: status 127 was written: a command was not found; put it on PATH
  c.t:2: the number in this line changes with the lines above it in the file; to ignore it, write `/bin/sh: *: no-such-command: not found (glob)`
