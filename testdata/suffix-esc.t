Control characters and bytes that are not UTF-8 are written with escapes, and
only they are.

  $ cat >new.t <<'END'
  >   $ printf 'a\tb\\c\n\033[1mbold\r\n\0\1\177\n\377\376\n'
  >   $ printf 'grün \\o/\n'
  >   $ printf '\302\205 \342\200\213\n'
  > END
  $ dott new.t 2>/dev/null
  !
  --- new.t
  +++ new.t.err
  @@ -1,3 +1,9 @@
     $ printf 'a\tb\\c\n\033[1mbold\r\n\0\1\177\n\377\376\n'
  +  a\tb\\c (esc)
  +  \x1b[1mbold\r (esc)
  +  \x00\x01\x7f (esc)
  +  \xff\xfe (esc)
     $ printf 'grün \\o/\n'
  +  grün \o/
     $ printf '\302\205 \342\200\213\n'
  +  \xc2\x85 \xe2\x80\x8b (esc)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ cp new.t.err new.t
  $ dott new.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Any way of writing them matches:

  $ cat >forms.t <<'END'
  >   $ printf 'a\tb\303\251\n'
  >   a\tbé (esc)
  >   $ printf 'a\tb\303\251\n'
  >   a\x09b\xc3\xa9 (esc)
  >   $ printf 'a\tb\303\251\n'
  >   a\011b\303\251 (esc)
  >   $ printf 'a\tb\303\251\n'
  >   a	bé
  >   $ printf 'a\tb\n'
  >   a?b (glob)
  >   $ printf '%s\n' 'a\tb (esc)'
  >   a\tb (esc)
  > END
  $ dott forms.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Output that would read as a command is written so that it does not:

  $ cat >code.t <<'END'
  >   $ echo '$ echo'; echo '> more'; echo '>>> py'; echo '$x'; echo '... x'
  > END
  $ dott code.t 2>/dev/null
  !
  --- code.t
  +++ code.t.err
  @@ -1,1 +1,6 @@
     $ echo '$ echo'; echo '> more'; echo '>>> py'; echo '$x'; echo '... x'
  +  \x24 echo (esc)
  +  \x3e more (esc)
  +  \x3e>> py (esc)
  +  $x
  +  ... x
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ cp code.t.err code.t
  $ dott code.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

So is output that would read as a looser pattern:

  $ cat >loose.t <<'END'
  >   $ echo 'why (?)'; echo 'all (*)'; echo 'any (re)'; echo '(glob*)'; echo 'x (glob*)'; echo 'x (linux !)'; echo 'x (no-eol)'; echo 'x (esc)'
  > END
  $ dott loose.t 2>/dev/null
  !
  --- loose.t
  +++ loose.t.err
  @@ -1,1 +1,9 @@
     $ echo 'why (?)'; echo 'all (*)'; echo 'any (re)'; echo '(glob*)'; echo 'x (glob*)'; echo 'x (linux !)'; echo 'x (no-eol)'; echo 'x (esc)'
  +  why (\x3f) (esc)
  +  all (\x2a) (esc)
  +  any (re)
  +  (glob\x2a) (esc)
  +  x (glob\x2a) (esc)
  +  x (linux \x21) (esc)
  +  x (no-eol)
  +  x (esc)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ cp loose.t.err loose.t
  $ dott loose.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
