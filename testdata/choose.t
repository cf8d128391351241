Which of the tests are run.

  $ mkdir -p tests/deep
  $ printf '  $ echo apple\n  apple\n' >tests/a.t
  $ printf '  $ echo berry\n  berry\n' >tests/b.t
  $ printf '  $ echo apple\n  apple\n' >tests/deep/c.t

By a regular expression, in names and text:

  $ dott --list -k apple
  tests/a.t
  tests/deep/c.t
  $ dott -v --keyword '^tests/b|c\.t$'
  tests/b.t: passed
  tests/deep/c.t: passed
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott -k cherry >out 2>&1 || echo $?; head -1 out
  2
  dott: no tests found: of 3 tests in ., none matches --keyword
  $ dott -k '('
  dott: invalid argument "(" for "-k, --keyword" flag: error parsing regexp: missing closing ): `(`
  Try 'dott --help'.
  [2]

By lists of paths, folders and globs:

  $ cat >list <<'EOF'
  > # A comment.
  > tests/deep   # and another
  > 
  > a.t
  > EOF
  $ dott -v --skip-list list
  tests/a.t: skipped: listed in list
  tests/b.t: passed
  tests/deep/c.t: skipped: listed in list
  # Ran 3 tests, 2 skipped, 0 failed.
  $ dott --list --skip-list list
  tests/b.t
  $ dott -v --only-list list
  tests/a.t: passed
  tests/deep/c.t: passed
  # Ran 2 tests, 0 skipped, 0 failed.
  $ echo './tests/**/[cd].t' >list; dott --list --only-list list
  tests/deep/c.t
  $ printf 'a.t' >list; dott --list --only-list list
  tests/a.t
  $ : >list; dott -q --only-list list 2>&1 | head -1
  dott: no tests found: of 3 tests in ., none is listed in list
  $ printf 'a.t\n[\n' >list; dott --only-list list
  dott: list:2: "[" is not a path or a glob
  [2]
  $ dott --skip-list missing
  dott: reading a list of tests: open missing: no such file or directory
  [2]
  $ dott --skip-list tests
  dott: reading a list of tests: read tests: is a directory
  [2]
