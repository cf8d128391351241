Lines that may be absent, or come more than once.

A line ending in "(?)" may be missing.

  $ greet() { echo "Hello, $1."; test "$1" = Ann && echo "Welcome back."; echo "Bye."; }
  $ greet Ann
  Hello, Ann.
  Welcome back. (?)
  Bye.
  $ greet Bob
  Hello, Bob.
  Welcome back. (?)
  Bye.

It goes with the others: here is a pattern that may be missing.

  $ greet Bob
  Hello, * (glob)
  Welcome * (glob) (?)
  Bye.

"(+)" is the line once or more often, "(*)" any number of times, none included.

  $ yes again | head -n 5
  again (+)
  never (*)

"(glob*)", "(glob+)", "(re*)" and "(re+)" are any number of lines that match, each
by itself. So this is a file with dates of which nobody knows how many there are:

  $ seq -f '2026-01-%02g ok' 9; echo total 9
  \d{4}-\d\d-\d\d (ok|late) (re+)
  total \d+ (re)

and this is any text at all, up to a line that must be there:

  $ seq 100
  1
  * (glob*)
  50
  * (glob*)
  100
