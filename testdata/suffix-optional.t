Lines that may be absent or come more than once.

  $ cat >pass.t <<'END'
  >   $ printf 'a\nc\n'
  >   a
  >   b (?)
  >   c
  >   d* (glob) (?)
  >   $ printf 'a\nb\nc\ndd\n'
  >   a
  >   b (?)
  >   c
  >   d* (glob) (?)
  >   $ seq 100; echo end
  >   \d+ (re+)
  >   end
  >   $ seq 100
  >   1
  >   * (glob*)
  >   50
  >   * (glob*)
  >   100
  >   $ true
  >   anything (*)
  >   .* (re*)
  >   . (re?)
  >   ? (glob?)
  >   $ printf 'x\nx\ny\n'
  >   x (+)
  >   y (*)
  >   z (*)
  > END
  $ dott pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A pattern that still holds keeps its text:

  $ cat >fail.t <<'END'
  >   $ printf '1\n2\nnew\nlast\n'
  >   [0-9] (re+)
  >   old
  >   maybe (?)
  >   l* (glob)
  >   $ true
  >   x (+)
  > END
  $ dott fail.t 2>/dev/null
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,7 +1,6 @@
     $ printf '1\n2\nnew\nlast\n'
     [0-9] (re\x2b) (esc)
  -  old
  +  new
     maybe (\x3f) (esc)
     l* (glob)
     $ true
  -  x (\x2b) (esc)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
