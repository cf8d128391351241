A line with conditions is expected when all of them hold, and must not be there
otherwise.

  $ cat >dott.toml <<'END'
  > [features]
  > yes = "true"
  > no = "false"
  > tool = { version = "echo tool 2.40.1" }
  > END
  $ cat >a.t <<'END'
  >   $ echo a
  >   a (yes !)
  >   b (no !)
  >   c (no-yes !)
  >   $ echo "it is 12"
  >   it is ?? (glob) (yes no-no tool>=2.40 tool<3 !)
  >   it is something else (tool<2.40 !)
  >   $ echo a; echo c
  >   a
  >   b (no !)
  >   c (yes !) (?)
  > END
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

  $ cat >b.t <<'END'
  >   $ echo a
  >   a (no !)
  >   $ true
  >   b (yes !)
  > END
  $ dott b.t 2>/dev/null
  !
  --- b.t
  +++ b.t.err
  @@ -1,4 +1,4 @@
     $ echo a
     a (no !)
  +  a
     $ true
  -  b (yes !)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

A feature that nobody knows is an error, and so is a version that is not there.

  $ printf '  $ echo a\n  a (yess !)\n  $ echo b\n  b (yes>2 !)\n' >c.t
  $ dott c.t
  !
  c.t:2: unknown feature "yess"; known are no, tool, yes, linux, macos, windows, root, target, command:NAME; [features] in dott.toml can name more
  c.t:4: yes>2: yes has no version to compare
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t:2: see above; to run it again: dott c.t
  [1]

The same text as output is no condition:

  $ cat >d.t <<'END'
  >   $ echo 'a (nobody-knows !)'; echo b
  >   a (nobody-knows !)
  >   b*b (glob) (?)
  >   b
  > END
  $ dott d.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
