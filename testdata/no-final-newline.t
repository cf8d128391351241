  $ printf '  $ echo one\n  one' >pass.t
  $ dott pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ printf '  $ echo one' >empty-block.t
  $ dott empty-block.t
  !
  --- empty-block.t
  +++ empty-block.t.err
  @@ -1,1 +1,2 @@
  -  $ echo one
  \ No newline at end of file
  +  $ echo one
  +  one
  \ No newline at end of file
  
  # Ran 1 tests, 0 skipped, 1 failed.
  empty-block.t:2: the output differs; to run it again: dott empty-block.t
  [1]
  $ cat empty-block.t.err
    $ echo one
    one (no-eol)
  $ printf '  $ echo one\n  two' >changed.t
  $ dott changed.t
  !
  --- changed.t
  +++ changed.t.err
  @@ -1,2 +1,2 @@
     $ echo one
  -  two
  \ No newline at end of file
  +  one
  \ No newline at end of file
  
  # Ran 1 tests, 0 skipped, 1 failed.
  changed.t:2: the output differs; to run it again: dott changed.t
  [1]
  $ cat changed.t.err
    $ echo one
    one (no-eol)
  $ printf '  $ true\n  two' >less.t
  $ dott less.t
  !
  --- less.t
  +++ less.t.err
  @@ -1,2 +1,1 @@
  -  $ true
  -  two
  \ No newline at end of file
  +  $ true
  \ No newline at end of file
  
  # Ran 1 tests, 0 skipped, 1 failed.
  less.t:2: the output differs; to run it again: dott less.t
  [1]
  $ cat less.t.err
    $ true (no-eol)
  $ printf 'Comment' >comment.t
  $ dott comment.t
  s
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (no commands)

A diff of such a file can be patched in, and then there is nothing left to do:

  $ for t in empty-block changed less; do dott $t.t 2>/dev/null | patch -sp0; done
  $ dott .
  .s...
  # Ran 5 tests, 1 skipped, 0 failed.
  skipped: no commands
