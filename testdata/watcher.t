#require command:git

A repository that moves, and a suite that is run against its main branch after each commit.
One test fails since the last commit, one has failed before, one was mended by the commit,
and one is skipped that ran before.

  $ printf '[user]\nname = u\nemail = u@example.com\n' >"$HOME/.gitconfig"
  $ git init -q -b main up; printf '#!/bin/sh\necho "tool 1.0 $*"\n' >up/tool; chmod +x up/tool
  $ git -C up add tool; git -C up commit -q -m 1
  $ cat >dott.toml <<'END'
  > [features]
  > plugins = "tool | grep -v 2.0"
  > [matrix.tool]
  > values = ["main"]
  > moving = ["main"]
  > resolve = "git ls-remote up refs/heads/{name}"
  > install = "git -C up archive {version} | tar -x -C {dir}"
  > path = "{dir}"
  > END
  $ mkdir tests
  $ printf '  $ tool greet\n  tool 1.* greet (glob)\n' >tests/new.t
  $ printf '  $ tool --color\n  tool 1.0 --colour\n' >tests/old.t
  $ printf '  $ tool fix | grep -c 2.0\n  1\n' >tests/mended.t
  $ printf '#require plugins\n  $ true\n' >tests/plugins.t
  $ run() { dott -q --matrix "$@" tests 2>&1 | grep -v '^asking\|^installing\|^warning'; }
  $ run
  !.!.
  # Ran 4 tests, 0 skipped, 2 failed.
  tests/mended.t[tool=main]:2: the output differs; to run it again: dott 'tests/mended.t[tool=main]'
  tests/old.t[tool=main]:2: the output differs; to run it again: dott 'tests/old.t[tool=main]'

Upstream changes, and nothing else does:

  $ sed -i 's/1.0/1.1/' up/tool; git -C up commit -q -a -m 2; run
  !.!.
  # Ran 4 tests, 0 skipped, 2 failed.
  tests/mended.t[tool=main]:2: the output differs; to run it again: dott 'tests/mended.t[tool=main]'
  tests/old.t[tool=main]:2: the output differs; to run it again: dott 'tests/old.t[tool=main]'
  $ sed -i 's/1.1/2.0/' up/tool; git -C up commit -q -a -m 3
  $ run --json events.json --junit junit.xml --html page.html
  .!!s
  # Ran 4 tests, 1 skipped, 2 failed.
  tests/new.t[tool=main]:2: new: the output differs; to run it again: dott 'tests/new.t[tool=main]'
  tests/old.t[tool=main]:2: since 3 runs (*, first with tool={{tool}}): the output differs; to run it again: dott 'tests/old.t[tool=main]' (glob)
  tests/plugins.t[tool=main] was skipped and ran the last time: missing feature: plugins; 1 test needs it
  tests/mended.t[tool=main]: fixed after 2 runs (*) (glob)

The commit that ran is in all reports, and what is new stands first:

  $ commit=$(git -C up rev-parse main)
  $ jq -r 'select(.past.is == "new") | .test + " " + .resolved' events.json | sed "s/$commit/COMMIT/"
  tests/new.t tool=COMMIT
  $ grep -o 'name="resolved" value=".*"' junit.xml | sed "s/$commit/COMMIT/"
  name="resolved" value="tool=COMMIT"
  $ grep -o 'name="history" value="[^(]*' junit.xml
  name="history" value="fixed after 2 runs 
  name="history" value="new"/>
  name="history" value="since 3 runs 
  $ grep -E '<h1>|class="past' page.html | sed 's/<[^>]*>/ /g; s/ \+/ /g'
   2 of 4 tests failed, 1 of them new 
   failed tests/ new.t [tool=main] :2 new the output differs * ms  (glob)
   failed tests/ old.t [tool=main] :2 since 3 runs (*, first with tool={{tool}}) the output differs * ms  (glob)
