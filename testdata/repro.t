`dott repro` prints a script that does what a test does, without dott.

  $ cat >dott.toml <<'END'
  > [files]
  > "$HOME/.rc" = "home is $HOME\n"
  > data = "no end"
  > [env]
  > set = { APP = "it's here" }
  > END
  $ cat >a.t <<'END'
  > #env ZED=a b
  >   $ cd "$TESTTMP"; mkdir sub; cd sub
  >   $ echo "$ZED, $APP, $TESTNAME, $TZ, $(cat ../data)"
  >   wrong
  >   $ [ "$(cat ~/.rc)" = "home is $HOME" ] && echo home
  >   $ cat; [ -t 0 ] || echo no terminal
  >   $ ls -A "$CRAMTMP"
  >   $ cat <<X
  >   > here
  >   > X
  >   $ exit 3
  > END
  $ dott repro a.t >a.sh
  $ for shell in dash bash 'busybox sh'; do echo "# $shell"; $shell a.sh; echo "status $?"; done
  # dash
  a b, it's here, a.t, GMT, no end
  home
  no terminal
  .script
  a.t
  home
  tmp
  here
  status 3
  # bash
  a b, it's here, a.t, GMT, no end
  home
  no terminal
  .script
  a.t
  home
  tmp
  here
  status 3
  # busybox sh
  a b, it's here, a.t, GMT, no end
  home
  no terminal
  .script
  a.t
  home
  tmp
  here
  status 3

It leaves nothing behind.

  $ ls "$TMPDIR"

It says what the test says under dott.

  $ rm dott.toml; cat >b.t <<'END'
  >   $ f() { echo "in $1"; }
  >   $ f x; pwd | sed "s,$TESTTMP,T,"; env | grep -c '^LC_ALL=C$'
  >   $ echo ${PORT:+a port}
  > END
  $ dott -q -u b.t 2>/dev/null
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott repro b.t | sh >b.out; sed -n 's/^  \([^$]\)/\1/p' b.t | diff - b.out

Up to a line:

  $ dott repro a.t:3 | sed -n "/^cat.*script/,/^END/p"
  cat >"$CRAMTMP"/.script/sh <<'END_*' || exit (glob)
  cd "$TESTTMP"; mkdir sub; cd sub
  END_* (glob)

One test, which is there:

  $ printf '#testcases one two\n  $ true\n' >c.t
  $ dott repro c.t
  dott: c.t is 2 tests; name one of them: c.t#one, c.t#two
  Try 'dott --help'.
  [2]
  $ dott repro c.t#two | grep TESTCASE
  export TESTCASE=two
  $ dott repro a.t:99
  dott: a.t: there is no line 99 among its 11
  [2]
  $ dott repro
  dott: repro: name one test, as in: dott repro tests/a.t:12
  Try 'dott --help'.
  [2]
  $ printf '#require no-linux no-macos\n  $ true\n' >d.t
  $ dott repro d.t
  dott: d.t is skipped: * (glob)
  [2]

`dott shell` is for a person.

  $ dott shell a.t:3 </dev/null
  dott: shell: it needs a terminal, for you to type; dott repro prints a script that does what the test does
  Try 'dott --help'.
  [2]
