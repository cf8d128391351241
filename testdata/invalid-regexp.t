An invalid regular expression fails the test, also where nothing was compared with it: the
line may be absent, or there was no output for it.

  $ printf '  $ echo a\n  a\n  b( (re) (?)\n' >absent.t
  $ printf '  $ echo a\n  a\n  b( (re)\n' >missing.t
  $ dott -q absent.t missing.t
  !!
  # Ran 2 tests, 0 skipped, 2 failed.
  absent.t:3: invalid regular expression `b(`: missing closing ); to run it again: dott absent.t
  missing.t:3: invalid regular expression `b(`: missing closing ); to run it again: dott missing.t
  [1]
