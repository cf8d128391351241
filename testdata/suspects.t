What looks like a command and is none is not run. A comment that looks so is warned about.

  $ printf ' $ echo one\n$ echo two\n\t$ echo three\n  $ echo hi\n  hi\n' >a.t
  $ dott a.t 2>&1 >/dev/null
  warning: a.t:1: this looks like a command and is a comment, which is not run; indent commands by 2 spaces
  warning: a.t:2: this looks like a command and is a comment, which is not run; indent commands by 2 spaces
  warning: a.t:3: this line begins with a tab, so it is a comment and is not run; indent commands by 2 spaces

An empty line in a here-document, whose sign an editor has taken away:

  $ printf '  $ cat <<E\n  > a\n\n  > b\n  > E\n  a\n  b\n' >b.t
  $ dott b.t 2>&1 >/dev/null
  warning: b.t:3: this empty line is not part of the here-document around it; a line of that begins with the sign of a continuation and a blank, which editors strip

An expected line that looks so may be right, and is named only where it matches nothing.
An update leaves it in the file.

  $ cat >c.t <<'END'
  >   $ echo '$echo hi'
  >   $echo hi
  >   $ echo a
  >   $echo b
  >   b
  > END
  $ dott -u c.t
  !
  --- c.t
  +++ c.t.err
  @@ -2,4 +2,4 @@
     $echo hi
     $ echo a
     $echo b
  -  b
  +  a
  c.t:4: this looks like a command and is expected output, as there is no space after the $
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t: 1 change written
  c.t:4: see above; to run it again: dott c.t
  [1]
  $ cat c.t
    $ echo '$echo hi'
    $echo hi
    $ echo a
    $echo b
    a
  $ dott -u c.t
  !
  c.t:4: this looks like a command and is expected output, as there is no space after the $
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t:4: see above; to run it again: dott c.t
  [1]

So is a pattern whose ending is missing.

  $ cat >d.t <<'END'
  >   $ echo 35 ms; echo 3 ms; echo x
  >   * ms
  >   \d+ ms(re)
  >   y
  > END
  $ dott -u d.t
  !
  --- d.t
  +++ d.t.err
  @@ -1,4 +1,4 @@
     $ echo 35 ms; echo 3 ms; echo x
     * ms
     \d+ ms(re)
  -  y
  +  x
  d.t:2: this line is compared literally; written as `* ms (glob)` it would match
  d.t:3: this line is compared literally; written as `\d+ ms (re)` it would match
  
  # Ran 1 tests, 0 skipped, 1 failed.
  d.t: 1 change written
  d.t:2: see above; to run it again: dott d.t
  [1]
  $ cat d.t
    $ echo 35 ms; echo 3 ms; echo x
    * ms
    \d+ ms(re)
    x

A continuation below expected output is a line of its command, and stays where it is.

  $ printf '  $ echo a; echo b\n  b\n  > echo c\n' >e.t
  $ dott -u e.t
  --- e.t
  +++ e.t.err
  @@ -1,3 +1,5 @@
     $ echo a; echo b
  +  a
     b
  +  c
     > echo c
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: e.t:3: this continues the command of line 1, from below its expected output
  e.t: 1 change written
  $ cat e.t
    $ echo a; echo b
    a
    b
    c
    > echo c
  $ dott e.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: e.t:5: this continues the command of line 1, from below its expected output

A byte-order mark, which some editors write but do not show, makes the first line a comment.

  $ printf '\357\273\277  $ false\n' >f.t; dott f.t
  s
  # Ran 1 tests, 1 skipped, 0 failed.
  warning: f.t:1: this line begins with a byte-order mark, so it is a comment and is not run; save the file without the mark
  nothing was tested: the only test was skipped (no commands)
