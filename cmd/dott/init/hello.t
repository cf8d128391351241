This is a test. Lines indented by two spaces are commands if they start with "$ ",
and expected output otherwise. Everything else is a comment.

  $ echo hello
  hello

An exit status other than 0 follows the output, in brackets. A line that differs from
run to run is written as a pattern.

  $ cat missing
  cat: *missing*: No such file or directory (glob)
  [1]

When the output changes, "dott -i" asks whether to update this file.
