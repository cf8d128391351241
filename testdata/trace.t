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

What cram writes of `set -x` passes: the command between the blocks is output, a status
comes twice, and output stands below the next command. Under the name cram, and in a
file that has such lines, dott writes the same.

  $ ln -s "$(command -v dott)" cram
  $ printf '  $ set -x\n  $ echo one\n  $ false\n  $ echo two\n  $ set +x\n  $ echo three\n' >new.t
  $ for sh in sh bash mksh; do
  >   cp new.t a.t; cp new.t b.t
  >   ./cram --shell $sh -i -y a.t >/dev/null 2>&1; cram3 --shell $sh -i -y b.t >/dev/null 2>&1
  >   cmp a.t b.t && dott --shell $sh b.t && cram3 --shell $sh a.t
  > done
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ sed -i s/three/four/ a.t; cp a.t b.t
  $ dott --shell mksh -q -u a.t 2>/dev/null; cram3 --shell mksh -i -y b.t >/dev/null; cmp a.t b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Elsewhere they do not show, so that each output stands below its command.

  $ dott -q -u new.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  new.t: 5 changes written
  $ tail -5 new.t
    two
    $ set +x
    + set +x
    $ echo three
    three
