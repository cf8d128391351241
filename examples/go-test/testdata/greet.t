#require command:greet

One name, or several:

  $ greet Ada
  Hello, Ada!
  $ greet Ada Grace
  Hello, Ada and Grace!

Without one it says how it is used:

  $ greet
  usage: greet NAME...
  [2]
