A status is no output: a pattern for output does not take it, so that a command which
fails without a word is seen.

  $ cat >a.t <<'END'
  >   $ false
  >   * (glob)
  >   $ echo a; false
  >   .* (re+)
  >   $ false
  >   * (glob*)
  >   $ sh -c 'exit 2'
  >   maybe (?)
  > END
  $ dott a.t
  !
  --- a.t
  +++ a.t.err
  @@ -1,8 +1,11 @@
     $ false
  -  * (glob)
  +  [1]
     $ echo a; false
     .* (re+)
  +  [1]
     $ false
     * (glob*)
  +  [1]
     $ sh -c 'exit 2'
     maybe (?)
  +  [2]
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:2: the output differs; to run it again: dott a.t
  [1]
  $ dott -u a.t
  --- a.t
  +++ a.t.err
  @@ -1,8 +1,11 @@
     $ false
  -  * (glob)
  +  [1]
     $ echo a; false
     .* (re\x2b) (esc)
  +  [1]
     $ false
     * (glob\x2a) (esc)
  +  [1]
     $ sh -c 'exit 2'
     maybe (\x3f) (esc)
  +  [2]
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  a.t: 4 changes written (changed)
  $ cat a.t
    $ false
    [1]
    $ echo a; false
    .* (re+)
    [1]
    $ false
    * (glob*)
    [1]
    $ sh -c 'exit 2'
    maybe (?)
    [2]
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What begins as a status does may be a pattern for one. What a program prints is output:

  $ cat >b.t <<'END'
  >   $ false
  >   [1] (?)
  >   $ true
  >   [1] (?)
  >   $ (exit 7)
  >   [?] (glob)
  >   $ (exit 2)
  >   \[(1|2)\] (re)
  >   $ (exit 2)
  >   [2] (no-windows !)
  >   $ echo '[3]'
  >   * (glob)
  > END
  $ dott b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

For cram's files the verdict is cram's, and a warning says what is hidden:

  $ cat >c.t <<'END'
  >   $ false
  >   * (glob)
  >   $ echo a; (exit 3)
  >   .*|x (re)
  >   * (glob)
  > END
  $ dott --compat cram c.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: c.t:2: the pattern takes the exit status 1; write [1] below it
  warning: c.t:5: the pattern takes the exit status 3; write [3] below it
