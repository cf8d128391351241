Output before the first command is expected at the head of the file.

  $ echo 'echo noise' >rc
  $ cat >a.t <<'END'
  > Comment.
  >   noise
  >   $ echo one
  >   one
  > END
  $ BASH_ENV=$PWD/rc dott --shell bash a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --shell bash a.t
  !
  --- a.t
  +++ a.t.err
  @@ -1,4 +1,3 @@
   Comment.
  -  noise
     $ echo one
     one
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:2: new: the output differs; to run it again: dott --shell=bash a.t
  [1]
  $ cat a.t.err
  Comment.
    $ echo one
    one
  $ sed -i '/noise/d' a.t
  $ BASH_ENV=$PWD/rc dott --shell bash a.t
  !
  --- a.t
  +++ a.t.err
  @@ -1,3 +1,4 @@
  +  noise
   Comment.
     $ echo one
     one
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:1: the output differs; to run it again: dott --shell=bash a.t
  [1]
