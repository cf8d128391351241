  $ cat >fail.t <<'END'
  >   $ echo actual; echo same
  >   expected
  >   same
  > END
  $ unset CI NO_COLOR
  $ visible() { tr '\033' '^'; }

  $ dott --color always fail.t 2>/dev/null | visible
  !
  ^[1m--- fail.t^[0m
  ^[1m+++ fail.t.err^[0m
  ^[36m@@ -1,3 +1,3 @@^[0m
     $ echo actual; echo same
  ^[31m-  expected^[0m
  ^[32m+  actual^[0m
     same
  
  # Ran 1 tests, 0 skipped, 1 failed.
  $ dott --color never fail.t 2>/dev/null | visible
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,3 +1,3 @@
     $ echo actual; echo same
  -  expected
  +  actual
     same
  
  # Ran 1 tests, 0 skipped, 1 failed.

Without the option, a pipe gets no colours, a terminal does:

  $ dott fail.t 2>/dev/null | visible
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,3 +1,3 @@
     $ echo actual; echo same
  -  expected
  +  actual
     same
  
  # Ran 1 tests, 0 skipped, 1 failed.
  $ terminal() { SHELL=/bin/sh TERM=xterm script -qec "$*" /dev/null </dev/null | tr -d '\r' | visible; }
  $ terminal dott fail.t | grep "+  actual"
  ^[32m+  actual^[0m

but not where somebody said no:

  $ NO_COLOR=1 terminal dott fail.t | grep "+  actual"
  +  actual
  $ CI=true terminal dott fail.t | grep "+  actual"
  +  actual
  $ terminal TERM=dumb dott fail.t | grep "+  actual"
  +  actual
  $ terminal dott --color never fail.t | grep "+  actual"
  +  actual

An option goes before the environment:

  $ NO_COLOR=1 dott --color always fail.t 2>/dev/null | visible | grep "+  actual"
  ^[32m+  actual^[0m

  $ dott --color sometimes fail.t
  dott: invalid value "sometimes" for --color: must be auto, always or never
  Try 'dott --help'.
  [2]
