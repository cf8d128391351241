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
  $ PATH="$PWD/bin:$(dirname "$(command -v dott)")" dott doctor | bin/python3 -c 'import sys; print(*sys.stdin.readlines()[-2:], sep="", end="")'
  no   ssh                                       it is not on PATH
       needed for: tests that use other machines
  $ dott doctor x
  dott: doctor: it takes no arguments: "x"
  Try 'dott --help'.
  [2]
