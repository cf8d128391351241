A transcript from commands.

  $ dott new a.t 'echo a' 'for i in 1 2
  > do echo $i
  > done' 'exit 3'
  a.t: 2 changes written
  a.t: written
  $ cat a.t
    $ echo a
    a
    $ for i in 1 2
    > do echo $i
    > done
    1
    2
    $ exit 3
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

It must not exist.

  $ dott new a.t 'echo b'
  dott: a.t exists already; to bring its output up to date: dott -u a.t
  [2]

From standard input, where it may be a script:

  $ cat >script.sh <<'END'
  > #!/bin/sh
  > # Fruit.
  > cat >fruit <<EOF
  > pear
  > apple
  > EOF
  > # In order:
  > if sort fruit
  > then echo done
  > fi
  > END
  $ dott new b.t <script.sh
  b.t: 1 change written
  b.t: written
  $ cat b.t
  Fruit.
  
    $ cat >fruit <<EOF
    > pear
    > apple
    > EOF
  
  In order:
  
    $ if sort fruit
    > then echo done
    > fi
    apple
    pear
    done

Nothing is written where there is nothing to run:

  $ dott new c.t </dev/null
  dott: new: no commands: give them after the file name or on standard input
  Try 'dott --help'.
  [2]
  $ dott new c.t ''
  dott: new: no commands: give them after the file name or on standard input
  Try 'dott --help'.
  [2]
  $ dott new
  dott: new: name the file to write, as in: dott new hello.t 'echo hello'
  Try 'dott --help'.
  [2]
  $ dott new --shell /no/shell c.t 'echo a'
  dott: shell not found: /no/shell (--shell takes a path, or a name on PATH)
  [2]
  $ dott new no/c.t 'echo a'
  dott: cannot write no/c.t: there is no folder no; make it first, as in: mkdir -p no
  [2]
  $ ls c.t 2>/dev/null
  [2]

Commands that do not run to their end are kept:

  $ dott new d.t 'echo a' 'exit 3' 'echo b'
  d.t: 1 change written
  d.t:3: the shell ended with status 3; 1 command after it did not run; to run it again: dott d.t
  d.t: written, but does not pass as it stands
  [1]
  $ cat d.t
    $ echo a
    a
    $ exit 3
    $ echo b
