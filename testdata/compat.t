--compat runs tests as another program does; docs/configuration.md has what differs.

  $ cat >a.t <<'END'
  >   $ echo "$HOME $TERM $XDG_CONFIG_HOME"
  >   $ printf 'b\303\251\n'
  >   $ echo 127.0.0.1 ${HGPORT2:+ports}
  > END
  $ cp a.t with-if.t
  $ printf '#if no-linux linux\n  $ false\n#endif\n' >>with-if.t
  $ try() { HOME=/home/me TERM=mine XDG_CONFIG_HOME=/xdg dott "$@" 2>/dev/null; }
  $ try with-if.t
  !
  --- with-if.t
  +++ with-if.t.err
  @@ -1,6 +1,9 @@
     $ echo "$HOME $TERM $XDG_CONFIG_HOME"
  +  $CRAMTMP/home dumb 
     $ printf 'b\303\251\n'
  +  bé
     $ echo 127.0.0.1 ${HGPORT2:+ports}
  +  127.0.0.1
   #if no-linux linux
     $ false
   #endif
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ try --compat cram with-if.t
  !
  --- with-if.t
  +++ with-if.t.err
  @@ -1,6 +1,10 @@
     $ echo "$HOME $TERM $XDG_CONFIG_HOME"
  +  /home/me mine /xdg
     $ printf 'b\303\251\n'
  +  b\xc3\xa9 (esc)
     $ echo 127.0.0.1 ${HGPORT2:+ports}
  +  127.0.0.1
   #if no-linux linux
     $ false
  +  [1]
   #endif
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ try --compat mercurial a.t
  !
  --- a.t
  +++ a.t.err
  @@ -1,3 +1,6 @@
     $ echo "$HOME $TERM $XDG_CONFIG_HOME"
  +  $TESTTMP xterm 
     $ printf 'b\303\251\n'
  +  bé
     $ echo 127.0.0.1 ${HGPORT2:+ports}
  +  $LOCALIP ports
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

The configuration goes before the preset, key by key.

  $ printf '[run]\ncompat = "mercurial"\n[env]\nset = { TERM = "ours" }\n[ports]\ncount = 2\n' >dott.toml
  $ try a.t
  !
  --- a.t
  +++ a.t.err
  @@ -1,3 +1,6 @@
     $ echo "$HOME $TERM $XDG_CONFIG_HOME"
  +  $TESTTMP ours 
     $ printf 'b\303\251\n'
  +  bé
     $ echo 127.0.0.1 ${HGPORT2:+ports}
  +  $LOCALIP
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

A cd that fails:

  $ printf '  $ cd nowhere\n  $ echo on\n' >cd.t
  $ dott cd.t
  !
  --- cd.t
  +++ cd.t.err
  @@ -1,2 +1,3 @@
     $ cd nowhere
  +  *cd: *nowhere* (glob)
     $ echo on
  cd.t:1: the shell ended with status 1; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  cd.t:1: see above; to run it again: dott cd.t
  [1]
  $ printf '[run]\ncompat = "mercurial"\n[compat]\nstrict-cd = false\n' >dott.toml
  $ dott cd.t
  !
  --- cd.t
  +++ cd.t.err
  @@ -1,2 +1,5 @@
     $ cd nowhere
  +  *cd: *nowhere* (glob)
  +  [?] (glob)
     $ echo on
  +  on
  
  # Ran 1 tests, 0 skipped, 1 failed.
  cd.t:2: the output differs; to run it again: dott cd.t
  [1]
  $ rm dott.toml

A feature of the preset, and one of hghave, which is asked where it is beside the
tests:

  $ printf '#require slow\n  $ true\n' >a.t
  $ dott -v --compat mercurial a.t
  a.t: skipped: missing feature: slow
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (missing feature: slow)
  $ HGTEST_SLOW=slow dott -v --compat mercurial a.t
  a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ printf '#require hg\n  $ true\n' >a.t
  $ try --compat mercurial a.t
  !
  a.t:1: unknown feature "hg"; known are slow, linux, macos, windows, root, target, command:NAME; and the checker of [features] does not know it either
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ printf '#!/bin/sh\necho "skipped: no $1 today"; exit 1\n' >hghave
  $ chmod +x hghave
  $ dott -v --compat mercurial a.t
  a.t: skipped: no hg today
  # Ran 1 tests, 1 skipped, 0 failed.
  a.t was skipped and ran the last time: no hg today; 1 test is skipped for it
  nothing was tested: the only test was skipped (no hg today)

Mercurial's tests leave their directory by "cd .." once too often, and begin a
repository there. It is not left behind.

  $ mkdir scratch
  $ printf '  $ cd ../..\n  $ mkdir left && ls -d left\n  left\n' >up.t
  $ dott --compat mercurial --tmpdir scratch up.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ls scratch
