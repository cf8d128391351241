Who is told of what: a verdict that changed, once.

  $ mkdir tests; printf '  $ test ! -e %s/a\n' $PWD >tests/a.t; printf '  $ test ! -e %s/b\n' $PWD >tests/b.t
  $ cat >tell <<'EOF'
  > test ! -e silent || { echo "the server says no"; exit 3; }
  > jq -c '[.id, .attempt, .verdict, [.tests[] | .test + " " + .was + " " + .is]]' >>told
  > echo "$DOTT_NOTIFY_SUBJECT" >>subjects
  > test "$DOTT_NOTIFY_TEXT"
  > EOF
  $ printf '[notify]\ncommand = "sh tell"\n' >dott.toml
  $ run() { rm -f subjects; dott -q "$@" >/dev/null 2>err; grep '^dott' err; cat subjects 2>/dev/null; }
  $ run --notify
  [1]
  $ touch a; run --notify
  notify.t: 1 test began to fail
  $ run --notify; touch b; run --notify
  notify.t: 1 test began to fail
  $ rm a b; run; run --notify
  notify.t: 2 tests pass again
  $ jq -c '.[1:]' told; rm told
  [1,"failed",["tests/a.t passed failed"]]
  [1,"failed",["tests/b.t passed failed"]]
  [1,"passed",["tests/a.t failed passed","tests/b.t failed passed"]]

The name of a test is the same from everywhere:

  $ touch a; (cd tests; dott -q --notify >/dev/null 2>&1); cat subjects; run --notify; rm a; run --notify; rm told
  notify.t: 2 tests pass again
  notify.t: 1 test began to fail
  notify.t: 1 test passes again

A notification that fails is sent by the next run, whose own comes behind it. The
receiver knows it by its id, and by the number of the attempt.

  $ touch a silent; run --notify
  dott: [notify]: the command ended with status 3:
  dott: the server says no
  dott: the notification waits for the next run
  [1]
  $ rm silent a; run --notify; jq -c '.[1:]' told; rm told
  notify.t: 1 test began to fail
  notify.t: 1 test passes again
  [2,"failed",["tests/a.t passed failed"]]
  [1,"passed",["tests/a.t failed passed"]]

When dott is killed in the moment between the command and its record, the id is the same:

  $ printf '[notify]\ncommand = "sh tell; kill -9 $PPID; sleep 9"\n' >dott.toml
  $ cat >dott.toml <<'EOF'
  > [notify]
  > command = "sh tell; test ! -e lethal || { rm lethal; kill -9 $(cat pid); sleep 10; }"
  > EOF
  $ touch a lethal; sh -c 'echo $$ >pid; exec dott -q --notify' >/dev/null 2>&1; rm -f subjects
  $ dott -q --notify >/dev/null 2>&1; jq -r '.[0]' told | uniq -c | awk '{ print $1 }'; jq -c '.[1]' told; rm told
  2
  1
  2
  $ rm a; run --notify; rm told
  notify.t: 1 test passes again

After two runs in a row, or in each run in which a test fails, or always:

  $ printf '[notify]\ncommand = "sh tell"\nafter = 2\n' >dott.toml
  $ touch a; run --notify; rm a; run --notify; touch a; run --notify; run --notify; run --notify
  notify.t: 1 test began to fail
  [1]
  $ rm a; run --notify; run --notify
  notify.t: 1 test passes again
  $ printf '[notify]\ncommand = "sh tell"\non = "failure"\n' >dott.toml
  $ run --notify; touch a; run --notify; run --notify; rm a; run --notify
  notify.t: 1 test began to fail
  notify.t: 1 test still fails
  [1]
  $ printf '[notify]\ncommand = "sh tell"\non = "always"\n' >dott.toml; run --notify
  notify.t: 2 tests passed

A run that cannot be done is told as well:

  $ printf '[notify]\ncommand = "sh tell"\n[matrix.x]\nlist = "test ! -e a && echo 1"\n' >dott.toml; touch a
  $ run --notify --matrix x 2>&1 | head -1; tail -1 subjects
  dott: * (glob)
  notify.t: the run could not be done: * (glob)

What cannot be:

  $ printf '[notify]\non = "never"\nafter = 0\n' >dott.toml; dott
  dott: dott.toml:1: [notify] has no command: a shell command that tells somebody
  dott: dott.toml:2: [notify] on = "never": must be change, failure or always
  dott: dott.toml:3: [notify] after = 0: must be 1 or more
  [2]
  $ printf '[notify]\ncommand = "no-such-program"\non = "always"\n' >dott.toml; rm a; run --notify | grep -v /sh:
  dott: [notify]: the command ended with status 127:
  dott: the notification waits for the next run
  $ : >dott.toml; dott --notify
  dott: --notify: the configuration has no [notify] section
  Try 'dott --help'.
  [2]
