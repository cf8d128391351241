Our markers do not show in what `set -x` and `set -v` print.

  $ cat >x.t <<'END'
  >   $ set -x
  >   $ echo one
  >   + echo one
  >   one
  >   $ (exit 3)
  >   + exit 3
  >   [3]
  >   $ printf 'no end'
  >   + printf 'no end'
  >   no end (no-eol)
  >   $ set +x
  >   + set +x
  >   $ echo two
  >   two
  > END
  $ dott --shell bash x.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --shell zsh x.t 2>/dev/null
  !
  --- x.t
  +++ x.t.err
  @@ -1,14 +1,14 @@
     $ set -x
     $ echo one
  -  + echo one
  +  +/*/zsh:4> echo one (glob)
     one
     $ (exit 3)
  -  + exit 3
  +  +/*/zsh:6> exit 3 (glob)
     [3]
     $ printf 'no end'
  -  + printf 'no end'
  +  +/*/zsh:8> printf 'no end' (glob)
     no end (no-eol)
     $ set +x
  -  + set +x
  +  +/*/zsh:10> set +x (glob)
     $ echo two
     two
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

  $ cat >v.t <<'END'
  >   $ set -v
  >   $ echo one
  >   echo one
  >   one
  >   $ set +v
  >   set +v
  >   $ echo two
  >   two
  > END
  $ for sh in dash bash; do dott --shell $sh v.t; done
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
