The page on the format is a transcript itself, and tells the truth. So do pages with fences
that are marked as sessions.

  $ cp "$TESTDIR/../docs/format.md" "$TESTDIR/../docs/markdown.md" "$TESTDIR/../docs/scrut.md" "$TESTDIR/../docs/updating.md" "$TESTDIR/../README.md" .
  $ cp "$TESTDIR/../examples/tutorial/README.md" tutorial.md
  $ dott format.md markdown.md scrut.md updating.md README.md tutorial.md
  ......
  # Ran 6 tests, 0 skipped, 0 failed.
