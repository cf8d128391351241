`dott review` asks about what the last run left, goes back and undoes.

  $ export XDG_CACHE_HOME=$PWD/cache
  $ printf '  $ echo one\n  uno\n  $ echo two\n  due\n' >a.t; dott -q a.t >/dev/null 2>&1
  [1]
  $ printf '%s\n' n b y u y n | dott review 2>&1
  # the last run left 2 changes, 1 test, 1 file
  --- a.t
  +++ a.t.err
  @@ -1,4 +1,4 @@
     $ echo one
  -  uno
  +  one
     $ echo two
     due
  Accept this change 1/2? [y,n,a,A,s,e,g,b,u,q,?] n
  @@ -1,4 +1,4 @@
     $ echo one
     uno
     $ echo two
  -  due
  +  two
  Accept this change 2/2? [y,n,a,A,s,e,g,b,u,q,?] b
  @@ -1,4 +1,4 @@
     $ echo one
  -  uno
  +  one
     $ echo two
     due
  Accept this change 1/2? [y,n,a,A,s,e,g,b,u,q,?] y
  @@ -1,4 +1,4 @@
     $ echo one
     uno
     $ echo two
  -  due
  +  two
  Accept this change 2/2? [y,n,a,A,s,e,g,b,u,q,?] u
  @@ -1,4 +1,4 @@
     $ echo one
  -  uno
  +  one
     $ echo two
     due
  Accept this change 1/2? [y,n,a,A,s,e,g,b,u,q,?] y
  @@ -1,4 +1,4 @@
     $ echo one
     uno
     $ echo two
  -  due
  +  two
  Accept this change 2/2? [y,n,a,A,s,e,g,b,u,q,?] n
  !
  --- a.t
  +++ a.t.err
  @@ -1,4 +1,4 @@
     $ echo one
     one
     $ echo two
  -  due
  +  two
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t: 1 change written (changed)
  a.t:4: the output differs; to run it again: dott a.t
  [1]
  $ cat a.t
    $ echo one
    one
    $ echo two
    due

A list for programs:

  $ dott -q a.t >/dev/null 2>&1
  [1]
  $ dott review --json
  {"test":"a.t","line":4,"command":"echo two","diff":"--- a.t\n+++ a.t.err\n@@ -1,4 +1,4 @@\n   $ echo one\n   one\n   $ echo two\n-  due\n+  two\n","accept":"dott accept a.t:4","again":"dott a.t"}
