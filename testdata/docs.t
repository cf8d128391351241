The pages whose sessions are tests, and the README, show what dott really prints.

#timeout 5m
  $ cd "$TESTDIR/.." && mkdir "$TESTTMP/docs" && cp README.md docs/fixtures.md docs/format.md docs/markdown.md \
  >   docs/scrut.md docs/standard-error.md docs/terminals.md docs/tutorial.md docs/updating.md "$TESTTMP/docs"
  $ cp examples/tutorial/README.md "$TESTTMP/docs/example.md"; cd "$TESTTMP/docs"
  $ dott *.md
  ..........
  # Ran 10 tests, 0 skipped, 0 failed.
