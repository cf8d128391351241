  $ cat >middle.t <<'END'
  >   $ echo one
  >   one
  >   $ if; then
  >   $ echo two
  >   two
  > END
  $ dott --shell bash middle.t
  !
  --- middle.t
  +++ middle.t.err
  @@ -1,5 +1,7 @@
     $ echo one
     one
     $ if; then
  +  /*/bash: line 4: syntax error near unexpected token `;' (glob)
  +  /*/bash: line 4: `if; then' (glob)
     $ echo two
     two
  middle.t:3: the shell ended with status 2; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  middle.t:3: see above; to run it again: dott --shell=bash middle.t
  [1]
  $ dott --shell dash middle.t
  !
  --- middle.t
  +++ middle.t.err
  @@ -1,5 +1,6 @@
     $ echo one
     one
     $ if; then
  +  /*/dash: 4: Syntax error: ";" unexpected (glob)
     $ echo two
     two
  middle.t:3: the shell ended with status 2; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  middle.t:3: see above; to run it again: dott --shell=dash middle.t
  [1]

  $ cat >quote.t <<'END'
  >   $ echo one
  >   one
  >   $ echo "open
  >   $ echo two
  >   two
  > END
  $ dott --shell bash quote.t
  !
  --- quote.t
  +++ quote.t.err
  @@ -1,5 +1,6 @@
     $ echo one
     one
     $ echo "open
  +  /*/bash: line *: unexpected EOF while looking for matching `"' (glob)
     $ echo two
     two
  quote.t:3: the shell ended with status 2; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  quote.t:3: see above; to run it again: dott --shell=bash quote.t
  [1]
  $ dott --shell dash quote.t
  !
  --- quote.t
  +++ quote.t.err
  @@ -1,5 +1,6 @@
     $ echo one
     one
     $ echo "open
  +  /*/dash: 8: Syntax error: Unterminated quoted string (glob)
     $ echo two
     two
  quote.t:3: the shell ended with status 2; 1 command after it did not run
  
  # Ran 1 tests, 0 skipped, 1 failed.
  quote.t:3: see above; to run it again: dott --shell=dash quote.t
  [1]

  $ cat >first.t <<'END'
  >   $ )
  > END
  $ dott --shell bash first.t
  !
  --- first.t
  +++ first.t.err
  @@ -1,1 +1,3 @@
     $ )
  +  /*/bash: line 2: syntax error near unexpected token `)' (glob)
  +  /*/bash: line 2: `)' (glob)
  first.t:1: the shell ended with status 2 before the end of this command
  
  # Ran 1 tests, 0 skipped, 1 failed.
  first.t:1: see above; to run it again: dott --shell=bash first.t
  [1]
  $ dott --shell dash first.t
  !
  --- first.t
  +++ first.t.err
  @@ -1,1 +1,2 @@
     $ )
  +  /*/dash: 2: Syntax error: ")" unexpected (glob)
  first.t:1: the shell ended with status 2 before the end of this command
  
  # Ran 1 tests, 0 skipped, 1 failed.
  first.t:1: see above; to run it again: dott --shell=dash first.t
  [1]
