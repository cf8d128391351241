The format of a transcript, shown by one.

A line that is not indented, like this one, is a comment. Two spaces and "$ " make
a command. What it prints stands below, indented by two spaces.

  $ echo hello
  hello

A command goes on in lines that begin with "> ".

  $ for fruit in apple pear
  > do
  >   echo "one $fruit"
  > done
  one apple
  one pear

One shell runs all commands of the file, so variables, functions and the working
directory carry over.

  $ name=Ann
  $ greet() { echo "Good day, $1."; }
  $ greet "$name"
  Good day, Ann.

An exit status that is not 0 is the last line, in brackets. What goes to stderr is
output like any other.

  $ sh -c 'echo "something is wrong" >&2; exit 3'
  something is wrong
  [3]

A line ending in "(glob)" may have "*" for any text and "?" for one character. With
a backslash before them they are what they look like.

  $ echo "process $$ took 3 seconds *"
  process * took ? seconds \* (glob)

A line ending in "(re)" is a regular expression. It must match the whole line.

  $ echo "version 2.43"
  version \d+\.\d+ (re)

A line ending in "(esc)" has escapes for what cannot be seen.

  $ printf 'name\tage\n'
  name\tage (esc)
  $ printf 'caf\351\n'
  caf\xe9 (esc)

A line ending in "(no-eol)" is output without a newline at its end.

  $ printf 'no newline'
  no newline (no-eol)

Whatever a line ends in, it first stands for itself: this is no pattern.

  $ echo "cats and (glob)"
  cats and (glob)

The test runs in a directory of its own, TESTTMP, which is empty when it begins
and removed when it ends. Its path is different each time, so in output it is
written as its name.

  $ ls
  $ mkdir inner
  $ cd inner
  $ pwd
  $TESTTMP/inner

TESTDIR is the directory in which the file itself stands.

  $ ls "$TESTDIR/format.t"
  */format.t (glob)

stdin is empty: a command that reads it gets the end of the file.

  $ cat
