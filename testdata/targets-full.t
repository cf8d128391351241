A target whose disk is full: an error with its remedy, and nothing is left there.

#require linux command:unshare
  $ mkdir disk data; head -c 300000 /dev/zero >data/large
  $ cat >on <<'END'
  > mount -t tmpfs -o size=256k,nr_inodes=60 none disk
  > eval "$1"; shift
  > dott -j1 "$@"
  > find disk -mindepth 1 -type d
  > END
  $ on() { unshare -rm sh on "$@" 2>&1 | grep 'target .*:\|warning\|disk'; }
  $ cat >dott.toml <<'END'
  > [target.here]
  > command = "TMPDIR=$PWD/disk exec sh"
  > [target.copies]
  > command = "TMPDIR=$PWD/disk exec sh"
  > copy = ["data"]
  > END
  $ printf '  $ echo one\n  one\n' >one.t
  $ printf '  $ head -c 262144 /dev/zero >../../../fill 2>/dev/null\n  [1]\n' >fill.t
  $ printf '  $ : %050000d\n' 0 >large.t

Before the first test:

  $ on 'head -c 262144 /dev/zero >disk/fill' --target here one.t
  one.t: target here: making a directory there: no space left in $TESTTMP/disk: make room there, or set TMPDIR there to a directory on another disk
  $ on 'touch disk/$(seq -s " disk/" 60) 2>/dev/null' --target here one.t
  one.t: target here: making a directory there: no space left in $TESTTMP/disk: make room there, or set TMPDIR there to a directory on another disk

By a test, and by what is to be copied:

  $ on true --target here fill.t large.t
  large.t: target here: preparing the test there: no space left in $TESTTMP/disk: make room there, or set TMPDIR there to a directory on another disk
  $ on true --target copies one.t
  one.t: target copies: copying to $TESTTMP/disk/cramtests-*/copy there: no space left in $TESTTMP/disk: make room there, or set TMPDIR there to a directory on another disk (glob)
