The path - is a transcript on standard input.

  $ printf '  $ echo a\n  a\n  $ echo b\n  c\n' | dott -
  !
  --- -
  +++ -.err
  @@ -1,4 +1,4 @@
     $ echo a
     a
     $ echo b
  -  c
  +  b
  
  # Ran 1 tests, 0 skipped, 1 failed.
  -:4: the output differs; to run it again: dott -
  [1]
  $ printf '  $ echo a\n  a\n' | dott -v - | sed 's,/.*/,.../,'
  -: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ printf '  $ cat; ls -d "$TESTTMP" >/dev/null && echo there\n  there\n' | dott -q -
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ls -A "$TMPDIR"
  $ dott -u - </dev/null
  dott: -: there is no file to write changes to
  Try 'dott --help'.
  [2]
  $ dott - </dev/null
  s
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (empty)
