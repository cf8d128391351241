What dott remembers from run to run is a hint, and nothing that it waits for: a
pipe in the place of the file, or a lock that another process has, costs a second
at most.

  $ export XDG_CACHE_HOME=$PWD/cache
  $ printf '  $ echo a\n' >a.t; printf '  $ true\n' >b.t
  $ dott -q
  !.
  # Ran 2 tests, 0 skipped, 1 failed.
  a.t:2: the output differs; to run it again: dott a.t
  [1]
  $ dott --list -r
  a.t
  $ kept=$(echo cache/dott/*)

A pipe:

  $ rm $kept/tests; mkfifo $kept/tests
  $ timeout 20 dott -q a.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:2: the output differs; to run it again: dott a.t
  [1]
  $ dott --list -r
  a.t

A lock that is held:

  $ flock $kept/lock sh -c 'echo >held; exec sleep 1000' & until [ -e held ]; do sleep 0.1; done
  $ printf '  $ true\n' >a.t; printf '  $ false\n' >b.t
  $ timeout 20 dott -q
  .!
  # Ran 2 tests, 0 skipped, 1 failed.
  b.t:2: new: the output differs; to run it again: dott b.t
  a.t: fixed after 2 runs (*) (glob)
  [1]
  $ dott --list -r
  b.t
  $ kill $!
