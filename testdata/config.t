What dott.toml says holds for all runs below its folder.

  $ mkdir -p p/tests/sub p/lists
  $ cd p
  $ printf '  $ true\n' >tests/a.t
  $ printf '  $ echo b\n  c\n' >tests/sub/b.t
  $ printf '    $ true\n' >other.t
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > verbose = true
  > quiet = true
  > jobs = 2
  > END
  $ dott 2>/dev/null
  tests/a.t: passed
  tests/sub/b.t: failed
  # Ran 2 tests, 0 skipped, 1 failed.
  [1]
  $ cd tests/sub
  $ dott 2>/dev/null
  ../a.t: passed
  ../sub/b.t: failed
  # Ran 2 tests, 0 skipped, 1 failed.
  [1]

A path on the command line takes the place of paths.

  $ dott b.t 2>/dev/null
  b.t: failed
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ cd ../..
  $ dott --list other.t
  other.t

Paths begin in the folder of the file.

  $ echo b.t >lists/skip
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > skip-list = "lists/skip"
  > outputdir = "out"
  > tmpdir = "tmp"
  > shell = "sh"
  > timeout = 5
  > END
  $ dott
  dott: the temporary directory: lstat $TESTTMP/p/tmp: no such file or directory
  [2]
  $ mkdir tmp
  $ dott
  .s
  # Ran 2 tests, 1 skipped, 0 failed.
  skipped: listed in lists/skip
  $ (cd tests && dott)
  .s
  # Ran 2 tests, 1 skipped, 0 failed.
  skipped: listed in ../lists/skip
  $ cat >tmp/shell <<'END'
  > #!/bin/sh
  > echo mine
  > exec sh "$@"
  > END
  $ chmod +x tmp/shell
  $ printf '[run]\nshell = "tmp/shell"\noutputdir="out"\n' >dott.toml
  $ (cd tests && dott -q a.t 2>/dev/null)
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ cat out/a.t.err
    mine
    $ true

An option goes before $DOTT_OPTS, and that before the file.

  $ printf '[run]\nindent = 4\n' >dott.toml
  $ dott --debug other.t
  $ printf '  $ echo 2\n    $ echo 4\n      $ echo 6\n' >indent.t
  $ dott -d indent.t
  4
  indent.t:1: this looks like a command and is a comment, which is not run; indent commands by 4 spaces
  $ DOTT_OPTS='--indent 2' dott -d indent.t
  2
  $ DOTT_OPTS='--indent 2' dott -d --indent 6 indent.t
  6
  indent.t:1: this looks like a command and is a comment, which is not run; indent commands by 6 spaces
  indent.t:2: this looks like a command and is a comment, which is not run; indent commands by 6 spaces

An option that excludes another one goes before it likewise.

  $ printf '[run]\nquiet = true\nverbose = true\n' >dott.toml
  $ dott tests/a.t
  tests/a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -d tests/a.t
  $ DOTT_OPTS='-y' dott -n tests/a.t
  tests/a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -y -n tests/a.t
  dott: options --yes and --no are mutually exclusive
  Try 'dott --help'.
  [2]

The command that runs a test again has no options that the file has.

  $ printf '[run]\ntimeout = 3\n' >dott.toml
  $ dott -q --shell-opts=-e tests/sub/b.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/sub/b.t:2: since 4 runs (*): the output differs; to run it again: dott --shell-opts=-e tests/sub/b.t (glob)
  [1]
  $ DOTT_OPTS='-q' dott --config dott.toml tests/sub/b.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/sub/b.t:2: since 5 runs (*): the output differs; to run it again: dott --config=dott.toml tests/sub/b.t (glob)
  [1]

Another file:

  $ printf '[run]\nverbose = true\npaths = ["a.t"]\n' >tests/my.toml
  $ dott --config tests/my.toml
  tests/a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cd tests
  $ dott --config my.toml
  a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cd ..
  $ dott --config missing.toml
  dott: reading the configuration: open missing.toml: no such file or directory
  [2]

dott new writes with the indent of the project, and the options that it has.

  $ printf '[run]\nindent = 4\nverbose = true\nrepeat = 3\n' >dott.toml
  $ DOTT_OPTS='--jobs 3' dott new new.t 'echo new'
  new.t: 1 change written (changed)
  new.t: written
  $ cat new.t
      $ echo new
      new

What a preset says holds where the file says nothing.

  $ printf '[run]\ncompat = "cram"\n' >dott.toml
  $ dott tests/a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --compat mercurial tests/a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --compat make tests/a.t
  dott: invalid argument "make" for "--compat" flag: must be cram, mercurial or scrut
  Try 'dott --help'.
  [2]
