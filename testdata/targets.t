Tests that run elsewhere, by any command that runs sh.

#timeout 3m

  $ cat >dott.toml <<'END'
  > [target.other]
  > command = "sh"
  > copy = ["data"]
  > [target.bashes]
  > command = "bash"
  > [target.loud]
  > command = "echo Welcome; echo to the machine >&2; exec sh"
  > [target.fish]
  > command = "fish -c 'exec sh'"
  > [target.tcsh]
  > command = "tcsh -c 'exec sh'"
  > [target.zsh]
  > command = "zsh --emulate sh"
  > [target.mksh]
  > command = "mksh"
  > [target.busybox]
  > command = "busybox sh"
  > [target.noperl]
  > command = "PATH=$PWD/few exec sh"
  > [target.pod]
  > kubectl = "web-0 -n shop"
  > [env]
  > set = { GREETING = "hello from $TESTFILE", TOKEN = "$TOKEN" }
  > [files]
  > "$HOME/.rc" = "a rc of $TESTNAME\n"
  > [features]
  > rc = 'test "$GREETING"'
  > END
  $ mkdir data && echo numbers >data/list
  $ mkdir few; for f in sh bash cat ls rm mkdir mv sed sleep mkfifo setsid tar; do ln -s "$(command -v $f)" few/; done

The rules are those of a test that runs here:

  $ cat >rules.t <<'END'
  > #setup begin.sh
  > #teardown end.sh
  > #env OWN=1
  > #require rc command:sh no-command:nonesuch target
  >   $ begun; pwd; cat ~/.rc; echo "$GREETING, $TOKEN, ${SECRET-no secret}, $OWN"
  >   set up
  >   $TESTTMP
  >   a rc of rules.t
  >   hello from rules.t, token, no secret, 1
  >   $ cat; (exit 3)
  >   [3]
  >   $ printf 'no end'
  >   no end (no-eol)
  >   $ echo out; echo errors >&2; echo /dev/stdout >/dev/stdout
  >   out
  >   errors
  >   /dev/stdout
  >   $ echo "$TESTDIR"
  >   $TESTDIR
  >   $ cat "$TESTDIR/data/list" 2>/dev/null || echo not copied
  >   numbers (target=other !)
  >   not copied (no-target=other !)
  >   $ sleep 4713 &
  >   $ echo $CRAMTMP | sed 's/cramtests-.*/cramtests/'; ls $CRAMTMP
  >   */cramtests (glob)
  >   home
  >   rules.t
  >   tmp
  > END
  $ sed -i 's/no-target=other/target!=other/' rules.t
  $ echo 'begun() { echo set up; }' >begin.sh; echo true >end.sh
  $ export TOKEN=token SECRET=secret
  $ for t in other bashes loud fish tcsh zsh mksh busybox noperl; do dott --target $t rules.t; done | sort -u
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  $ ps -eo args | grep '^sleep 4713'
  [1]

Standard error apart, commands that are repeated, and other shells:

  $ cat >more.t <<'END'
  > #stderr apart
  > #shell bash
  >   $ echo $BASH_VERSION; echo to stderr >&2
  >   *.* (glob)
  >   to stderr (err)
  >   $ n=0
  > #eventually 5s
  >   $ n=$((n+1)); echo $n
  >   3
  > END
  $ for t in other noperl; do dott --target $t more.t; done | sort -u
  # Ran 1 tests, 0 skipped, 0 failed.
  .

A pod gets its shell by kubectl:

  $ mkdir bin && cat >bin/kubectl <<'END'
  > #!/bin/sh
  > echo "$@" >>"$LOG"
  > while [ "$1" != -- ]; do shift; done; shift; exec "$@"
  > END
  $ chmod +x bin/kubectl; export LOG=$PWD/log
  $ PATH=$PWD/bin:$PATH dott --target pod more.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ sort -u log
  exec -i web-0 -n shop -- sh

A file says where it runs, and is no part of cells for other targets:

  $ printf '#target bashes\n  $ echo $TESTNAME\n  fixed.t\n' >fixed.t
  $ dott fixed.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -v --target other,bashes fixed.t
  fixed.t[target=other]: skipped: #target is bashes
  fixed.t[target=bashes]: passed
  # 1  target=other   1 skipped
  # 2  target=bashes  1 passed
  #
  #          1  2
  # fixed.t  s  .
  # Ran 2 tests, 1 skipped, 0 failed.

What is wrong is said, with what to do:

  $ cat >>dott.toml <<'END'
  > [target.menu]
  > command = "echo '1) status'; while read x; do :; done"
  > connect-timeout = "1s"
  > [target.silent]
  > command = "sleep 4714"
  > connect-timeout = "1s"
  > [target.refuses]
  > command = "echo go away >&2; exit 1"
  > END
  $ dott --target x9 fixed.t
  dott: --target: unknown target "x9"; there are bashes, busybox, fish, loud, menu, mksh, noperl, other, pod, refuses, silent, tcsh, zsh
  Try 'dott --help'.
  [2]
  $ for t in menu silent refuses; do dott --target $t more.t 2>/dev/null | grep target; done
  more.t: target menu: no shell answered within 1s; what did is: "1) status"; it must run the commands that it reads: is it a menu, or does a file such as .profile ask something?
  more.t: target silent: no answer within 1s; check that the target is up, or set connect-timeout in [target.silent]
  more.t: target refuses: cannot get a shell there: go away; try by hand whether `echo go away >&2; exit 1` runs what it reads as a shell
  $ printf '#target other\n#tty\n  $ tty\n' >tty.t
  $ dott tty.t 2>/dev/null | grep tty
  tty.t:2: #tty: there is a terminal for tests on this machine alone, and the test runs on target other; run it here (#target local)
  $ dott target check other refuses | sed 's/, .*//; s/[0-9.]*[mµ]s/TIME/g'
  dott: tests cannot run on all of these targets
  other: ok
    connected in TIME
  refuses: cannot get a shell there: go away; try by hand whether `echo go away >&2; exit 1` runs what it reads as a shell
