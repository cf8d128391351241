A failed test leaves a file beside it: the test as it would read with the actual
output. It goes when the test passes.

  $ cat >a.t <<'END'
  > A test of two commands.
  > 
  >   $ cat ../input
  >   one
  >   t.o (re)
  >   four
  > 
  > In between.
  > 
  >   $ (exit 3)
  >   [2]
  > END
  $ printf 'one\ntwo\nthree\n' >input
  $ INPUT=$PWD/input
  $ sed -i "s,\.\./input,$INPUT," a.t
  $ dott -q a.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:6: the output differs; to run it again: dott a.t
  [1]
  $ sed "s,$INPUT,input," a.t.err
  A test of two commands.
  
    $ cat input
    one
    t.o (re)
    three
  
  In between.
  
    $ (exit 3)
    [3]
  $ cp a.t.err a.t; dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ls
  a.t
  input

A diff can be patched in:

  $ echo four >>input
  $ dott a.t 2>/dev/null | patch -p0
  patching file a.t
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ rm -f *.orig; ls
  a.t
  input

Under --outputdir the files go elsewhere, in the folders of their tests:

  $ mkdir -p tests/sub
  $ cp a.t tests/sub/b.t
  $ echo five >>input
  $ dott -q --outputdir out/new tests
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/sub/b.t:8: the output differs; to run it again: dott tests/sub/b.t
  [1]
  $ find out tests | sort
  out
  out/new
  out/new/tests
  out/new/tests/sub
  out/new/tests/sub/b.t.err
  tests
  tests/sub
  tests/sub/b.t
  $ sed -i /five/d input
  $ dott --outputdir out/new tests
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ find out tests -type f | sort
  tests/sub/b.t

Where a test could not run, what an earlier run left is no longer true, and goes:

  $ echo five >>input
  $ dott -q a.t 2>/dev/null
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ echo '#if' >>a.t
  $ dott -q a.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t:13: #if: no feature is named; to run it again: dott a.t
  [1]
  $ ls
  a.t
  input
  out
  tests

A link in its place is replaced itself, not what it leads to:

  $ mkdir links; cd links
  $ echo words >kept; ln -s kept c.t.err
  $ printf '  $ echo c\n' >c.t
  $ dott -q c.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t:2: the output differs; to run it again: dott c.t
  [1]
  $ cat c.t.err kept
    $ echo c
    c
  words
