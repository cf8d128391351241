An external checker knows features by Mercurial's protocol.

  $ mkdir suite
  $ cat >suite/check <<'END'
  > #!/bin/sh
  > echo "$*" >>"$CONFIGDIR/asked"
  > case $1 in
  > good) exit 0 ;;
  > bad) echo "skipped: missing feature: something good"; exit 1 ;;
  > crash) echo oops; exit 3 ;;
  > *) echo "unknown feature: $1"; exit 2 ;;
  > esac
  > END
  $ chmod +x suite/check
  $ printf '[features]\nchecker = "./check"\n' >suite/dott.toml
  $ cd suite
  $ printf '#require good no-bad\n  $ echo ran\n  ran\n' >a.t
  $ printf '#require bad\n' >b.t
  $ printf '#require good no-good\n' >c.t
  $ dott -v a.t b.t c.t
  a.t: passed
  b.t: skipped: missing feature: something good
  c.t: skipped: missing feature: no-good
  # Ran 3 tests, 2 skipped, 0 failed.
  $ sort asked
  bad
  good

  $ printf '#require ugly\n' >d.t
  $ printf '#require crash\n' >e.t
  $ dott d.t e.t 2>/dev/null
  !
  d.t:1: unknown feature "ugly"; known are linux, macos, windows, root, target, command:NAME; and the checker of [features] does not know it either
  !
  e.t:1: feature crash: the checker `./check` ended with status 3, not 0, 1 or 2: oops
  
  # Ran 2 tests, 0 skipped, 2 failed.
  [1]
