-u writes the name for a value that is bound.

  $ cat >a.t <<'END'
  >   $ id=$$; echo "created $id"
  >   created {{id}} (glob)
  >   $ echo "show $id: ok"; echo "no id here"
  >   show {{id}}: failed (glob)
  >   $ echo "deleted $id"
  >   $ echo "{\"id\": \"n $id\", \"ok\": true}"
  >   {"ok": false} (json)
  > END
  $ dott -u -q a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  a.t: 3 changes written (changed)
  $ cat a.t
    $ id=$$; echo "created $id"
    created {{id}} (glob)
    $ echo "show $id: ok"; echo "no id here"
    show {{id}}: ok (glob)
    no id here
    $ echo "deleted $id"
    deleted {{id}} (glob)
    $ echo "{\"id\": \"n $id\", \"ok\": true}"
    {"id": "(glob) n {{id}}", "ok": true} (json)
  $ dott -q a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A value that is different each time and comes more than once gets a name:

  $ cat >b.t <<'END'
  >   $ h=$(date +%s%N | sha1sum | cut -c1-40); echo "commit $h"
  >   $ echo "parent $h"; echo "$h"
  > END
  $ dott -u -q b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  b.t: 2 changes written (changed)
  b.t:2: the output is not stable: lines 2, 4, 5 differ from run to run; written as patterns
  $ cat b.t
    $ h=$(date +%s%N | sha1sum | cut -c1-40); echo "commit $h"
    commit {{commit}} (glob)
    $ echo "parent $h"; echo "$h"
    parent {{commit}} (glob)
    {{commit}} (re)
  $ dott -q b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

So it does with g, in one run:

  $ cat >c.t <<'END'
  >   $ echo "commit 4a1f9c2"; echo "parent 4a1f9c2"
  >   commit 99ce01b
  >   parent 99ce01b
  >   $ echo "HEAD is 7b3d7c2"; echo "at 7b3d7c2"
  > END
  $ printf '%s\n' g y g y | dott -i c.t
  --- c.t
  +++ c.t.err
  @@ -1,4 +1,4 @@
     $ echo "commit 4a1f9c2"; echo "parent 4a1f9c2"
  -  commit 99ce01b
  -  parent 99ce01b
  +  commit 4a1f9c2
  +  parent 4a1f9c2
     $ echo "HEAD is 7b3d7c2"; echo "at 7b3d7c2"
  Accept this change 1/2? [y,n,a,A,s,e,g,b,u,q,?] g
  @@ -1,4 +1,4 @@
     $ echo "commit 4a1f9c2"; echo "parent 4a1f9c2"
  -  commit 99ce01b
  -  parent 99ce01b
  +  commit {{commit}} (glob)
  +  parent {{commit}} (glob)
     $ echo "HEAD is 7b3d7c2"; echo "at 7b3d7c2"
  Accept this change 1/2? [y,n,a,A,s,e,g,b,u,q,?] y
  @@ -2,3 +2,5 @@
     commit 99ce01b
     parent 99ce01b
     $ echo "HEAD is 7b3d7c2"; echo "at 7b3d7c2"
  +  HEAD is 7b3d7c2
  +  at 7b3d7c2
  Accept this change 2/2? [y,n,a,A,s,e,g,b,u,q,?] g
  @@ -2,3 +2,5 @@
     commit 99ce01b
     parent 99ce01b
     $ echo "HEAD is 7b3d7c2"; echo "at 7b3d7c2"
  +  HEAD is {{hash}} (glob)
  +  at {{hash}} (glob)
  Accept this change 2/2? [y,n,a,A,s,e,g,b,u,q,?] y
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  c.t: 2 changes written (1 changed, 1 weakened)
  c.t:2: weakened: a literal became a pattern: `commit 99ce01b` -> `commit {{commit}} (glob)`
  c.t:3: weakened: a literal became a pattern: `parent 99ce01b` -> `parent {{commit}} (glob)`
  $ dott -q c.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
