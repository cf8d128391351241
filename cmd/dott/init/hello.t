This is a test. Lines that are indented by two spaces are run, if they begin with
a "$ ", or are what came out; all else is comment.

  $ echo hello
  hello

An exit status that is not 0 stands below the output, in brackets. Where a line
differs from run to run, it is a pattern.

  $ cat missing
  cat: *missing*: No such file or directory (glob)
  [1]

When what comes out has changed, "dott -i" asks whether to write it here.
