A directory is walked for *.t: the files of a folder before its folders, both in
order, hidden names left out.

  $ mkdir -p tests/b tests/a/deep tests/.hidden tests/c.t
  $ touch tests/z.t tests/b/1.t tests/a/2.t tests/a/deep/3.t tests/.hidden/4.t tests/.5.t
  $ touch tests/c.t/6.t tests/z.txt tests/z.t.err
  $ dott --list tests
  tests/z.t
  tests/a/2.t
  tests/a/deep/3.t
  tests/b/1.t
  tests/c.t/6.t

Each file runs once, by the name under which it comes first:

  $ dott --list tests/b/1.t tests tests/b "$PWD"/tests/./b//1.t
  tests/b/1.t
  tests/z.t
  tests/a/2.t
  tests/a/deep/3.t
  tests/c.t/6.t

Paths are taken in the order given; a file may have any name:

  $ dott --list tests/z.txt tests/b tests/a tests/.hidden tests/.5.t
  tests/z.txt
  tests/b/1.t
  tests/a/2.t
  tests/a/deep/3.t
  tests/.hidden/4.t
  tests/.5.t

Without a path, it is the current directory:

  $ cd tests
  $ dott --list
  z.t
  a/2.t
  a/deep/3.t
  b/1.t
  c.t/6.t
  $ cd ..
  $ (cd tests/a/deep && dott --list ../../b .)
  ../../b/1.t
  3.t

Links to files are followed, links to directories are not:

  $ mkdir links
  $ ln -s ../tests/z.t links/z.t
  $ ln -s ../tests links/dir
  $ ln -s ../tests links/dir.t
  $ ln -s nowhere links/dangling.t
  $ dott --list links
  links/dangling.t
  links/z.t
  $ dott links
  !
  links/dangling.t: no such file or directory
  s
  # Ran 2 tests, 1 skipped, 1 failed.
  links/dangling.t: see above; to run it again: dott links/dangling.t
  skipped: empty
  [1]
  $ rm -r links

Nothing to run:

  $ mkdir none
  $ dott none
  dott: no tests found in none (a test is a file whose name ends in .t)
  Usage: dott [OPTIONS] [PATH...]
  Try 'dott --help' for how to write a first test, or let 'dott init' write one.
  [2]
  $ dott --list none
  dott: no tests found in none (a test is a file whose name ends in .t)
  Usage: dott [OPTIONS] [PATH...]
  Try 'dott --help' for how to write a first test, or let 'dott init' write one.
  [2]
  $ cd none; dott
  dott: no tests found in . (a test is a file whose name ends in .t)
  Usage: dott [OPTIONS] [PATH...]
  Try 'dott --help' for how to write a first test, or let 'dott init' write one.
  [2]

Paths that are not there are named, all of them, and nothing runs:

  $ cd ..
  $ dott no1.t tests/z.t no2.t
  dott: no such file: no1.t
  dott: no such file: no2.t
  [2]
  $ dott --list no1.t
  dott: no such file: no1.t
  [2]
