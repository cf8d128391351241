-i asks for each block that differs. From a pipe, an answer is a line.

  $ cat >a.t <<'END'
  >   $ echo one
  >   uno
  >   $ printf 'x 12\nsame\ny\n'
  >   x 11
  >   same
  >   z
  >   $ echo new
  > END
  $ cp a.t old

  $ printf '%s\n' n y | dott -i a.t
  --- a.t
  +++ a.t.err
  @@ -1,5 +1,5 @@
     $ echo one
  -  uno
  +  one
     $ printf 'x 12\nsame\ny\n'
     x 11
     same
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] n
  @@ -1,7 +1,7 @@
     $ echo one
     uno
     $ printf 'x 12\nsame\ny\n'
  -  x 11
  +  x 12
     same
  -  z
  +  y
     $ echo new
  Accept this change 2/3? [y,n,a,A,s,e,g,b,u,q,?] y
  @@ -5,3 +5,4 @@
     same
     z
     $ echo new
  +  new
  Accept this change 3/3? [y,n,a,A,s,e,g,b,u,q,?] 
  To accept it: dott accept a.t:8
  !
  --- a.t
  +++ a.t.err
  @@ -1,7 +1,8 @@
     $ echo one
  -  uno
  +  one
     $ printf 'x 12\nsame\ny\n'
     x 12
     same
     y
     $ echo new
  +  new
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t: 1 change written (changed)
  a.t:2: the output differs; to run it again: dott a.t
  [1]
  $ diff old a.t
  4c4
  <   x 11
  ---
  \x3e   x 12 (esc)
  6c6
  <   z
  ---
  \x3e   y (esc)
  [1]

  $ cp old a.t; printf '%s\n' '?' n s g y n q | dott -i a.t
  --- a.t
  +++ a.t.err
  @@ -1,5 +1,5 @@
     $ echo one
  -  uno
  +  one
     $ printf 'x 12\nsame\ny\n'
     x 11
     same
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] ?
  y  accept: write this change into the file
  n  leave the lines as they are in the file
  a  accept this and the rest of this file
  A  accept this and everything that follows, in all files
  s  split into smaller changes, and ask for each
  e  edit the lines first, in $VISUAL or $EDITOR; then ask again
  g  make patterns that match the old and the new lines, or those of all cases and
     cells; then ask again
  b  go back to the change before this one in the file, and ask for it again
  u  undo the last answer in this file, whatever it was
  q  ask no more: what was accepted is written, all else is left
  ?  this help
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] n
  @@ -1,7 +1,7 @@
     $ echo one
     uno
     $ printf 'x 12\nsame\ny\n'
  -  x 11
  +  x 12
     same
  -  z
  +  y
     $ echo new
  Accept this change 2/3? [y,n,a,A,s,e,g,b,u,q,?] s
  @@ -1,7 +1,7 @@
     $ echo one
     uno
     $ printf 'x 12\nsame\ny\n'
  -  x 11
  +  x 12
     same
     z
     $ echo new
  Accept this change 2/4? [y,n,a,A,s,e,g,b,u,q,?] g
  @@ -1,7 +1,7 @@
     $ echo one
     uno
     $ printf 'x 12\nsame\ny\n'
  -  x 11
  +  x * (glob)
     same
     z
     $ echo new
  Accept this change 2/4? [y,n,a,A,s,e,g,b,u,q,?] y
  @@ -3,5 +3,5 @@
     $ printf 'x 12\nsame\ny\n'
     x * (glob)
     same
  -  z
  +  y
     $ echo new
  Accept this change 3/4? [y,n,a,A,s,e,g,b,u,q,?] n
  @@ -5,3 +5,4 @@
     same
     z
     $ echo new
  +  new
  Accept this change 4/4? [y,n,a,A,s,e,g,b,u,q,?] q
  !
  --- a.t
  +++ a.t.err
  @@ -1,7 +1,8 @@
     $ echo one
  -  uno
  +  one
     $ printf 'x 12\nsame\ny\n'
     x * (glob)
     same
  -  z
  +  y
     $ echo new
  +  new
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t: 1 change written (weakened)
  a.t:4: weakened: a literal became a pattern: `x 11` -> `x * (glob)`
  a.t:2: the output differs; to run it again: dott a.t
  [1]
  $ diff old a.t
  4c4
  <   x 11
  ---
  \x3e   x * (glob) (esc)
  [1]

The rest of a file, and the rest of all:

  $ cp old a.t; cp old b.t; cp old c.t
  $ printf '%s\n' a n A | dott -i 2>&1 | grep -v '^[-+ @]'
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] a
  .
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] n
  Accept this change 2/3? [y,n,a,A,s,e,g,b,u,q,?] A
  !
  .
  # Ran 3 tests, 0 skipped, 1 failed.
  a.t: 3 changes written (changed)
  b.t: 2 changes written (changed)
  b.t:2: the output differs; to run it again: dott b.t
  c.t: 3 changes written (changed)
  8 changes written in 3 files (changed)
  $ diff old b.t
  4c4
  <   x 11
  ---
  \x3e   x 12 (esc)
  6c6
  <   z
  ---
  \x3e   y (esc)
  7a8
  \x3e   new (esc)
  [1]

An editor:

  $ cp old a.t
  $ printf '%s\n' e y q | EDITOR="sed -i 2s/one/o*\\ \\(glob\\)/" dott -i a.t 2>&1 | grep -v '^[ @]'
  --- a.t
  +++ a.t.err
  -  uno
  +  one
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] e
  -  uno
  +  o* (glob)
  Accept this change 1/3? [y,n,a,A,s,e,g,b,u,q,?] y
  -  x 11
  +  x 12
  -  z
  +  y
  Accept this change 2/3? [y,n,a,A,s,e,g,b,u,q,?] q
  !
  --- a.t
  +++ a.t.err
  -  x 11
  +  x 12
  -  z
  +  y
  +  new
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t: 1 change written (weakened)
  a.t:2: weakened: a literal became a pattern: `uno` -> `o* (glob)`
  a.t:4: the output differs; to run it again: dott a.t
  $ diff old a.t
  2c2
  <   uno
  ---
  \x3e   o* (glob) (esc)
  [1]
  $ printf '%s\n' e q | VISUAL= EDITOR= dott -i c.t old 2>&1 | grep edited
  Not edited: neither VISUAL nor EDITOR is set.

Options that answer for all:

  $ cp old a.t
  $ dott -i -n -q a.t 2>&1
  dott: options --quiet and --interactive are mutually exclusive
  Try 'dott --help'.
  [2]
  $ dott -i -n a.t >/dev/null 2>&1; diff old a.t
  $ dott -i -y a.t 2>/dev/null | tail -n 3
  +  new
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ diff old a.t
  2c2
  <   uno
  ---
  \x3e   one (esc)
  4c4
  <   x 11
  ---
  \x3e   x 12 (esc)
  6c6
  <   z
  ---
  \x3e   y (esc)
  7a8
  \x3e   new (esc)
  [1]
  $ dott -i -q a.t
  dott: options --quiet and --interactive are mutually exclusive
  Try 'dott --help'.
  [2]
  $ dott -i -y -n a.t
  dott: options --yes and --no are mutually exclusive
  Try 'dott --help'.
  [2]
