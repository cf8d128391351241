A second test, in a container of its own.

#require target

  $ test -e /marker
  [1]
  $ touch /marker
