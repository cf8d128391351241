What a test touches, and what is said where that cannot be seen.

#require linux command:python3

  $ export XDG_CACHE_HOME=$PWD/cache
  $ mkdir cache p; cd p; git init -q
  $ echo hi >data; mkdir d1 d2 mods; echo 1 >d1/f; echo 2 >d2/f; ln -s d1 link; sleep 0.05

A folder is where it really is, whatever it is called:

  $ printf '  $ cd $TESTDIR/link; cat f\n  1\n' >dir.t
  $ printf '  $ ln -s $TESTDIR/link mine; cat mine/f; rm mine\n  1\n' >own.t
  $ printf '  $ cat /proc/self/cwd/../p/x 2>/dev/null; cd $TESTDIR; cat /proc/self/cwd/data\n  hi\n' >proc.t
  $ dott -q --cached | tail -n 1; dott -q --cached | tail -n 1
  # Ran 3 tests, 0 skipped, 0 failed.
  # Ran 3 tests, 0 skipped, 0 failed, 3 cached.
  $ dott deps proc.t | grep -w -e data -e ld-linux.*
    data (read)
    /lib*/ld-linux* (executed) (glob)
  $ ln -sfn d2 link; sleep 0.05
  $ dott -q --cached 2>/dev/null | tail -n 1
  # Ran 3 tests, 0 skipped, 2 failed, 1 cached.
  $ ln -sfn d1 link; rm -f *.err

What changes names outside of the sandbox always runs:

  $ printf '  $ mkdir $TESTDIR/lock; rmdir $TESTDIR/lock\n' >lock.t
  $ printf '  $ echo x >x; mv x $TESTDIR/moved; rm $TESTDIR/moved\n' >moved.t
  $ dott -q --cached lock.t moved.t | tail -n 1; dott -q --cached lock.t moved.t | tail -n 1
  # Ran 2 tests, 0 skipped, 0 failed.
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott deps lock.t | grep always
  It always runs: it wrote ./lock.

What the sandbox refuses has a name while it is traced, too:

  $ printf '[sandbox]\nwrite = "sandbox"\n' >dott.toml
  $ printf '  $ echo x >$TESTDIR/no\n' >refused.t
  $ dott -q --trace refused.t 2>&1 | grep refused
  refused.t:1: [sandbox] refused writing */p/no, by sh: * (glob)
  $ rm dott.toml refused.t*

Variables in which a shell says how it started dott are nothing that a test depends on:

  $ dott -q --cached proc.t >/dev/null; SHLVL=7 _=x dott -q --cached proc.t | tail -n 1
  # Ran 1 tests, 0 skipped, 0 failed, 1 cached.
  $ (umask 077; dott -q --cached proc.t) | tail -n 1
  # Ran 1 tests, 0 skipped, 0 failed.

Where the kernel has no notification of system calls, or a container forbids it, all tests
run, and dott says why:

  $ dott -q --cached proc.t >/dev/null
  $ for errno in ENOSYS EPERM; do
  >   for call in seccomp process_vm_readv; do
  >     python3 $TESTDIR/seccomp.py $errno $call dott -q --cached proc.t
  >   done
  > done
  warning: --cached: all tests run, and nothing is traced: this system has no notification of system calls (seccomp: function not implemented); tracing needs Linux 5.5 or newer; in a container, start that with --security-opt seccomp=unconfined
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: --cached: all tests run, and nothing is traced: this system forbids to read what other processes ask of it (process_vm_readv: function not implemented); in a container, start that with --security-opt seccomp=unconfined
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: --cached: all tests run, and nothing is traced: this system forbids to follow system calls (seccomp: operation not permitted); in a container, start that with --security-opt seccomp=unconfined
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: --cached: all tests run, and nothing is traced: this system forbids to read what other processes ask of it (process_vm_readv: operation not permitted); in a container, start that with --security-opt seccomp=unconfined
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ python3 $TESTDIR/seccomp.py EPERM seccomp dott -q --trace proc.t 2>&1 | grep -o 'warning: --trace: all tests run'
  warning: --trace: all tests run

A dott in a test that is traced cannot trace, and says so:

  $ printf '  $ cd $TESTDIR; dott -q --trace data.md 2>&1 | grep -o "already; is dott.*"\n  already; is dott itself run by a test that is traced, or in a sandbox?\n' >nested.t
  $ printf '```console\n$ echo\n\n```\n' >data.md
  $ dott -q --trace nested.t | tail -n 1
  # Ran 1 tests, 0 skipped, 0 failed.
