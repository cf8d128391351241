Inline code is Python's, unless the configuration says otherwise. Variables last
as long as no command and no comment comes between.

  $ cat >a.t <<'END'
  >   >>> x = 20
  >   >>> x + 1
  >   21
  >   >>> def double(n):
  >   ...     return 2 * n
  >   >>> for n in range(2):
  >   ...     print(double(n))
  >   0
  >   2
  >   >>> 1 // 0
  >   ZeroDivisionError(*) (glob)
  >   >>> import sys; _ = sys.stderr.write("to stderr\n"); print("to stdout")
  >   to stderr
  >   to stdout
  > 
  > Another one:
  > 
  >   >>> x
  >   NameError(*) (glob)
  >   $ echo "a command"
  >   a command
  > END
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

The shell expands variables in it, as for Mercurial, and the status is that of
the interpreter.

  $ cat >b.t <<'END'
  >   $ name=value
  >   >>> print("$name")
  >   value
  >   >>> import sys
  >   >>> sys.exit(3)
  >   [3]
  >   >>> print("this did not run")
  > END
  $ dott b.t 2>/dev/null
  !
  b.t:7: this command was not seen to run: its marker is missing from the output
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

Others are named in the configuration: by a command that reads the code, and a
statement that prints a mark.

  $ cat >dott.toml <<'END'
  > [inline.sh]
  > command = "sh"
  > mark = "echo {mark}"
  > END
  $ cat >c.t <<'END'
  >   >>> f() { echo "f of \$1"; }
  >   >>> f 1
  >   f of 1
  >   >>> for n in 2 3; do
  >   ...   f \$n
  >   ... done
  >   f of 2
  >   f of 3
  > END
  $ dott c.t 2>/dev/null
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Directly below a command, such lines are its output if it prints any that begin so,
as in cram's files. No code of them runs.

  $ rm dott.toml
  $ cat >d.t <<'END'
  >   $ printf '%s\n' text '>>> open("made", "w")' '... more' end
  >   text
  >   >>> open("made", "w")
  >   ... more
  >   end
  >   $ printf '>>> '
  >   >>>  (no-eol)
  >   $ for n in 1 2; do echo ">>> $n"; done
  >   >>> ? (glob)
  >   >>> 2
  >   $ ls
  > END
  $ dott d.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cram3 d.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

They are still output when they differ, and when they are written anew.

  $ cat >e.t <<'END'
  >   $ echo '>>> new'; echo more
  >   >>> old
  >   ... older
  >   more
  >   $ name=code
  >   >>> "$name"
  >   'code'
  > END
  $ dott -u e.t
  --- e.t
  +++ e.t.err
  @@ -1,6 +1,5 @@
     $ echo '>>> new'; echo more
  -  >>> old
  -  ... older
  +  \x3e>> new (esc)
     more
     $ name=code
     >>> "$name"
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  e.t: 1 change written
  $ dott e.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

An exception that nobody expects is not written without a word.

  $ cat >f.t <<'END'
  >   $ echo changed
  >   >>> x
  > END
  $ dott -q -u f.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: f.t:2: this line is inline code, and raised NameError; if it is expected output of the command above, write it as \x3e>> x (esc), or run the file with --compat cram
  f.t: 2 changes written
