Bytes that are not UTF-8, and NULs, are legal in a file and in the output.

  $ printf 'comment \377\000\n  $ printf "%%s\\n" "\377x"\n  \377x\n' >file.t
  $ dott file.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

They stay what they are when the file is written anew:

  $ printf '  $ echo new\n  old \377\n' >>file.t
  $ dott file.t 2>/dev/null | od -An -c
     !  \n   -   -   -       f   i   l   e   .   t  \n   +   +   +
         f   i   l   e   .   t   .   e   r   r  \n   @   @       -
     2   ,   4       +   2   ,   4       @   @  \n               $
         p   r   i   n   t   f       "   %   s   \   n   "       "
   377   x   "  \n             377   x  \n               $       e
     c   h   o       n   e   w  \n   -           o   l   d     377
    \n   +           n   e   w  \n  \n   #       R   a   n       1
         t   e   s   t   s   ,       0       s   k   i   p   p   e
     d   ,       1       f   a   i   l   e   d   .  \n
  $ od -An -c <file.t.err
     c   o   m   m   e   n   t     377  \0  \n           $       p
     r   i   n   t   f       "   %   s   \   n   "       " 377   x
     "  \n         377   x  \n           $       e   c   h   o    
     n   e   w  \n           n   e   w  \n

  $ cat >nul.t <<'END'
  >   $ printf 'a\0b\n\0\n'
  > END
  $ dott nul.t 2>/dev/null
  !
  --- nul.t
  +++ nul.t.err
  @@ -1,1 +1,3 @@
     $ printf 'a\0b\n\0\n'
  +  a\x00b (esc)
  +  \x00 (esc)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ cp nul.t.err nul.t
  $ dott nul.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A long line without end:

  $ cat >long.t <<'END'
  >   $ head -c 3000000 /dev/zero | tr '\0' x
  >   x* (glob) (no-eol)
  > END
  $ dott long.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A progress bar is one line for each return, or one line for all:

  $ cat >bar.t <<'END'
  >   $ printf '10%%\r50%%\rdone\n'
  >   10%\r (no-eol) (esc)
  >   50%\r (no-eol) (esc)
  >   done
  >   $ printf '10%%\r50%%\rdone\n'
  >   10%\r50%\rdone (esc)
  > END
  $ dott bar.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
