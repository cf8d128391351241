Services that tests share, snapshots, and what a service needs.

  $ export HOME="$PWD/home"; mkdir home tests
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [service.counter]
  > command = "echo start >>count; echo up; exec sleep 1000"
  > ready-log = "up"
  > share = "run"
  > reset = "echo reset >>count"
  > END
  $ for n in 1 2 3; do printf '#service counter\n  $ echo test >>$CONFIGDIR/count\n' >tests/$n.t; done

One instance for the run, which is reset between two tests:

  $ dott -q -j3 && paste -sd' ' count && rm count
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  start test reset test reset test

Where that fails, there is another one.

  $ sed -i 's/^reset.*/reset = "false"/' dott.toml
  $ dott -q -j3 && paste -sd' ' count && rm count
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  start test start test start test

One for each worker:

  $ sed -i 's/^share.*/share = "worker"/; s/^reset.*/reset = "true"/' dott.toml
  $ dott -q -j1 && paste -sd' ' count && rm count
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  start test test test

One for each test, as far as there are tests:

  $ sed -i '/^share/d; /^reset/d' dott.toml
  $ dott -q -j1 && sort count | uniq -c && rm count
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
        3 start
        3 test

A shared instance that dies takes the tests with it that have it, and not the next.

  $ sed -i 's/^command.*/command = "echo up; echo $$ >pid; exec sleep 1000"/' dott.toml
  $ echo 'share = "run"' >>dott.toml
  $ printf '#service counter\n  $ kill -9 $(cat $CONFIGDIR/pid); sleep 1000\n' >tests/1.t
  $ dott -j1 --order file
  !
  tests/1.t: service counter was ended by a signal (killed) while the test ran
  ..
  # Ran 3 tests, 0 skipped, 1 failed.
  tests/1.t: new: see above; to run it again: dott tests/1.t
  [1]

What is done once is kept as a snapshot, and each instance begins with a copy.

  $ rm tests/*.t
  $ echo schema 1 >schema
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [service.db]
  > prepare = { command = 'echo prepared >>count; cp schema "$SERVICE_DIR"; ln -s schema "$SERVICE_DIR/link"; mkdir -m 700 "$SERVICE_DIR/sub"', running = 'echo migrated $SERVICE_NAME | tee -a "$SERVICE_DIR/sub/data" >>count' }
  > inputs = ["schema*"]
  > command = 'echo up; trap "echo stopped >>\"$SERVICE_DIR/sub/data\"; exit" TERM; while :; do sleep 0.01; done'
  > ready-log = "up"
  > END
  $ cat >tests/1.t <<'END'
  > #service db
  >   $ cat "$DB_DIR/link" "$DB_DIR/sub/data"
  >   schema 1
  >   migrated db
  >   stopped
  >   $ ls -l "$DB_DIR" | cut -c1-10
  >   total * (glob)
  >   lrwxrwxrwx
  >   -rw-r--r--
  >   drwx------
  >   $ echo changed >>"$DB_DIR/schema"; echo new >"$DB_DIR/new"; rm "$DB_DIR/sub/data"
  > END
  $ for n in 2 3 4 5 6; do cp tests/1.t tests/$n.t; done
  $ dott -q -j2 && cat count
  ......
  # Ran 6 tests, 0 skipped, 0 failed.
  test
  test
  prepared
  migrated db
  $ dott -q && cat count
  ......
  # Ran 6 tests, 0 skipped, 0 failed.
  test
  test
  prepared
  migrated db
  $ dott services
  SERVICE  RUNS     SHARE  NEEDS
  db       command  test   -
  
  SNAPSHOT             SIZE  USED
  db-2e1c391167deac13  29 B  *-*-* *:* (glob)

Another input, and it is done again; two runs at once do it once.

  $ echo schema 2 >schema; sed -i 's/schema 1/schema 2/' tests/*.t; rm count
  $ dott -q >one & dott -q >two; wait; cat one two count
  ......
  # Ran 6 tests, 0 skipped, 0 failed.
  ......
  # Ran 6 tests, 0 skipped, 0 failed.
  prepared
  migrated db

A prepare that fails leaves nothing that counts, and says why.

  $ sed -i 's/^prepare.*/prepare = "echo no disk >\&2; exit 5"/' dott.toml
  $ dott tests/1.t
  !
  tests/1.t: preparing service db: `echo no disk >&2; exit 5` ended with status 5
    no disk
  
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/1.t: flaky (2 of 10): see above; to run it again: dott tests/1.t
  [1]
  $ ls -A home/.cache/dott/*/services | grep -c '^\.new\|snapshot' 
  0
  [1]
  $ sed -i 's/^prepare.*/prepare = { running = "echo no table; exit 6" }/' dott.toml
  $ dott tests/1.t 2>/dev/null
  !
  tests/1.t: preparing service db: `echo no table; exit 6` ended with status 6
    up
    no table
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ sed -i 's/^inputs.*/inputs = ["nothing*"]/' dott.toml
  $ dott tests/1.t 2>/dev/null
  !
  tests/1.t: service db: inputs "nothing*": there is no such file
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]

What nobody used for as long as it is kept is removed, and what is of no service.

  $ sed -i 's/^prepare.*/prepare = "true"/; s/^inputs.*/keep = "1h"/; s/service.db/service.other/' dott.toml
  $ printf '#service other\n  $ true\n' >tests/1.t
  $ dott -q tests/1.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott services --prune
  removed db-07e21286cfe038a5, 29 B
  removed db-2e1c391167deac13, 29 B
  $ touch -d '2 hours ago' home/.cache/dott/*/services/other-*/snapshot.json
  $ dott services --prune
  removed other-4c55e205a7ab8814, 0 B
  $ dott services --prune

Memory and processors count against [resources].

  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [resources]
  > memory = "1GiB"
  > [service.big]
  > command = 'echo up; exec sleep 1000'
  > ready-log = "up"
  > memory = "600MiB"
  > cpus = 0.5
  > END
  $ rm tests/*; for n in 1 2 3; do printf '#service big\n  $ mkdir $CONFIGDIR/busy && sleep 0.02 && rmdir $CONFIGDIR/busy\n' >tests/$n.t; done
  $ dott -q -j3
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  $ sed -i 's/600MiB/2GiB/' dott.toml
  $ dott tests/1.t
  !
  tests/1.t:1: the test and its services need memory=2147483648: only 1073741824 are available, according to [resources] in dott.toml
  
  # Ran 1 tests, 0 skipped, 1 failed.
  tests/1.t:1: flaky (5 of 15): see above; to run it again: dott tests/1.t
  [1]

Under a matrix, a service may be another one in each cell.

  $ cat >dott.toml <<'END'
  > [service.db]
  > command = 'echo version {db}; exec sleep 1000'
  > ready-log = "version {db}"
  > [matrix.db]
  > values = ["14", "15"]
  > END
  $ printf '#service db\n  $ cat "$DB_LOG"\n  version $DB (esc)\n' >a.t
  $ dott -u -q --matrix db a.t; cat a.t
  ..
  # 1  db=14  1 passed
  # 2  db=15  1 passed
  # Ran 2 tests, 0 skipped, 0 failed.
  a.t: 1 change written (changed)
  #service db
    $ cat "$DB_LOG"
    version 14 (db<15 \x21) (esc)
    version 15 (db>=15 \x21) (esc)
  $ dott --matrix db=15 a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott -q -u a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  a.t: 1 change written (changed)
