How much a test may print, and for how long it may run.

  $ printf '  $ echo first\n  first\n  $ yes\n' >yes.t
  $ printf '  $ echo next\n  next\n' >z.t
  $ dott --max-output 10KiB --order file -j 1 yes.t z.t 2>/dev/null | sed 's/^  *y$/  y/' | uniq
  !
  yes.t:3: printed more than 10 KiB (--max-output); while running: yes
    y
  .
  # Ran 2 tests, 0 skipped, 1 failed.
  $ dott --max-output 20000000 yes.t 2>/dev/null | sed -n 2p
  yes.t:3: printed more than 20000000 bytes (--max-output); while running: yes
  $ ls -A $TMPDIR
  $ dott --max-output 0
  dott: invalid value "0" for --max-output: must be more than 0
  Try 'dott --help'.
  [2]
  $ dott --max-output lots
  dott: invalid value "lots" for --max-output: "lots" is not an amount such as 4 or 2GiB
  Try 'dott --help'.
  [2]

A test may say itself how long it takes; 0 is without end.

  $ printf '#timeout 0.2s\n  $ sleep 60\n' >short.t
  $ printf '#timeout 1m\n  $ sleep 0.3\n' >long.t
  $ printf '#timeout 0\n  $ sleep 0.3\n' >endless.t
  $ dott -v -t 0.1 --order file short.t 2>/dev/null
  short.t: timed out
  short.t:2: timed out after 200ms; while running: sleep 60
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ dott -v -t 0.1 long.t endless.t
  long.t: passed
  endless.t: passed
  # Ran 2 tests, 0 skipped, 0 failed.
  $ printf '#timeout soon\n  $ sleep 60\n' >bad.t
  $ dott bad.t 2>/dev/null
  !
  bad.t:1: "soon" is not a duration such as 90s or 2m
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
