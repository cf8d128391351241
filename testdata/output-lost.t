A report that cannot be written is an error; a reader who has seen enough is not
told so.

  $ cat >pass.t <<'END'
  >   $ true
  > END
  $ cat >fail.t <<'END'
  >   $ seq 20000
  > END
  $ dott pass.t >/dev/full
  dott: write /dev/stdout: no space left on device
  [2]
  $ dott --list . >/dev/full
  dott: write /dev/stdout: no space left on device
  [2]
  $ dott --help >/dev/full
  dott: write /dev/stdout: no space left on device
  [2]
  $ { dott fail.t; echo $? >status; } 2>&1 | head -1; cat status
  !
  1
  $ ls -A $TMPDIR
