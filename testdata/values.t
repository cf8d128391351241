A name in a pattern stands for what is there the first time, and for the same text from
then on, in any block.

  $ cat >pass.t <<'END'
  >   $ id=$$; echo "created $id"
  >   created {{id:\d+}} (re)
  >   $ echo "$id: 3 files"; echo "{id: $id}"
  >   {{id}}: \d files (re)
  >   {id: {{id}}} (glob)
  >   $ echo "$id-$id"
  >   {{id}}-{{id}} (glob)
  > END
  $ dott -q pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -q pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

The same text in another place is another value, and the failure says what was bound:

  $ cat >fail.t <<'END'
  >   $ echo "created 4711"
  >   created {{id}} (glob)
  >   $ echo "deleted 4712"
  >   deleted {{id}} (glob)
  > END
  $ dott fail.t
  !
  --- fail.t
  +++ fail.t.err
  @@ -1,4 +1,4 @@
     $ echo "created 4711"
     created {{id}} (glob)
     $ echo "deleted 4712"
  -  deleted {{id}} (glob)
  +  deleted 4712
  fail.t:4: {{id}} is `4711`, bound in line 2
  
  # Ran 1 tests, 0 skipped, 1 failed.
  fail.t:4: see above; to run it again: dott fail.t
  [1]

Output that reads as the name stands matches first, and binds nothing:

  $ cat >literal.t <<'END'
  >   $ echo 'Hello, {{name}}!'; echo 'Hello, Ann!'
  >   Hello, {{name}}! (glob)
  >   Hello, {{name}}! (glob)
  > END
  $ dott -q literal.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A value may be bound by whichever line makes the block pass:

  $ cat >later.t <<'END'
  >   $ printf '%s\n' 'try 1' 'try 2' 'done 2'
  >   * (glob*)
  >   try {{n}} (glob)
  >   * (glob*)
  >   done {{n}} (glob)
  > END
  $ dott -q later.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Each case has values of its own:

  $ cat >cases.t <<'END'
  > #testcases a b
  >   $ echo "case $TESTCASE"; echo "$TESTCASE again"
  >   case {{case}} (glob)
  >   {{case}} again (glob)
  > END
  $ dott -q cases.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.

What is wrong is said with its line:

  $ cat >wrong.t <<'END'
  >   $ echo 1; echo 2
  >   {{n}} (glob)
  >   {{n:\d+}} (re)
  >   $ echo 3
  >   {{m:(}} (glob)
  >   $ echo "n is 1"
  >   n is {{n}}
  > END
  $ dott -q wrong.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  wrong.t:3: line 2 uses {{n}} before this line says what it is; write {{n:\d+}} there; to run it again: dott wrong.t
  [1]

Under --compat cram it is text like any other:

  $ printf '  $ echo x\n  {{x}} (glob)\n  $ echo "{{x}} y"\n  {{x}} * (glob)\n' >cram.t
  $ dott --compat cram cram.t
  !
  --- cram.t
  +++ cram.t.err
  @@ -1,4 +1,4 @@
     $ echo x
  -  {{x}} (glob)
  +  x
     $ echo "{{x}} y"
     {{x}} * (glob)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  cram.t:2: the output differs; to run it again: dott --compat=cram cram.t
  [1]

A value is one thing for both streams:

  $ cat >streams.t <<'EOF2'
  > #stderr apart
  >   $ echo id 4711; echo bad 4711 >&2
  >   id {{id}} (glob)
  >   bad {{id}} (err) (glob)
  >   $ echo bad 4712 >&2
  >   bad {{id}} (err) (glob)
  > EOF2
  $ dott streams.t
  !
  --- streams.t
  +++ streams.t.err
  @@ -3,4 +3,4 @@
     id {{id}} (glob)
     bad {{id}} (err) (glob)
     $ echo bad 4712 >&2
  -  bad {{id}} (err) (glob)
  +  bad 4712 (err)
  streams.t:6: {{id}} is `4711`, bound in line 3
  
  # Ran 1 tests, 0 skipped, 1 failed.
  streams.t:6: see above; to run it again: dott streams.t
  [1]
