#require command:pytest-3

The pytest plugin runs each file once, and shows its commands as items:

  $ export PYTHONPATH="$TESTDIR/../integrations/pytest" PYTHONDONTWRITEBYTECODE=1
  $ pytest() { pytest-3 -p pytest_dott -p no:cacheprovider -q "$@" | sed 's/ in [0-9.]*s/ in N/'; }
  $ cat > a.t <<'END'
  > Commands build on each other:
  > 
  >   $ name=a
  >   $ echo $name
  >   b
  >   $ echo ok
  >   ok
  > END
  $ cat > cases.t <<'END'
  > #testcases one two
  > 
  >   $ echo $TESTCASE
  >   one
  > END
  $ printf '  $ echo skipped: not here; exit 80\n' > skipped.t
  $ printf '  $ exit 4\n  $ true\n' > ended.t
  $ pytest -rs a.t cases.t skipped.t ended.t
  .F.FsFF* (glob)
  =================================== FAILURES ===================================
  ______________________________ a.t:4: echo $name _______________________________
  a.t:5: the output differs
  -  b
  +  a
  *cases.t:3: echo $TESTCASE* (glob)
  cases.t#two:4: the output differs
  -  one
  +  two
  *ended.t:1: exit 4* (glob)
  ended.t:1: the shell ended with status 4; 1 command after it did not run
  *ended.t:2: true* (glob)
  ended.t:1: the shell ended with status 4; 1 command after it did not run
  =========================== short test summary info ============================
  SKIPPED [1] skipped.t:1: not here
  4 failed, 2 passed, 1 skipped in N

--dott-update accepts what was printed:

  $ pytest --dott-update a.t
  ...* (glob)
  3 passed in N
  $ sed -n 5p a.t
    a

A command that does not run is told:

  $ pytest -o dott='dott --no-such-option' a.t 2>&1 | grep unknown | uniq
  dott: unknown option: --no-such-option* (glob)
