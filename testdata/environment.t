What a test sees.

  $ cat >env.t <<'END'
  >   $ for v in TESTDIR TESTFILE TESTNAME TESTTMP CRAMTMP TMPDIR TEMP TMP HOME \
  >   >     TESTSHELL LANG LC_ALL LANGUAGE TZ COLUMNS TERM CDPATH GREP_OPTIONS \
  >   >     XDG_CONFIG_HOME EDITOR PAGER LC_CTYPE MINE; do
  >   >   eval "echo \"$v=\${$v-(unset)}\""
  >   > done
  >   $ ls -A . "$HOME" "$TMPDIR"
  >   $ pwd
  >   $ cat
  > END
  $ export XDG_CONFIG_HOME=/xdg EDITOR=vi PAGER=less LC_CTYPE=de_DE.UTF-8 MINE=mine
  $ LANG=de_DE.UTF-8 TZ=CET COLUMNS=120 TERM=xterm GREP_OPTIONS=-v dott env.t 2>/dev/null | grep '^+'
  +++ env.t.err
  +  TESTDIR=$TESTDIR
  +  TESTFILE=env.t
  +  TESTNAME=env.t
  +  TESTTMP=$TESTTMP
  +  CRAMTMP=$CRAMTMP
  +  TMPDIR=$CRAMTMP/tmp
  +  TEMP=$CRAMTMP/tmp
  +  TMP=$CRAMTMP/tmp
  +  HOME=$CRAMTMP/home
  +  TESTSHELL=/bin/sh
  +  LANG=C
  +  LC_ALL=C
  +  LANGUAGE=C
  +  TZ=GMT
  +  COLUMNS=80
  +  TERM=dumb
  +  CDPATH=
  +  GREP_OPTIONS=
  +  XDG_CONFIG_HOME=(unset)
  +  EDITOR=(unset)
  +  PAGER=(unset)
  +  LC_CTYPE=(unset)
  +  MINE=mine
  +  .:
  +  
  +  $CRAMTMP/home:
  +  
  +  $CRAMTMP/tmp:
  +  $TESTTMP

With -E it keeps the caller's environment:

  $ export HOME=/my/home
  $ LANG=xx TZ=CET COLUMNS=120 TERM=xterm dott -E env.t 2>/dev/null | grep '^+'
  +++ env.t.err
  +  TESTDIR=$TESTDIR
  +  TESTFILE=env.t
  +  TESTNAME=env.t
  +  TESTTMP=$TESTTMP
  +  CRAMTMP=$CRAMTMP
  +  TMPDIR=$CRAMTMP/tmp
  +  TEMP=$CRAMTMP/tmp
  +  TMP=$CRAMTMP/tmp
  +  HOME=/my/home
  +  TESTSHELL=/bin/sh
  +  LANG=xx
  +  LC_ALL=C
  +  LANGUAGE=C
  +  TZ=CET
  +  COLUMNS=120
  +  TERM=xterm
  +  CDPATH=
  +  GREP_OPTIONS=
  +  XDG_CONFIG_HOME=/xdg
  +  EDITOR=vi
  +  PAGER=less
  +  LC_CTYPE=de_DE.UTF-8
  +  MINE=mine
  +  ls: cannot access '/my/home': No such file or directory
  +  .:
  +  
  +  $CRAMTMP/tmp:
  +  [2]
  +  $TESTTMP

One shell runs the whole file:

  $ cat >shell.t <<'END'
  >   $ mkdir sub; cd sub; x=1; f() { echo "f $1"; }; export Y=2
  >   $ pwd; f $x; sh -c 'echo $Y'
  >   $TESTTMP/sub
  >   f 1
  >   2
  > END
  $ dott shell.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Paths may be written either way, and are not found inside longer names:

  $ cat >paths.t <<'END'
  >   $ echo "$TESTTMP:$CRAMTMP/x"
  >   $ echo "${TESTTMP}x ${CRAMTMP}x" | sed "s,$CRAMTMP,root,g"
  > END
  $ dott paths.t 2>/dev/null
  !
  --- paths.t
  +++ paths.t.err
  @@ -1,2 +1,4 @@
     $ echo "$TESTTMP:$CRAMTMP/x"
  +  $TESTTMP:$CRAMTMP/x
     $ echo "${TESTTMP}x ${CRAMTMP}x" | sed "s,$CRAMTMP,root,g"
  +  root/paths.tx rootx
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
