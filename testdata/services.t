Services: what runs beside tests, and each test has its own.

  $ export HOME="$PWD/home"; mkdir home tests
  $ cat >server.py <<'END'
  > import http.server, os, signal, sys, time
  > signal.signal(signal.SIGTERM, lambda *_: (print("stopping", flush=True), sys.exit(0)))
  > class Handler(http.server.BaseHTTPRequestHandler):
  >     def log_message(self, *_): pass
  >     def do_GET(self):
  >         print("asked for", self.path, flush=True)
  >         if self.path == "/die": os._exit(3)
  >         text = (os.environ.get("GREETING", "hello") + " from " + sys.argv[1] + "\n").encode()
  >         self.send_response(200)
  >         self.end_headers()
  >         self.wfile.write(text)
  > server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
  > print("listening", flush=True)
  > server.serve_forever()
  > END
  $ cat >get.py <<'END'
  > import sys, urllib.request
  > sys.stdout.write(urllib.request.urlopen(sys.argv[1]).read().decode())
  > END
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [service.web]
  > command = "exec python3 server.py $PORT"
  > ready-http = "/"
  > env = { GREETING = "welcome" }
  > export = { WEB_URL = "http://$SERVICE_HOST:$PORT/" }
  > [service.front]
  > command = "exec python3 server.py $PORT"
  > ready-log = "^listening"
  > ready = 'grep -q "asked for /$" "$WEB_LOG"'
  > depends = ["web"]
  > files = { "conf/back" = "server $WEB_HOST:$WEB_PORT; $host $PORT\n" }
  > [service.none]
  > command = "no-such-program --port $PORT"
  > END

Ports, addresses and folders are shown by the names of their variables.

  $ cat >tests/web.t <<'END'
  > #service web
  >   $ python3 "$CONFIGDIR/get.py" "$WEB_URL"
  >   $ echo "$WEB_URL $WEB_HOST $WEB_PORT"
  >   $ cd "$WEB_DIR" && pwd
  >   $ cat "$WEB_LOG"
  > END
  $ dott -u -q tests/web.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  tests/web.t: 4 changes written (changed)
  $ cat tests/web.t
  #service web
    $ python3 "$CONFIGDIR/get.py" "$WEB_URL"
    welcome from $WEB_PORT
    $ echo "$WEB_URL $WEB_HOST $WEB_PORT"
    http://$WEB_HOST:$WEB_PORT/ 127.0.0.1 $WEB_PORT
    $ cd "$WEB_DIR" && pwd
    $WEB_DIR
    $ cat "$WEB_LOG"
    listening
    asked for /
    asked for /
  $ dott tests/web.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What a service depends on is ready before it, and known to it.

  $ cat >tests/front.t <<'END'
  > #service front
  >   $ cat "$FRONT_DIR/conf/back"
  >   $ python3 "$CONFIGDIR/get.py" "http://127.0.0.1:$FRONT_PORT/x"
  > END
  $ dott -u -q tests/front.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  tests/front.t: 2 changes written (changed)
  $ cat tests/front.t
  #service front
    $ cat "$FRONT_DIR/conf/back"
    server $WEB_HOST:$WEB_PORT; $host $FRONT_PORT
    $ python3 "$CONFIGDIR/get.py" "http://127.0.0.1:$FRONT_PORT/x"
    hello from $FRONT_PORT

A test that fails shows what its services have printed.

  $ cat >tests/fails.t <<'END'
  > #service web
  >   $ python3 "$CONFIGDIR/get.py" "$WEB_URL/fails" >/dev/null; echo done
  > END
  $ dott tests/fails.t
  !
  --- tests/fails.t
  +++ tests/fails.t.err
  @@ -1,2 +1,3 @@
   #service web
     $ python3 "$CONFIGDIR/get.py" "$WEB_URL/fails" >/dev/null; echo done
  +  done
  # The log of service web ends with:
  #   listening
  #   asked for /
  #   asked for /fails
  
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/fails.t:3: the output differs; to run it again: dott tests/fails.t
  [1]
  $ dott -q --junit junit.xml --json events.json --html report.html tests/fails.t >/dev/null 2>&1
  [1]
  $ sed -n '/<system-out>/,/<.system-out>/p' junit.xml
        <system-out>The commands of tests/fails.t:
  &gt;    2  $ python3 "$CONFIGDIR/get.py" "$WEB_URL/fails" &gt;/dev/null; echo done
  The log of service web ends with:
    listening
    asked for /
    asked for /fails
  </system-out>
  $ grep -o '"logs":.*' events.json | sed 's/,"past".*/}/'
  "logs":[{"service":"web","text":"listening\nasked for /\nasked for /fails\n"}]}
  $ grep -c 'logs of services' report.html
  1

A service that ends while the test runs makes that an error, also where the output
is as it should be; the test does not wait for its time to be over.

  $ cat >tests/dies.t <<'END'
  > #service web
  >   $ python3 "$CONFIGDIR/get.py" "$WEB_URL/die" 2>/dev/null
  >   [1]
  >   $ sleep 1000
  > END
  $ dott tests/dies.t
  !
  tests/dies.t: service web ended with status 3 while the test ran
  # The log of service web ends with:
  #   listening
  #   asked for /
  #   asked for /die
  
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/dies.t: see above; to run it again: dott tests/dies.t
  [1]

As does one that ends before it is ready, or never is.

  $ cat >>dott.toml <<'END'
  > [service.broken]
  > command = "echo cannot open the data >&2; exit 4"
  > ready = "false"
  > [service.killed]
  > command = "kill -9 $$"
  > ready = "false"
  > [service.slow]
  > command = "echo waiting; exec sleep 1000"
  > ready = "echo not yet; exit 7"
  > ready-timeout = "1s"
  > END
  $ for name in broken killed slow none; do printf '#service %s\n  $ true\n' $name >tests/$name.t; done
  $ dott tests/broken.t tests/killed.t tests/slow.t tests/none.t
  !
  tests/broken.t: service broken ended with status 4 before it was ready
  # The log of service broken ends with:
  #   cannot open the data
  !
  tests/killed.t: service killed was ended by a signal (killed) before it was ready
  !
  tests/slow.t: service slow was not ready within 1s: `echo not yet; exit 7` ended with status 7: not yet
  # The log of service slow ends with:
  #   waiting
  !
  tests/none.t: service none: there is no program no-such-program on PATH
  
  # Ran 4 tests, 0 skipped, 4 failed.
  tests/broken.t: see above; to run it again: dott tests/broken.t
  tests/killed.t: see above; to run it again: dott tests/killed.t
  tests/slow.t: see above; to run it again: dott tests/slow.t
  tests/none.t: see above; to run it again: dott tests/none.t
  [1]

A test may be skipped where a service cannot run.

  $ printf '#require service:none\n#service none\n  $ true\n' >tests/skipped.t
  $ printf '#require service:front\n  $ true\n' >tests/runs.t
  $ printf '#require service:what\n  $ true\n' >tests/what.t
  $ dott -v tests/skipped.t tests/runs.t tests/what.t
  tests/skipped.t: skipped: missing feature: service:none (there is no program no-such-program on PATH)
  tests/runs.t: passed
  tests/what.t: error
  tests/what.t:1: unknown service "what"; there are broken, front, killed, none, slow, web
  # Ran 3 tests, 1 skipped, 1 failed.
  tests/what.t:1: see above; to run it again: dott tests/what.t
  [1]

What nobody asks whether it is ready counts as ready, with a warning.

  $ cat >>dott.toml <<'END'
  > [service.unasked]
  > command = "exec sleep 1000"
  > END
  $ printf '#service unasked\n  $ true\n' >tests/unasked.t
  $ dott tests/unasked.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: tests/unasked.t: dott.toml:26: service unasked has no ready, ready-http or ready-log: it counts as ready as soon as it runs

One that does not stop is killed, with a warning.

  $ cat >>dott.toml <<'END'
  > [service.stubborn]
  > command = "trap '' TERM; echo up; while :; do sleep 1000; done"
  > ready-log = "up"
  > grace = "50ms"
  > END
  $ printf '#service stubborn\n  $ true\n' >tests/stubborn.t
  $ dott tests/stubborn.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: tests/stubborn.t: after the test: service stubborn did not stop within 50ms of TERM, and was killed

The lists: of services, and in the configuration instead of in the test.

  $ dott services
  SERVICE   RUNS     SHARE  NEEDS
  broken    command  test   -
  front     command  test   web
  killed    command  test   -
  none      command  test   -
  slow      command  test   -
  stubborn  command  test   -
  unasked   command  test   -
  web       command  test   -
  $ rm tests/*.t
  $ printf '  $ python3 "$CONFIGDIR/get.py" "$WEB_URL"\n  welcome from $WEB_PORT\n' >tests/a.t
  $ sed -i '1a service = ["web"]' dott.toml
  $ dott
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ sed -i '2d' dott.toml
  $ printf '[[override]]\npaths = ["tests"]\nservice = ["web"]\n' >>dott.toml
  $ dott
  .
  # Ran 1 tests, 0 skipped, 0 failed.

With --keep-tmpdir and -d, the logs stay.

  $ dott --keep-tmpdir --tmpdir .
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: tests/a.t: the logs of services stay in $TESTTMP/cramtests-* (glob)
  # Kept temporary directory: $TESTTMP/cramtests-* (glob)
  $ cat cramtests-*/web-*/log
  listening
  asked for /
  asked for /
  stopping
  $ rm -r cramtests-*
  $ dott -d --tmpdir .
  welcome from * (glob)
  tests/a.t: the logs of services stay in $TESTTMP/cramtests-* (glob)
  $ cat cramtests-*/web-1/log
  listening
  asked for /
  asked for /
  stopping
  $ ls cramtests-*/web-1
  log
  $ rm -r cramtests-*

By hand:

  $ dott services start
  dott: services: which one? dott services start NAME...
  Try 'dott --help'.
  [2]
  $ dott services start wbe
  dott: unknown service "wbe"; there are broken, front, killed, none, slow, stubborn, unasked, web
  [2]
  $ dott services stop
  dott: services: unknown word "stop"; there is: dott services start NAME...
  Try 'dott --help'.
  [2]
  $ dott services start broken
  dott: service broken ended with status 4 before it was ready
  dott:   cannot open the data
  [2]
  $ dott services start web >variables 2>ready &
  $ until [ -s ready ]; do sleep 0.01; done; cat ready
  web: ready; Ctrl-C stops it
  $ (. ./variables; python3 get.py "$WEB_URL" | sed "s/$WEB_PORT/PORT/")
  welcome from PORT
  $ dott services | grep RUNNING -A 1
  RUNNING  PORTS            SINCE     STARTED BY
  web      127.0.0.1:*  *:*:*  dott, process * (glob)
  $ kill -INT $!; wait $!
  $ dott services | grep RUNNING
  [1]

A service is dead as soon as its command is, though what it has left behind lives on: no
test passes in that time.

  $ cat >half.toml <<'END'
  > [service.half]
  > command = '(trap "" TERM; exec sleep 1000) & exec sleep 0.3'
  > ready = "true"
  > grace = "1s"
  > END
  $ printf '#service half\n  $ sleep 30; echo ok\n  ok\n' >half.t
  $ dott --config half.toml half.t 2>&1 | grep '^half.*service'
  half.t: service half ended with status 0 while the test ran

A signal does not wait for a service that is started ahead for the next test:

  $ cat >ahead.toml <<'END'
  > [service.once]
  > command = "exec sleep 1000"
  > ready = "mkdir once"
  > ready-timeout = "10m"
  > END
  $ for n in 1 2; do printf '#service once\n  $ true\n' >ahead$n.t; done
  $ dott --config ahead.toml -q -j1 --json ahead.json ahead1.t ahead2.t >/dev/null 2>&1 &
  $ until grep -q '"action":"pass"' ahead.json; do sleep 0.1; done 2>/dev/null
  $ kill -TERM $!; wait $!
  [143]
