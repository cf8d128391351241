Lines that begin with a # and no word of the format are comments:

  $ printf '#include <stdio.h>\n# if\n#!/bin/sh\n#\n  $ echo x\n  x\n' >d.t
  $ dott d.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

and words that only begin like a directive too, which is told:

  $ printf '#timeout after 30 seconds\n#serial numbers\n#env is not set\n' >e.t
  $ dott e.t
  s
  # Ran 1 tests, 1 skipped, 0 failed.
  warning: e.t:1: this reads as a comment, not as the directive #timeout, whose form is `#timeout 30s`
  warning: e.t:2: this reads as a comment, not as the directive #serial, whose form is `#serial`
  warning: e.t:3: this reads as a comment, not as the directive #env, whose form is `#env NAME=value`

What a directive asks for, and cannot have, is an error at its line.

  $ printf '#service redis\n' >f.t
  $ printf '#shell no-such-shell\n' >g.t
  $ printf '#timeout soon\n#resource a=b\n' >h.t
  $ dott f.t g.t h.t 2>/dev/null
  !
  f.t:1: #service: unknown service "redis"; dott.toml has no [service.redis]
  !
  g.t:1: shell not found: no-such-shell
  !
  h.t:1: "soon" is not a duration such as 90s or 2m
  h.t:2: #resource a: "b" is not an amount such as 4 or 2GiB
  
  # Ran 3 tests, 0 skipped, 3 failed.
  [1]
  $ cat >i.t <<'END'
  > #shell bash --norc -u
  > #env GREETING=hello, $TESTFILE
  > #timeout 5s
  >   $ echo "${BASH_VERSION%%.*} $GREETING ${TESTSHELL##*/}"
  >   \d+ hello, i.t bash (re)
  >   $ (echo "$UNSET_NAME")
  >   * UNSET_NAME: unbound variable (glob)
  >   [1]
  > END
  $ dott i.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
