#require command:cram3

Under the name cram, dott is cram. Both are called in the same way here:

  $ mkdir bin t
  $ ln -s "$(command -v dott)" bin/cram
  $ printf '  $ echo a\n  a\n' >t/ok.t
  $ printf '  $ echo a\n  b\n' >t/bad.t
  $ : >t/empty.t
  $ printf '  $ echo a; sleep 0; exit 80\n' >t/skip.t
  $ both() {
  >     cram3 "$@" >theirs 2>errors </dev/null; echo "status $?" >>theirs
  >     rm -f t/*.err
  >     bin/cram "$@" >ours 2>errors </dev/null; echo "status $?" >>ours
  >     rm -f t/*.err
  >     diff theirs ours && tail -n 1 ours
  > }

What they print on standard output, and the exit status, are the same:

  $ both t
  status 1
  $ both -q t
  status 1
  $ both -v t
  status 1
  $ both -qv t/ok.t
  status 0
  $ both -y t
  status 1
  $ both -n t
  status 1
  $ both -d t/ok.t
  status 0
  $ both -E t/ok.t
  status 0
  $ both --shell=bash --shell-opts='-e' t
  status 1
  $ both -qi t/ok.t
  status 2
  $ both -yn t/ok.t
  status 2
  $ both -di t/ok.t
  status 2
  $ both -dq t/ok.t
  status 2
  $ both --shell=missing t/ok.t
  status 2
  $ both t/missing.t
  status 2
  $ both --no-such-option
  status 2
  $ both
  status 2
  $ CRAM=-q both t
  status 1

-i -y writes the file, and so does cram with the help of patch:

  $ cp t/bad.t bad
  $ cram3 -iy t/bad.t >/dev/null
  [1]
  $ mv t/bad.t theirs
  $ cp bad t/bad.t
  $ bin/cram -iy t/bad.t >/dev/null 2>&1
  $ diff theirs t/bad.t
  $ cp bad t/bad.t

Errors look like cram's, and --help and --version too:

  $ bin/cram --nope
  Usage: cram [OPTIONS] TESTS...
  
  cram: error: unknown flag: --nope; did you mean --no?
  [2]
  $ cram3 --help >theirs; bin/cram --help | head -n 17 | diff theirs -
  $ bin/cram --version
  Cram CLI testing framework (version 0.7)
  
  This is dott *, under the name cram. (glob)

An xUnit file of cram is written again:

  $ cram3 --xunit-file=x.xml t >/dev/null
  [1]
  $ bin/cram --xunit-file=x.xml t >/dev/null 2>&1
  [1]
  $ grep -c '<testcase' x.xml
  4
