About the sample.
#require linux
# dott:ignore sleep

  $ cat <<END
  > text
  > END
  text
  took * ms (glob)
  a.*b (re) (?)
  {{id}} is bound (glob)
  on Linux (linux !)
  this (is) no ending
  [1]
  >>> print("x")
  ... # more
  x
