What stands between #if and #endif is chosen or left out: commands with their
output, lines of output, comments. It may nest.

  $ printf '[features]\nyes = "true"\nno = "false"\n' >dott.toml
  $ cat >a.t <<'END'
  > #if yes
  >   $ echo one
  >   one
  > #else
  >   $ echo two
  > #endif
  >   two (no !)
  >   $ printf 'a\nb\nd\n'
  >   a
  > #if no
  >   x
  > #else
  >   b
  > #if no
  >   y
  > #endif
  > #endif
  >   d
  > #if no-yes
  >   $ exit 1
  > #if unknown
  > #endif
  > #endif
  > END
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Lines that were left out are kept when the file is rewritten.

  $ cat >b.t <<'END'
  > #if yes
  >   $ echo new
  >   old
  > #else
  >   $ echo other
  >   kept
  > #endif
  >   $ echo more
  > #if no
  >   kept
  > #endif
  > END
  $ dott -u b.t >/dev/null
  b.t: 2 changes written (changed)
  $ cat b.t
  #if yes
    $ echo new
    new
  #else
    $ echo other
    kept
  #endif
    $ echo more
    more
  #if no
    kept
  #endif
  $ dott b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What is out of place is an error at its line, and nothing is run.

  $ printf '#if linux\n#else\n#else\n#endif\n#endif\n#testcases\n#if no-\n#require git>\n  $ touch "$TESTDIR/ran"\n' >c.t
  $ dott c.t
  !
  c.t:3: a second #else for the same #if
  c.t:5: #endif without #if
  c.t:6: #testcases names no case
  c.t:7: #if: "no-" is not a feature name (letters, digits and _ . : + / -)
  c.t:7: #if without #endif
  c.t:8: #require: "git>" names no version after >
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t:3: see above; to run it again: dott c.t
  [1]
  $ ls ran
  ls: *ran*: No such file or directory (glob)
  [2]
