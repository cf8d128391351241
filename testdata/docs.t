The page on the format is a transcript itself, and tells the truth.

  $ cp "$TESTDIR/../docs/format.md" .
  $ dott format.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
