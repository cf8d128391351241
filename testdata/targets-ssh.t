Tests on other machines, by ssh: here two servers on the loopback.

#timeout 3m

  $ . "$TESTDIR/sshd.sh"
  $ sshd web1 $PORT
  $ sshd web2 $PORT1

A deployment that tests each host before it goes back into the pool:

  $ cp -r "$TESTDIR/../examples/deploy" deploy; cd deploy
  $ printf 'web1\nweb2\n' >pool
  $ ./deploy web1 web2
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat pool
  web1
  web2

A program that is broken stops it at the first host:

  $ sed -i 's/Hello/Goodbye/' greet
  $ ./deploy web1 web2 >log 2>&1
  [1]
  $ grep '^[-+] \|pool' log
  -  Hello, World!
  +  Goodbye, World!
  -  Hello, Ada!
  -  Hello, Grace!
  +  Goodbye, Ada!
  +  Goodbye, Grace!
  web1 failed its tests and stays out of the pool
  $ cat pool
  web2

Several targets are cells of the matrix:

  $ cat >tests/greet.t <<'END'
  >   $ greet you
  >   Hello, you! (target=web2 !)
  >   Goodbye, you! (target=web1 !)
  > END
  $ dott -v --target web1,web2
  tests/greet.t[target=web1]: passed
  tests/greet.t[target=web2]: passed
  # 1  target=web1  1 passed
  # 2  target=web2  1 passed
  # Ran 2 tests, 0 skipped, 0 failed.
  $ cat >>dott.toml <<'END'
  > [matrix.host]
  > targets = ["web1", "web2"]
  > END
  $ sed -i 's/target=/host=/' tests/greet.t
  $ dott -v --matrix host
  tests/greet.t[host=web1]: passed
  tests/greet.t[host=web2]: passed
  # 1  host=web1  1 passed
  # 2  host=web2  1 passed
  # Ran 2 tests, 0 skipped, 0 failed.

Nothing is left there, and nothing of the caller's environment came along:

  $ printf '  $ echo ${SECRET-unset} $TESTNAME; pwd\n  unset none.t\n  $TESTTMP\n' >none.t
  $ SECRET=1 dott --target web1 none.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ls ../web1/tmp ../web2/tmp
  ../web1/tmp:
  
  ../web2/tmp:

A test that runs out of time is ended there:

  $ printf '  $ sleep 4711 & sleep 4711\n' >slow.t
  $ dott -q -t 1s --target web1 slow.t 2>/dev/null
  t
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ ps -eo args | grep '^sleep 4711'
  [1]

What is wrong is said with its remedy, and is neither a pass nor a difference:

  $ cat >dott.toml <<'END'
  > [target.nokey]
  > ssh = "-o UserKnownHostsFile=/dev/null web1"
  > [target.nouser]
  > ssh = "-o IdentityFile=/dev/null -o IdentityAgent=none -o PreferredAuthentications=password web1"
  > [target.closed]
  > ssh = "-p 1 web1"
  > [target.gone]
  > ssh = "web1"
  > END
  $ for t in nokey nouser closed; do dott --target $t none.t 2>/dev/null; done | grep target
  none.t: target nokey: cannot get a shell there: Host key verification failed; run `ssh -o UserKnownHostsFile=/dev/null web1` once by hand and compare the host's key, or add the key to known_hosts
  none.t: target nouser: cannot get a shell there: *Permission denied (publickey*; dott asks for no password: add a key that * takes without one, or start ssh-agent (glob)
  none.t: target closed: cannot get a shell there: ssh: connect to host 127.0.0.1 port 1: Connection refused; nothing listens there: check the port, and that sshd runs

A slow connection changes nothing but the time that it takes:

  $ cat >>dott.toml <<'END'
  > [target.slow]
  > ssh = """-o ProxyCommand='python3 "$TESTDIR/delay.py" 127.0.0.1 %p 0.1 20000' web1"""
  > END
  $ for n in 1 2 3; do sed "s/none/slow$n/" none.t >slow$n.t; done; dott --target slow slow?.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.

A connection that breaks is an error, and what the test left is removed:

  $ printf '  $ echo >%s/begun; sleep 4712\n' "$PWD" >cut.t
  $ dott --target gone cut.t >cut.log 2>&1 & until test -s begun; do sleep 0.1; done
  $ kill -KILL $(pgrep -P $web1_pid); wait $!
  [1]
  $ head -2 cut.log
  !
  cut.t: target gone: the connection broke: * (glob)
#eventually 10s
  $ ls ../web1/tmp; ps -eo args | grep '^sleep 4712'
  [1]
