With -d the shell prints for itself, and nothing is compared.

  $ cat >a.t <<'END'
  >   $ echo out; echo err >&2
  >   something else
  >   $ cd /; pwd
  > END
  $ dott -d a.t
  out
  err
  /
  $ dott --debug a.t 2>&1 >/dev/null
  err
  $ ls
  a.t

  $ dott -d -q a.t
  dott: options --debug and --quiet are mutually exclusive
  Try 'dott --help'.
  [2]
  $ dott -d -v a.t
  dott: options --debug and --verbose are mutually exclusive
  Try 'dott --help'.
  [2]
