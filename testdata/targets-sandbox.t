What a target runs cannot be limited, and dott says so instead of running it without limits:

  $ cat >dott.toml <<'END'
  > [target.here]
  > command = "sh"
  > [sandbox]
  > network = "private"
  > [[override]]
  > paths = ["free.t"]
  > sandbox = { network = "shared" }
  > END
  $ printf '#target here\n  $ true\n' >a.t
  $ cp a.t free.t
  $ dott -q .
  !.
  # Ran 2 tests, 0 skipped, 1 failed.
  a.t:1: [sandbox] limits tests on this machine alone, and the test runs on target here; run it here (#target local), or lift its limits with [[override]]; to run it again: dott a.t
  [1]
