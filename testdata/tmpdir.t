  $ cat >a.t <<'END'
  >   $ echo kept >file; echo "$PWD" >>"$LOG"
  > END
  $ export LOG=$PWD/log

Temporary directories are made where --tmpdir says, and removed:

  $ mkdir scratch
  $ dott --tmpdir scratch a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ sed "s,$PWD,," log
  /scratch/cramtests-*/a.t (glob)
  $ ls -A scratch $TMPDIR
  $CRAMTMP/tmp:
  
  scratch:

or kept, if that is wanted; it is said where:

  $ dott --keep-tmpdir a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Kept temporary directory: $CRAMTMP/tmp/cramtests-???????? (glob)
  $ cat $TMPDIR/cramtests-*/*/a.t/file
  kept
  $ rm -r $TMPDIR/cramtests-*

  $ dott --keep-tmpdir --tmpdir scratch a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Kept temporary directory: $TESTTMP/scratch/cramtests-???????? (glob)
  $ ls scratch
  cramtests-???????? (glob)

  $ dott --tmpdir nowhere a.t
  dott: the temporary directory: lstat $TESTTMP/nowhere: no such file or directory
  [2]
