Tests that are skipped are counted, and more is said where a count is not enough.

  $ printf '[features]\ndocker = "test -e docker"\ngit = { version = "echo git 2.40" }\n' >dott.toml
  $ for t in a b c d e; do printf '#require docker\n  $ true\n' >$t.t; done; printf '  $ true\n' >f.t
  $ touch docker; dott
  ......
  # Ran 6 tests, 0 skipped, 0 failed.

Tests that ran in the run before are not skipped without a word:

  $ printf '#require docker\n  $ true\n' >new.t
  $ rm docker; dott
  sssss.s
  # Ran 7 tests, 6 skipped, 0 failed.
  a.t, b.t, c.t and 2 more were skipped and ran the last time: missing feature: docker; 6 tests need it
  $ dott
  sssss.s
  # Ran 7 tests, 6 skipped, 0 failed.
  skipped: missing feature: docker (6 tests)
  $ touch docker; dott -q >/dev/null; printf '#require git>=2.50\n  $ true\n' >f.t; dott a.t f.t --json e.json
  .s
  # Ran 2 tests, 1 skipped, 0 failed.
  f.t was skipped and ran the last time: missing feature: git>=2.50 (it is 2.40); 1 test needs it

The streams of a run have it, for reports that are made later:

  $ dott report e.json --html h.html
  .s
  # Ran 2 tests, 1 skipped, 0 failed.
  f.t was skipped and ran the last time: missing feature: git>=2.50 (it is 2.40); 1 test needs it
  $ grep -c 'f.t was skipped and ran the last time' h.html
  1

What failed before it was skipped is still to be run again:

  $ printf '#require docker\n  $ false\n' >e.t; dott -q e.t 2>/dev/null
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ rm docker; dott -q e.t
  s
  # Ran 1 tests, 1 skipped, 0 failed.
  e.t was skipped and ran the last time: missing feature: docker; 1 test needs it
  nothing was tested: the only test was skipped (missing feature: docker)
  $ dott -r --list
  e.t

A run in which everything was skipped says so:

  $ dott -q a.t b.t f.t
  sss
  # Ran 3 tests, 3 skipped, 0 failed.
  a.t, b.t were skipped and ran the last time: missing feature: docker; 2 tests need it
  nothing was tested: all 3 tests were skipped (missing feature: docker: 2, and 1 other reason)

Skips can fail the run:

  $ printf '  $ true\n' >g.t; dott -q --fail-on-skip g.t; dott -q --fail-on-skip g.t a.t --json e.json
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .s
  # Ran 2 tests, 1 skipped, 0 failed.
  # --fail-on-skip: 1 test skipped
  skipped: missing feature: docker
  [1]
  $ dott report -q e.json
  .s
  # Ran 2 tests, 1 skipped, 0 failed.
  # --fail-on-skip: 1 test skipped
  skipped: missing feature: docker
  [1]

And features can be asked for, before anything runs:

  $ dott -q --require docker,git g.t --json e.json
  
  # Ran 0 tests, 0 skipped, 0 failed.
  # 1 test was not run: --require docker: missing feature: docker
  dott: --require docker: missing feature: docker
  [2]
  $ jq -r .action e.json | tr '\n' ' '
  dott notrun summary  (no-eol)
  $ touch docker; dott -q --require docker --require 'git>=2.40' g.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -q --require 'git>=2.50' g.t 2>&1 | tail -1
  dott: --require git>=2.50: missing feature: git>=2.50 (it is 2.40)
  $ dott -q --require doker g.t 2>&1 | tail -1
  dott: --require doker: unknown feature "doker"; known are docker, git, linux, macos, windows, root, target, command:NAME; [features] in dott.toml can name more
  $ dott --require 'git>' g.t
  dott: invalid value "git>" for --require: "git>" names no version after >
  Try 'dott --help'.
  [2]
  $ printf '[run]\nrequire = "command:no-such"\nfail-on-skip = true\n' >run.toml; dott -q --config run.toml g.t 2>&1 | tail -1
  dott: --require command:no-such: missing feature: command:no-such
