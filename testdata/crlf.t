A file whose lines end in CRLF runs as if they ended in LF, and is written back
with CRLF.

  $ sed 's/$/\r/' >a.t <<'END'
  > Comment.
  >   $ echo one
  >   > echo two
  >   one
  >   2
  > END
  $ dott a.t 2>/dev/null | tr '\r' '~'
  !
  --- a.t
  +++ a.t.err
  @@ -2,4 +2,4 @@
     $ echo one~
     > echo two~
     one~
  -  2~
  +  two~
  
  # Ran 1 tests, 0 skipped, 1 failed.
  $ tr '\r' '~' <a.t.err
  Comment.~
    $ echo one~
    > echo two~
    one~
    two~
  $ dott a.t 2>/dev/null | patch -p0 --binary && dott a.t
  patching file a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ rm -f a.t.*; printf '  $ cat <<X\r\n  > x\r\n  > X\r\n  x' >a.t; dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Where only some lines end so, the return is part of the line:

  $ printf '  $ printf "x\\r\\n"\n  x\r\n' >mixed.t
  $ dott mixed.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
