A command of prepare that does not come to an end is ended, and so is all that it started:

  $ cat >dott.toml <<'END'
  > [service.db]
  > command = "exec sleep 1000"
  > prepare = "echo loading; sleep 7777 & sleep 7777"
  > prepare-timeout = "300ms"
  > ready = "true"
  > END
  $ printf '#service db\n  $ true\n' >a.t
  $ dott -q a.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t: preparing service db: `echo loading; sleep 7777 & sleep 7777` did not end within 300ms; prepare-timeout says how long it may take; to run it again: dott a.t
  [1]
  $ pgrep -f '^sleep 7777'
  [1]

What was half done is not kept:

  $ dott services
  SERVICE  RUNS     SHARE  NEEDS
  db       command  test   -
