What tests see of the environment, and files that they find.

  $ cat >dott.toml <<'END'
  > [env]
  > pass = ["KEPT", "MANY_*", "TZ"]
  > unset = ["MANY_OTHERS"]
  > set = { APP = "$TESTDIR/app.ini", BOTH = "$APP:${KEPT}x$NONE", PATH = "$CONFIGDIR/bin:$PATH" }
  > [files]
  > "$HOME/.apprc" = "test = $TESTNAME\nhome = $HOME, path = $PATHS\n"
  > "sub/file" = "in the working directory\n"
  > END
  $ mkdir bin; printf '#!/bin/sh\necho "the tool"\n' >bin/tool; chmod +x bin/tool
  $ cat >a.t <<'END'
  > #env OWN=own $APP
  >   $ echo "$APP $BOTH"
  >   */app.ini */app.ini:keptx (glob)
  >   $ echo "$OWN"
  >   own */app.ini (glob)
  >   $ tool
  >   the tool
  >   $ echo "${DROPPED-none} $MANY_THINGS ${MANY_OTHERS-none} $TZ $LANG"
  >   none things none Asia/Tokyo C
  >   $ cat ~/.apprc sub/file
  >   test = a.t
  >   home = $CRAMTMP/home, path = $PATHS
  >   in the working directory
  > END
  $ KEPT=kept DROPPED=dropped MANY_THINGS=things MANY_OTHERS=others TZ=Asia/Tokyo dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A file belongs into the sandbox.

  $ printf '[files]\n"$TESTDIR/x" = "x"\n' >dott.toml
  $ dott a.t
  dott: dott.toml:2: [files] $TESTDIR/x: a file in a sandbox is below $HOME, $TESTTMP, $CRAMTMP or $TMPDIR
  [2]
