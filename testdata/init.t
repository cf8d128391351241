A configuration and a first test, which passes:

  $ dott init
  dott.toml: written
  tests/hello.t: written
  To run the tests: dott
  $ dott
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ head -4 dott.toml
  # The configuration of dott, a runner of transcript tests. Each setting below is
  # as it would be written; remove the # before those you want.
  
  [run]
  $ find . -type f | sort
  ./dott.toml
  ./tests/hello.t

Nothing is written over.

  $ echo mine >tests/hello.t
  $ dott init
  dott: dott.toml exists already; it is unchanged, and no test was written
  [2]
  $ rm dott.toml
  $ dott init
  dott.toml: written
  To run the tests: dott
  $ cat tests/hello.t
  mine

In another folder:

  $ dott init 'my project'
  my project/dott.toml: written
  my project/tests/hello.t: written
  To run the tests: cd 'my project' && dott
  $ cd 'my project' && dott; cd ..
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What cannot be:

  $ : >file
  $ dott init file
  dott: file is not a folder
  [2]
  $ dott init a b
  dott: init: a and b: name one folder at most
  Try 'dott --help'.
  [2]
  $ dott init --force
  dott: init: unknown option: --force
  Try 'dott --help'.
  [2]
  $ dott init --help | awk 'length > 80'
  $ dott init -h | head -1
  Usage: dott init [--gitignore] [DIR]
  $ ls
  dott.toml
  file
  my project
  tests

A project that has tests already keeps them, wherever they are. Perl's tests, which end in
.t too, are not among them:

  $ mkdir -p old/spec/cli old/t old/node_modules/x
  $ printf '  $ true\n' >old/spec/cli/a.t
  $ printf 'use Test::More;\n' >old/t/a.t
  $ printf '  $ false\n' >old/node_modules/x/b.t
  $ dott init old
  old/dott.toml: written; it runs the tests in spec
  To run the tests: cd old && dott
  $ (cd old && dott)
  .
  # Ran 1 tests, 0 skipped, 0 failed.

In a git repository it speaks of .err files, and takes care of them if asked to:

  $ git init -q repo
  $ dott init repo
  repo/dott.toml: written
  repo/tests/hello.t: written
  A failed test leaves a .err file beside it. To keep these out of git: echo '*.err' >>.gitignore
  To run the tests: cd repo && dott
  $ rm repo/dott.toml; printf node_modules >repo/.gitignore
  $ dott init --gitignore repo
  repo/dott.toml: written; it runs the tests in tests
  repo/.gitignore: *.err added
  To run the tests: cd repo && dott
  $ cat repo/.gitignore
  node_modules
  *.err
  $ rm repo/dott.toml
  $ dott init --gitignore repo | grep ignore
  [1]
