Errors in how dott is called end with status 2 and run nothing.

  $ cat >a.t <<'END'
  >   $ touch "$TESTDIR/ran"
  > END
  $ dott --timeuot 3 a.t
  dott: unknown option: --timeuot; did you mean --timeout?
  Try 'dott --help'.
  [2]
  $ dott --kep-tmpdir a.t
  dott: unknown option: --kep-tmpdir; did you mean --keep-tmpdir?
  Try 'dott --help'.
  [2]
  $ dott --xyzzy a.t
  dott: unknown option: --xyzzy
  Try 'dott --help'.
  [2]
  $ dott -Z a.t
  dott: unknown option: -Z
  Try 'dott --help'.
  [2]
  $ dott --shell
  dott: option --shell needs a value
  Try 'dott --help'.
  [2]
  $ dott -q -d a.t
  dott: options --debug and --quiet are mutually exclusive
  Try 'dott --help'.
  [2]
  $ ls
  a.t

A verb may stand behind options:

  $ printf '[matrix.git]\nvalues = ["2.30", "2.40"]\n' >z.toml
  $ dott --config z.toml matrix
  git=2.30
  git=2.40
  $ dott --help init | head -1
  Usage: dott init [--gitignore] [DIR]
  $ dott --junit x.xml matrix
  dott: matrix: unknown option: --junit
  Try 'dott --help'.
  [2]

What stands behind -- is a path:

  $ dott -- matrix
  dott: no such file: matrix
  [2]
