Files are sourced in the shell of a test, before it and after it: those of the
configuration first, and last.

  $ mkdir lib t
  $ echo 'greet() { echo "hello from ${1:-nobody}"; }' >lib/setup.sh
  $ echo 'echo "teardown $(cat name)" >>"$CONFIGDIR/log"' >lib/teardown.sh
  $ printf '[run]\nsetup = "lib/setup.sh"\nteardown = "lib/teardown.sh"\n' >dott.toml
  $ cat >t/a.t <<'END'
  >   $ greet; echo a >name
  >   hello from nobody
  >   $ nosuch
  >   *: 4: nosuch: not found (glob)
  >   [127]
  > END
  $ dott --shell dash t/a.t; cat log
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  teardown a
  $ echo 'who=me' >t/more.sh
  $ echo 'echo "own teardown" >>"$CONFIGDIR/log"' >t/less.sh
  $ printf '#setup more.sh\n#teardown less.sh\n  $ greet $who; echo b >name\n  hello from me\n' >t/b.t
  $ rm log; dott t/b.t; cat log
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  own teardown
  teardown b

The teardown comes after a failure, an early end, a skip and a timeout too.

  $ printf '  $ echo c >name; echo wrong\n' >t/c.t
  $ printf '  $ echo d >name; exit 3\n  $ echo more\n' >t/d.t
  $ printf '  $ echo e >name; exit 80\n' >t/e.t
  $ printf '#timeout 0.2\n  $ echo f >name; sleep 60\n' >t/f.t
  $ rm log; dott -q --order file -j1 t/c.t t/d.t t/e.t t/f.t 2>/dev/null; cat log
  !!st
  # Ran 4 tests, 1 skipped, 3 failed.
  teardown c
  teardown d
  teardown e
  teardown f

A file that fails fails the test, and says so.

  $ printf 'echo preparing\nfalse\n' >t/more.sh
  $ dott t/b.t 2>/dev/null
  !
  t/b.t:1: $TESTTMP/t/more.sh ended with status 1
    preparing
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ printf 'echo preparing\nexit 4\n' >t/more.sh
  $ dott t/b.t 2>/dev/null
  !
  t/b.t:1: the shell ended with status 4 while it sourced $TESTTMP/t/more.sh
    preparing
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ echo who=me >t/more.sh; printf 'echo oops\nfalse\n' >t/less.sh
  $ dott t/b.t 2>/dev/null
  !
  t/b.t:2: $TESTTMP/t/less.sh ended with status 1
    oops
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ rm t/more.sh
  $ dott t/b.t 2>/dev/null
  !
  t/b.t:1: #setup $TESTTMP/t/more.sh: no such file or directory
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
