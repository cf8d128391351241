A test has free ports of its own, which are shown by their names.

  $ cat >a.t <<'EOF'
  >   $ echo "$PORT, $PORT1, $PORT2 and 1$PORT"
  >   $PORT, $PORT1, $PORT2 and * (glob)
  >   $ echo "http://127.0.0.1:$PORT/"
  >   http://127.0.0.1:$PORT/
  >   $ echo $PORT $PORT1 $PORT2 | tr ' ' '\n' >>"$TESTDIR/$TESTNAME.ports"
  >   $ until test -e "$TESTDIR/a.t.ports" && test -e "$TESTDIR/b.t.ports"; do sleep 0.01; done
  > EOF
  $ cp a.t b.t
  $ dott -j 2
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ cat *.ports | sort -u | wc -l
  6
