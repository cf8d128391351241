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
  dott: dott.toml exists already; it was left as it is, and no test was written
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
  dott: making the folder of the tests: mkdir file: not a directory
  [2]
  $ dott init a b
  dott: init: a and b: name one folder at most
  Try 'dott --help'.
  [2]
  $ dott init --force
  dott: init: unknown flag: --force
  Try 'dott --help'.
  [2]
  $ dott init --help | awk 'length > 80'
  $ dott init -h | head -1
  Usage: dott init [DIR]
  $ ls
  dott.toml
  file
  my project
  tests
