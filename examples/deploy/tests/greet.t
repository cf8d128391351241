The program as it is on the host.

#require target

  $ greet World
  Hello, World!
  $ greet
  usage: greet NAME...
  [2]

Data of the test that was copied there:

  $ greet $(cat "$TESTDIR/names")
  Hello, Ada!
  Hello, Grace!
