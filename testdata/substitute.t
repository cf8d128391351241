Substitutions make output stable. An expected line may have either form; what is
written has the substituted one.

  $ cat >dott.toml <<'END'
  > [[substitute]]
  > pattern = '\b[0-9a-f]{40}\b'
  > with = "$HASH"
  > [[substitute]]
  > pattern = 'took (?P<n>\d+) (ms|s)'
  > with = 'took <\g<n>> \2'
  > [substitute-from]
  > command = "cat $CONFIGDIR/more.json"
  > END
  $ printf '%s\n' '{"pattern": "user-\\d+", "with": "$USER_ID"} {"pattern": "$HASH", "with": "never"}' >more.json
  $ cat >a.t <<'END'
  >   $ echo "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904"
  >   commit $HASH
  >   $ echo "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904"
  >   commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904
  >   $ echo "took 35 ms for user-7"
  > END
  $ dott -u a.t >/dev/null
  a.t: 1 change written (changed)
  $ tail -2 a.t
    $ echo "took 35 ms for user-7"
    took <35> ms for $USER_ID
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A command that prints something else is at fault before anything ran.

  $ echo '{"pattern": "(", "with": ""}' >more.json; dott a.t
  dott: $TESTTMP/dott.toml: a substitution: invalid regular expression `(`: missing closing )
  [2]
  $ echo '{"pattern": "a"} hello' >more.json; dott a.t
  dott: $TESTTMP/dott.toml: [substitute-from]: * must print a line such as {"pattern": "[0-9a-f]{40}", "with": "$HASH"} for each substitution; number 2: * (glob)
  [2]
  $ rm more.json; dott a.t
  dott: $TESTTMP/dott.toml: [substitute-from]: * ended with status 1: * (glob)
  [2]
