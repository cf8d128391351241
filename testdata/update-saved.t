What another program writes into a test while dott does is not lost. A file that
somebody has open for writing is waited for, and left as it is where that takes
long.

  $ printf '  $ echo a\n' >a.t
  $ exec 3>>a.t
  $ dott -u -q a.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:2: not rewritten: another program has it open for writing; to run it again: dott a.t
  [1]
  $ exec 3>&-
  $ dott -u -q a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  a.t: 1 change written (changed)

Mode and links are kept; another name of the same file keeps the old content.

  $ printf '  $ echo a\n' >real
  $ chmod 4710 real; ln -s real b.t; ln real other
  $ dott -u -q b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  b.t: 1 change written (changed)
  $ stat -c '%a %N' real b.t
  4710 'real'
  777 'b.t' -> 'real'
  $ cat b.t other
    $ echo a
    a
    $ echo a
  $ ls -A
  a.t
  b.t
  other
  real
