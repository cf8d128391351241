Tests run under /bin/sh, or under the shell that is asked for.

  $ cat >bash.t <<'END'
  >   $ a=(x y z); echo "${a[1]} $TESTSHELL"
  >   y /*/bash (glob)
  > END
  $ dott --shell bash bash.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --shell "$(command -v bash)" bash.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

  $ cat >opts.t <<'END'
  >   $ echo "$-" | tr -cd 'fu'; echo; echo "$BASHPID" | grep -c .
  >   fu
  >   1
  > END
  $ dott --shell=bash --shell-opts='-f -u' opts.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A word in quotes is one argument:

  $ cat >quoted.t <<'END'
  >   $ shopt -q extglob && echo on
  >   on
  > END
  $ dott --shell=bash --shell-opts='"-O" extglob' quoted.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --shell-opts='-x "open' quoted.t
  dott: --shell-opts "-x \"open": a quote is not closed, or there is a bracket outside quotes
  Try 'dott --help'.
  [2]

A message of the shell names the shell, not our script:

  $ cat >message.t <<'END'
  >   $ no-such-command
  > END
  $ dott message.t 2>/dev/null
  !
  --- message.t
  +++ message.t.err
  @@ -1,1 +1,3 @@
     $ no-such-command
  +  /bin/sh: *2: no-such-command: *not found (glob)
  +  [127]
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

The shell must be there:

  $ dott --shell /no/such/sh bash.t
  dott: shell not found: /no/such/sh (--shell takes a path, or a name on PATH)
  [2]
  $ dott --shell no-such-sh bash.t
  dott: shell not found: no-such-sh (--shell takes a path, or a name on PATH)
  [2]
  $ echo '#!/bin/sh' >sh; dott --shell ./sh bash.t
  dott: shell not found: ./sh (--shell takes a path, or a name on PATH)
  [2]

Other shells:

  $ cat >any.t <<'END'
  >   $ echo a; false
  >   a
  >   [1]
  >   $ (exit 7)
  >   [7]
  >   $ echo end
  >   end
  > END
  $ for shell in dash bash zsh "busybox sh"; do
  >   set -- $shell
  >   dott --shell $1 --shell-opts "$2" any.t
  > done
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What only a shell could carry out is a fault at its line, and so is no shell at all:

  $ printf '#shell ;\n  $ true\n' >none.t
  $ printf '#shell bash | tee x\n  $ true\n' >pipe.t
  $ printf "#shell ''\\n  \$ true\\n" >empty.t
  $ dott none.t pipe.t empty.t 2>/dev/null
  !
  none.t:1: #shell ;: ";" stands outside of quotes
  !
  pipe.t:1: #shell bash | tee x: "| tee x" stands outside of quotes
  !
  empty.t:1: #shell '': it names no program
  
  # Ran 3 tests, 0 skipped, 3 failed.
  [1]
