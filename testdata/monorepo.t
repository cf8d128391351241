Each test belongs to the nearest dott.toml upward from its file, wherever dott is called.
What concerns the run as a whole comes from the nearest one upward from the working directory.

  $ mkdir -p one/tests two/tests
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["one", "two", "plain.t"]
  > timeout = "50s"
  > [env]
  > set = { PART = "all" }
  > END
  $ cat >one/dott.toml <<'END'
  > [run]
  > indent = 4
  > setup = "setup.sh"
  > jobs = 1
  > [env]
  > set = { PART = "one" }
  > [files]
  > "$HOME/settings" = "x = 1\n"
  > [features]
  > quick = "true"
  > [[substitute]]
  > pattern = "[0-9]+ms"
  > with = "$TIME"
  > END
  $ echo 'greet() { echo "hello from $PART"; }' >one/setup.sh
  $ cat >one/tests/a.t <<'END'
  > #require quick
  > 
  >     $ greet; cat ~/settings; echo 17ms; echo "$CONFIGDIR" | sed 's,.*/,,'
  >     hello from one
  >     x = 1
  >     $TIME
  >     one
  > END
  $ cat >two/tests/a.t <<'END'
  > No configuration of its own:
  > 
  >   $ echo $PART; echo 17ms
  >   all
  >   17ms
  > END
  $ cp two/tests/a.t plain.t
  $ dott -v
  one/tests/a.t: passed
  two/tests/a.t: passed
  plain.t: passed
  # Ran 3 tests, 0 skipped, 0 failed.

The same from elsewhere:

  $ (cd one && dott -v)
  tests/a.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ (cd two && dott -v ../one/tests/a.t ../plain.t)
  ../one/tests/a.t: passed
  ../plain.t: passed
  # Ran 2 tests, 0 skipped, 0 failed.

The command line overrides all of them, and --config is the configuration of all tests:

  $ dott -q --indent 2 one 2>&1 | grep "^warning"
  warning: one/tests/a.t:3: this looks like a command and is expected output, as its indent is 4 spaces and not 2
  $ dott --config dott.toml one 2>&1 | grep unknown
  one/tests/a.t:1: unknown feature "quick"; known are * (glob)

A change is written as its configuration wants it:

  $ sed -i.bak 's/hello from one/goodbye/' one/tests/a.t && rm one/tests/a.t.bak
  $ sed -i.bak 's/all/none/' two/tests/a.t && rm two/tests/a.t.bak
  $ dott -q -u one two
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  one/tests/a.t: 1 change written (changed)
  two/tests/a.t: 1 change written (changed)
  2 changes written in 2 files (changed)
  $ sed -n 3,4p one/tests/a.t
      $ greet; cat ~/settings; echo 17ms; echo "$CONFIGDIR" | sed 's,.*/,,'
      hello from one
  $ dott -q
  ...
  # Ran 3 tests, 0 skipped, 0 failed.

Each has its own limits, and its own services:

  $ cat >two/dott.toml <<'END'
  > [run]
  > timeout = "100ms"
  > [service.note]
  > command = 'echo up >"$SERVICE_DIR/up"; exec sleep 100'
  > ready = 'test -e "$SERVICE_DIR/up"'
  > END
  $ printf '#service note\n  $ cat "$NOTE_DIR/up"\n  up\n' >two/tests/service.t
  $ printf '  $ sleep 5\n' >two/tests/slow.t
  $ dott -q two/tests/service.t two/tests/slow.t one
  .t.
  # Ran 3 tests, 0 skipped, 1 failed.
  two/tests/slow.t:1: timed out after 100ms* (glob)
  [1]

Mistakes in any of them are told before anything runs, all at once:

  $ echo 'unknown = 1' >>two/dott.toml
  $ sed -i.bak 's/indent = 4/indent = "x"/' one/dott.toml
  $ dott
  dott: one/dott.toml:2: [run] indent: want a whole number, not a string
  dott: two/dott.toml:6: unknown key "unknown" in [service] note
  [2]
