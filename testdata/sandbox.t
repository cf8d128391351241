#require linux

A test that is confined fails where it leaves its sandbox, and is told where:

  $ cat >out.t <<'END'
  > #sandbox network=private write=sandbox
  >   $ echo x >$TESTDIR/written
  >   $ (exec 3<>/dev/udp/192.0.2.1/9) 2>/dev/null
  >   $ echo x >here; cat here
  >   x
  > END
  $ dott --shell bash out.t 2>&1 | grep refused
  out.t:2: [sandbox] refused writing $TESTTMP/written, by bash: echo x >$TESTDIR/written
  out.t:3: [sandbox] refused connecting to 192.0.2.1:9, by bash: (exec 3<>/dev/udp/192.0.2.1/9) 2>/dev/null
  $ test -e written
  [1]

The configuration says it for all tests, and a part of it for some:

  $ cat >dott.toml <<'END'
  > [sandbox]
  > strict = true
  > allow-write = ["cache", "$HOME/nothing"]
  > read = ["data"]
  > [[override]]
  > paths = ["free.t"]
  > sandbox = { write = "anywhere" }
  > END
  $ mkdir -p cache data other/tests; echo data >data/file; echo other >other/file
  $ cat >strict.t <<'END'
  >   $ echo x >$TESTDIR/cache/x; cat data/file $TESTDIR/data/file 2>/dev/null
  >   data
  >   [1]
  >   $ test "$PPID" = 1
  > END
  $ cat >other/tests/a.t <<'END'
  >   $ cat $TESTDIR/../file 2>/dev/null
  >   [1]
  > END
  $ cat >free.t <<'END'
  >   $ echo x >$TESTDIR/free
  > END
  $ dott strict.t other/tests/a.t free.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  $ ls cache free
  free
  
  cache:
  x

Two tests use one port at the same time:

  $ for n in 1 2; do cat >port$n.t <<'END'
  > #sandbox network=private
  > #require command:python3
  >   $ cat >server.py <<'PY'
  >   > import socket, time
  >   > s = socket.socket(); s.bind(("127.0.0.1", 8080)); s.listen(); open("ready", "w").close()
  >   > c = s.accept()[0]; c.send(b"hello\n"); c.close()
  >   > PY
  >   $ python3 server.py & until test -e ready; do sleep 0.01; done
  >   $ python3 -c 'import socket; print(socket.create_connection(("127.0.0.1", 8080)).recv(9))'
  >   b'hello\n'
  > END
  > done
  $ rm dott.toml; dott -j2 --repeat 3 port1.t port2.t
  ......
  # Ran 6 tests, 0 skipped, 0 failed.

A service is reached, and nothing else of the machine:

  $ cat >server.py <<'END'
  > import socket, sys
  > s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen()
  > while True:
  >     c = s.accept()[0]
  >     c.send(c.recv(100).upper())
  >     c.close()
  > END
  $ cat >dott.toml <<'END'
  > [service.upper]
  > command = 'exec python3 "$CONFIGDIR/server.py" "$PORT"'
  > ready = 'python3 -c "import socket, os; socket.create_connection((\"127.0.0.1\", int(os.environ[\"PORT\"])))"'
  > END
  $ cat >service.t <<'END'
  > #service upper
  > #sandbox strict
  >   $ cat >ask.py <<'PY'
  >   > import os, socket
  >   > c = socket.create_connection(("127.0.0.1", int(os.environ["UPPER_PORT"]))); c.send(b"hello")
  >   > print(c.recv(100))
  >   > PY
  >   $ /usr/bin/python3 ask.py
  >   b'HELLO'
  > END
  $ dott service.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A terminal is there, with processes of its own:

  $ cat >tty.t <<'END'
  > #tty 40x3
  > #sandbox strict
  >   $ read line; echo "<$line>"
  >   < hello
  >   hello
  >   <hello>
  > END
  $ dott tty.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What makes no sense is an error at its line:

  $ printf '#sandbox network=none\n  $ true\n' >bad.t; dott bad.t 2>&1 | grep '#'
  bad.t:1: #sandbox network=none: must be network=private or network=shared
  # Ran 1 tests, 0 skipped, 1 failed.
  $ printf '#sandbox networks\n  $ true\n' >bad.t; dott bad.t 2>&1 | grep '#'
  bad.t:1: #sandbox networks: there is strict, network, processes, write, allow-write and read
  # Ran 1 tests, 0 skipped, 1 failed.
  $ printf '[sandbox]\nnetwork = "none"\n' >dott.toml; dott bad.t
  dott: dott.toml:2: [sandbox] network = "none": must be private or shared
  [2]

Modes, owners and times of files outside stay as they are, and sockets of others are not
reached; those of a service are:

  $ rm -f dott.toml; echo x >mode; chmod 644 mode; touch -d 2001-01-01 mode
  $ cat >listen.py <<'END'
  > import os, socket, sys
  > os.chdir(sys.argv[1]); s = socket.socket(socket.AF_UNIX); s.bind("sock"); s.listen()
  > open("listens", "w").close()
  > while True: s.accept()[0].close()
  > END
  $ cat >connect.py <<'END'
  > import os, socket, sys
  > os.chdir(sys.argv[1]); socket.socket(socket.AF_UNIX).connect("sock"); print("reached")
  > END
  $ mkdir outside; python3 listen.py outside & until test -e outside/listens; do sleep 0.01; done
  $ cat >modes.t <<'END'
  > #sandbox network=private write=sandbox
  >   $ chmod 600 $TESTDIR/mode 2>/dev/null
  >   $ touch $TESTDIR/mode 2>/dev/null
  >   $ touch mine; chmod 600 mine; touch -d 2001-01-01 mine .
  >   $ python3 $TESTDIR/connect.py $TESTDIR/outside 2>/dev/null
  > END
  $ dott modes.t 2>&1 | grep refused
  modes.t:2: [sandbox] refused changing $TESTTMP/mode, by chmod: chmod 600 $TESTDIR/mode 2>/dev/null
  modes.t:3: [sandbox] refused writing $TESTTMP/mode, by touch: touch $TESTDIR/mode 2>/dev/null
  modes.t:3: [sandbox] refused changing $TESTTMP/mode, by touch: touch $TESTDIR/mode 2>/dev/null
  modes.t:5: [sandbox] refused connecting to $TESTTMP/outside/sock, by python3: python3 $TESTDIR/connect.py $TESTDIR/outside 2>/dev/null
  $ dott --trace modes.t 2>&1 | grep -c 'refused changing\|refused connecting'
  3
  $ stat -c '%a %y' mode
  644 2001-01-01 00:00:00.000000000 +0000
  $ printf '[service.s]\ncommand = "python3 $CONFIGDIR/listen.py $SERVICE_DIR"\nready = "test -e $SERVICE_DIR/listens"\n' >dott.toml
  $ printf '#service s\n#sandbox network=private\n  $ python3 $TESTDIR/connect.py $S_DIR\n  reached\n' >service.t
  $ dott -q service.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
