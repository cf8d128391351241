An empty line between expected lines matches an empty line of output, since
editors take the blanks at the end of a line away. Written anew it gets them.

  $ cat >a.t <<'END'
  >   $ printf 'a\n\nb\n\n\nc\n'
  >   a
  > 
  >   b
  >   
  > 
  >   c
  > 
  > Comment.
  > END
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat >b.t <<'END'
  >   $ printf 'a\n\nb\n'
  >   a
  >   b
  > 
  >   $ printf 'a\nb\n'
  >   a
  > 
  >   b
  >   $ printf 'a\n\n'
  >   a
  > 
  > Comment.
  > END
  $ dott b.t 2>/dev/null | sed 's/ $/ ~/'
  !
  --- b.t
  +++ b.t.err
  @@ -1,5 +1,6 @@
     $ printf 'a\n\nb\n'
     a
  +  ~
     b
   ~
     $ printf 'a\nb\n'
  @@ -8,5 +9,6 @@
     b
     $ printf 'a\n\n'
     a
  +  ~
   ~
   Comment.
  
  # Ran 1 tests, 0 skipped, 1 failed.
