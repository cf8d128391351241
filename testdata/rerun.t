The command that is shown with a failure runs just that test again, in the same
way.

  $ cat >a.t <<'END'
  >   $ echo actual
  >   expected
  > END
  $ again() { dott "$@" 2>&1 >/dev/null | sed 's/.*to run it again: //' >command; sh ./command 2>&1; }

  $ again a.t
  !
  --- a.t
  +++ a.t.err
  @@ -1,2 +1,2 @@
     $ echo actual
  -  expected
  +  actual
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:2: the output differs; to run it again: dott a.t
  [1]
  $ cp a.t 'my "test".t'; again 'my "test".t'
  !
  --- my "test".t
  +++ my "test".t.err
  @@ -1,2 +1,2 @@
     $ echo actual
  -  expected
  +  actual
  
  # Ran 1 tests, 0 skipped, 1 failed.
  my "test".t:2: the output differs; to run it again: dott 'my "test".t'
  [1]
  $ cp a.t ./-x.t; again -- -x.t | head -1
  !

What the command line said is part of it:

  $ cat >bash.t <<'END'
  >     $ a=(x y); echo ${a[1]}
  >     expected
  > END
  $ again --shell bash --indent 4 bash.t | grep '^[-+!]'
  !
  --- bash.t
  +++ bash.t.err
  -    expected
  +    y
