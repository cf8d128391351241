A command that is indented by a tab is not run; it is warned about.

  $ printf '  $ echo one\n  one\n\t$ echo two\n\ttwo\n' >a.t
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: a.t:3: this line begins with a tab, so it is a comment and is not run; indent commands by 2 spaces
