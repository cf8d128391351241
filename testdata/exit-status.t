A status other than 0 is the last line of its block.

  $ cat >a.t <<'END'
  >   $ false
  >   [1]
  >   $ echo out; (exit 255)
  >   out
  >   [255]
  >   $ sh -c 'kill -9 $$'
  >   Killed (?)
  >   [137]
  >   $ echo '[3]'
  >   [3]
  >   $ echo '[3]'; (exit 3)
  >   [3]
  >   [3]
  >   $ (exit 3)
  >   $ true
  >   [3]
  > END
  $ dott a.t
  !
  --- a.t
  +++ a.t.err
  @@ -12,5 +12,5 @@
     [3]
     [3]
     $ (exit 3)
  +  [3]
     $ true
  -  [3]
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:15: the output differs; to run it again: dott a.t
  [1]

The exit of a file's last command is an ordinary end:

  $ cat >last.t <<'END'
  >   $ echo bye; exit 0
  >   bye
  > END
  $ dott last.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat >last3.t <<'END'
  >   $ echo bye; exit 3
  >   bye
  >   [3]
  > END
  $ dott last3.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat >wrong.t <<'END'
  >   $ echo bye; exit 3
  >   bye
  >   [4]
  > END
  $ dott wrong.t
  !
  --- wrong.t
  +++ wrong.t.err
  @@ -1,3 +1,3 @@
     $ echo bye; exit 3
     bye
  -  [4]
  +  [3]
  
  # Ran 1 tests, 0 skipped, 1 failed.
  wrong.t:3: the output differs; to run it again: dott wrong.t
  [1]
