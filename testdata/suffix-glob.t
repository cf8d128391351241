  $ cat >pass.t <<'END'
  >   $ echo /tmp/x/y.txt; echo 'a*b?c\d'; echo '? (glob)'; printf 'caf\303\251\n'; printf '\377\n'
  >   /tmp/*/?.txt (glob)
  >   a\*b\?c\\d (glob)
  >   ? (glob)
  >   caf? (glob)
  >   ? (glob)
  > END
  $ dott pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat >fail.t <<'END'
  >   $ echo abc; echo a; echo xyz
  >   a? (glob)
  >   a?* (glob)
  >   x*z (glob)
  > END
  $ dott fail.t 2>/dev/null
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,4 +1,4 @@
     $ echo abc; echo a; echo xyz
  -  a? (glob)
     a?* (glob)
  +  a
     x*z (glob)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
