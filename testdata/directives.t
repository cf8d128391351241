Directives come with later releases; until then they are errors and are never
taken for comments without a word.

  $ cat >a.t <<'END'
  > #require git
  >   $ echo x
  > #if linux
  >   x
  > #endif
  > #timeout 30s
  > END
  $ dott a.t
  !
  a.t:1: the directive #require is not supported yet
  a.t:3: the directive #if is not supported yet
  a.t:5: the directive #endif is not supported yet
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:1: see above; to run it again: dott a.t
  [1]
  $ printf '#if linux\n#else\n#else\n#endif\n#endif\n#testcases\n#if no-\n#require git>\n' >b.t
  $ dott b.t
  !
  b.t:1: the directive #if is not supported yet
  b.t:2: the directive #else is not supported yet
  b.t:3: a second #else for the same #if
  b.t:4: the directive #endif is not supported yet
  b.t:5: #endif without #if
  b.t:6: #testcases names no case
  b.t:7: #if: "no-" is not a feature name (letters, digits and _ . : + / -)
  b.t:7: #if without #endif
  b.t:8: #require: "git>" names no version after >
  
  # Ran 1 tests, 0 skipped, 1 failed.
  b.t:1: see above; to run it again: dott b.t
  [1]
  $ printf '  >>> print(1)\n  1\n' >c.t
  $ dott c.t
  !
  c.t:1: inline code is not supported yet
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t:1: see above; to run it again: dott c.t
  [1]

Other words behind a # are comments:

  $ printf '#include <stdio.h>\n# if\n#!/bin/sh\n#\n  $ echo x\n  x\n' >d.t
  $ dott d.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

and words that only begin like a directive too, which is told:

  $ printf '#timeout after 30 seconds\n#serial numbers\n#env is not set\n' >e.t
  $ dott e.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: e.t:1: this reads as a comment, not as the directive #timeout, whose form is `#timeout 30s`
  warning: e.t:2: this reads as a comment, not as the directive #serial, whose form is `#serial`
  warning: e.t:3: this reads as a comment, not as the directive #env, whose form is `#env NAME=value`
