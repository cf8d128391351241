Output that does not end in a newline:

  $ cat >pass.t <<'END'
  >   $ printf 'a\nb'
  >   a
  >   b (no-eol)
  >   $ printf 'abc'; (exit 3)
  >   a* (glob) (no-eol)
  >   [3]
  >   $ printf 'abc'
  >   a.. (re) (no-eol)
  >   $ printf 'a\t'
  >   a\t (no-eol) (esc)
  > END
  $ dott pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat >fail.t <<'END'
  >   $ printf a
  >   a
  >   $ echo b
  >   b (no-eol)
  >   $ printf '\001'
  > END
  $ dott fail.t 2>/dev/null
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,5 +1,6 @@
     $ printf a
  -  a
  +  a (no-eol)
     $ echo b
  -  b (no-eol)
  +  b
     $ printf '\001'
  +  \x01 (no-eol) (esc)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ cp fail.t.err fail.t
  $ dott fail.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
