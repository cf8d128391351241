`dott doctor` tells what a machine can do:

  $ dott doctor | grep '^[yn]' | sed 's/ .*//' | sort -u
  no (?)
  yes
  $ dott doctor --json | python3 -c 'import json, sys
  > for a in json.load(sys.stdin)["abilities"]: print(a["name"], "why" in a or a["can"])'
  private network True
  private processes True
  Landlock True
  names of what is refused True
  programs in the temporary directory True
  ending processes that left their session True
  control groups True
  looking into programs True
  docker True
  podman True
  ssh True

and why it cannot do something:

  $ mkdir bin; for p in sh python3; do ln -s "$(command -v $p)" bin/$p; done
  $ PATH="$PWD/bin:$(dirname "$(command -v dott)")" dott doctor | bin/python3 -c 'import sys; print(*sys.stdin.readlines()[-4:-2], sep="", end="")'
  no   ssh                                       it is not on PATH
       needed for: tests that use other machines
  $ dott doctor x
  dott: doctor: it takes no arguments: "x"
  Try 'dott --help'.
  [2]

It also tells what tests depend on that others may not have, as they were traced:

  $ dott doctor | tail -n 1
  No test was traced here. After dott --trace, this shows what your tests depend on.

#if linux

  $ export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test
  $ git init -q p; cd p; mkdir cache; echo cache >.gitignore; echo 1 >data; echo secret >cache/key; touch "$HOME/.netrc"
  $ printf '  $ cat "$TESTDIR/data"\n  1\n' >fine.t
  $ git add .; git commit -qm one; dott -q --trace
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott doctor | tail -n 1
  1 traced test depends on nothing that only this machine has.
  $ printf '  $ cat "$TESTDIR/cache/key"\n  secret\n' >key.t
  $ printf '  $ cat %s/.netrc %s/.config/none; cat "$TESTDIR/data"\n  1\n' "$HOME" "$HOME" >home.t; sed -i 's/none/none 2>x/' home.t
  $ printf '  $ unset TZ; date >x\n' >zone.t; cp zone.t zone2.t
  $ printf "  $ python3 -S -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect((\"192.0.2.1\", 9))'\n" >net.t
  $ git add *.t; git commit -qm two; dott -q --trace fine.t key.t home.t zone.t zone2.t net.t
  ......
  # Ran 6 tests, 0 skipped, 0 failed.
  $ dott doctor | sed '1,/traced/d' | grep -v /root/.pyenv
  
  Your home:
    ~/.config/none (absent): home.t
    ~/.netrc (read): home.t
    what helps: write what they need into their own $HOME, with [files] in dott.toml or in the test
  
  The time zone of this machine:
    /etc/localtime (read): zone.t, zone2.t
    what helps: set TZ in the test or in [env] set, and do not pass it on
  
  The network, or servers of this machine:
    192.0.2.1:9 (connected to): net.t
    what helps: start what they need as a [service], or refuse it with [sandbox] network = "private"
  
  Files of the project that no repository holds:
    cache/ (read): key.t
    what helps: commit them, have [run] setup or the test make them, or build them before each run
  * (glob*)
  $ dott doctor --json | jq -c '.traced, (.dependences[] | select(.kind == "unheld") | [.path, .how, .tests])'
  6
  ["cache/",["read"],["key.t"]]

#endif
