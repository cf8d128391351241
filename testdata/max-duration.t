A test may not take longer than it says itself. It is not ended, and fails.

  $ printf '#max-duration 50ms\n  $ sleep 0.2; echo done\n  done\n' >slow.t
  $ printf '#max-duration 1m\n  $ echo done\n  done\n' >quick.t
  $ dott -q quick.t slow.t
  .!
  # Ran 2 tests, 0 skipped, 1 failed.
  slow.t:1: it took *, and #max-duration allows 50ms; to run it again: dott slow.t (glob)
  [1]
  $ sed 's/50ms/0/' slow.t >zero.t; sed 's/50ms/soon/' slow.t >soon.t; dott -q zero.t soon.t
  !!
  # Ran 2 tests, 0 skipped, 2 failed.
  zero.t:1: #max-duration 0: must be more than 0; to run it again: dott zero.t
  soon.t:1: "soon" is not a duration such as 90s or 2m; to run it again: dott soon.t
  [1]
