#require no-short command:greet

Many names:

  $ greet $(seq 3)
  Hello, 1 and 2 and 3!
