Services in containers: their images, networks, snapshots, and what is left of them.

#timeout 5m

  $ . "$TESTDIR/busybox-image.sh"
  $ export HOME="$PWD/home"; mkdir home web web/cgi-bin
  $ cat >web/serve <<'END'
  > #!/bin/sh
  > # The first process of a container ignores the signals that it does not handle.
  > trap 'echo stopping; exit 0' TERM
  > mkdir -p /data
  > test -e /data/rows || echo "made by $MAKER" >/data/rows
  > busybox httpd -f -p 8080 -h /www & wait
  > END
  $ cat >web/cgi-bin/add <<'END'
  > #!/bin/sh
  > echo; test -z "$QUERY_STRING" || echo "$QUERY_STRING" >>/data/rows; cat /data/rows
  > END
  $ cat >web/cgi-bin/get <<'END'
  > #!/bin/sh
  > echo; wget -qO- "$BACK"
  > END
  $ cat >web/cgi-bin/end <<'END'
  > #!/bin/sh
  > kill 1; sleep 5
  > END
  $ chmod +x web/serve web/cgi-bin/*
  $ cat >web/Dockerfile <<'END'
  > FROM dott-test-busybox:1
  > COPY serve /
  > COPY cgi-bin /www/cgi-bin
  > RUN echo hello >/www/index.html
  > VOLUME /data
  > CMD ["/serve"]
  > END
  $ cat >dott.toml <<'END'
  > [service.web]
  > build = "web"
  > ports = [8080]
  > ready-http = "/"
  > memory = "100MiB"
  > files = { "/www/where" = "$WEB_HOST:$WEB_PORT, $nothing\n" }
  > [service.db]
  > build = "web"
  > ports = [8080]
  > ready-http = "/"
  > env = { MAKER = "me" }
  > prepare = 'wget -qO /dev/null "http://$DB_HOST:$DB_PORT/cgi-bin/add?prepared"'
  > [service.front]
  > build = "web"
  > ports = [8080]
  > ready-http = "/cgi-bin/get"
  > depends = ["db"]
  > env = { BACK = "http://$DB_HOST:$DB_PORT/cgi-bin/add?$SERVICE_NAME" }
  > [service.gone]
  > image = "dott-test-none:1"
  > END
  $ get() { wget -qO- "http://$1"; }

A container is reached by its leased port. What is in files is there inside.

  $ cat >web.t <<'END'
  > #service web
  >   $ wget -qO- http://$WEB_HOST:$WEB_PORT/where
  >   $ test $WEB_PORT = $WEB_PORT_8080
  > END
  $ dott -u -q web.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  web.t: 1 change written (changed)
  $ sed -n 3p web.t
    $WEB_HOST:$WEB_PORT, $nothing

A snapshot has what prepare did, in the image's volume as well. Each test begins with it,
and containers of one test know each other by their names.

  $ cat >one.t <<'END'
  > #service front
  >   $ wget -qO- http://$FRONT_HOST:$FRONT_PORT/cgi-bin/get | sort -u
  >   front
  >   made by me
  >   prepared
  > END
  $ cat >two.t <<'END'
  > #service db
  >   $ wget -qO- http://$DB_HOST:$DB_PORT/cgi-bin/add?two
  >   made by me
  >   prepared
  >   two
  > END
  $ dott one.t two.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott services | grep db-
  db-* (glob)

A container that ends while the test runs is an error, with the end of its log.

  $ cat >ends.t <<'END'
  > #service web
  >   $ wget -qO- http://$WEB_HOST:$WEB_PORT/cgi-bin/end; sleep 60
  > END
  $ dott ends.t 2>&1 | grep -E 'service web|stopping'
  * service web ended with status 0 while the test ran* (glob)
  # The log of service web ends with:
  *stopping (glob)

What is not here is not fetched, and said.

  $ printf '#service gone\n  $ true\n' >gone.t
  $ dott gone.t
  !
  gone.t: service gone: docker has no image "dott-test-none:1"; get it, or let dott do so with pull = "missing"
  
  # Ran 1 tests, 0 skipped, 1 failed.
  gone.t: see above; to run it again: dott gone.t
  [1]
  $ printf '#require service:gone\n#service gone\n  $ true\n' >skipped.t
  $ dott -v skipped.t
  skipped.t: skipped: missing feature: service:gone (docker has no image "dott-test-none:1"; get it, or let dott do so with pull = "missing")
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (missing feature: service:gone (docker has no image "dott-test-none:1"; get it, or let dott do so with pull = "missing"))
  $ printf '#require docker\n#service web\n  $ true\n' >nodocker.t
  $ DOCKER_HOST=unix:///nowhere dott -v nodocker.t
  nodocker.t: skipped: missing feature: docker (docker does not answer: Cannot connect to the Docker daemon at unix:///nowhere. Is the docker daemon running?)
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (missing feature: docker (docker does not answer: Cannot connect to the Docker daemon at unix:///nowhere. Is the docker daemon running?))

When dott is killed, its helper processes remove what it had.

  $ ours() { for what in "ps -a" "network ls" "volume ls"; do docker $what -q --filter "label=dott.project=$PWD"; done; }
  $ dott services start front >variables 2>started & dott=$!
  $ until grep -qs ready started || ! kill -0 $dott; do sleep 0.05; done
  $ . ./variables; get $FRONT_HOST:$FRONT_PORT/
  hello
  $ ours | grep -c .
  [1-9]* (re)
  $ kill -KILL $dott; wait $dott 2>/dev/null
  [137]
  $ while ours | grep -q .; do sleep 0.1; done

If they are killed as well, the next run does, or --prune.

  $ rm started; dott services start web >variables 2>started & dott=$!
  $ until grep -qs ready started || ! kill -0 $dott; do sleep 0.05; done
  $ kill -KILL $dott $(pgrep -P $dott); wait $dott 2>/dev/null
  [137]
  $ dott services --prune
  removed container dott-*-web-1, left by a run that died (glob)
  $ ours
  $ dott services --prune

Snapshots go that no service has any more, and images that were built.

  $ sed -i '/^\[service.db\]/,$d' dott.toml
  $ dott services --prune
  removed db-*, * (glob)
  $ >dott.toml
  $ dott services --prune
  removed *, * (glob)
