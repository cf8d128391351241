Ctrl-C ends --cover at once also when its tests have ended and their data are read, with
all that reads them; what the tests said is said, and nothing is kept.

  $ await() { for i in $(seq 300); do test -s "$1" && return; sleep 0.1; done; echo "no $1"; }
  $ gone() { ! kill -0 $1 2>/dev/null || grep ') Z ' /proc/$1/stat >/dev/null || echo "$1 is left"; }

Here is a Go whose covdata does not come back, nor listens.

  $ mkdir bin tests
  $ printf '#!/bin/sh\ncase $* in *textfmt*) trap "" TERM; sleep 600 & echo $! >%s/pid; wait; wait;; *) echo %s/bin/go;; esac\n' $PWD $PWD >bin/go; chmod +x bin/go
  $ printf '[coverage]\ntool = "go"\n' >dott.toml
  $ printf '  $ touch $GOCOVERDIR/covcounters.x\n' >tests/a.t
  $ PATH="$PWD/bin:$PATH" dott --cover -v >out 2>err & pid=$!
  $ await pid; kill -INT $pid; wait $pid
  [130]
  $ cat out err
  tests/a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: stopped by a signal: interrupt
  $ gone $(cat pid)
  $ ls coverage; dott --covers x
  data
  dott: --covers: nothing was measured yet; dott --cover does that
  [2]

And when it waits for a command of [coverage].

  $ printf '[coverage]\ntool = "custom"\nafter = "sleep 600 & echo $! >%s/pid2; wait"\n' "$PWD" >dott.toml
  $ dott --cover -v >out 2>err & pid=$!
  $ await pid2; kill -INT $pid; wait $pid
  [130]
  $ cat out err
  tests/a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: stopped by a signal: interrupt
  $ gone $(cat pid2)
