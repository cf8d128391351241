What became of a test is kept apart for each target: in the history, in notifications and in
metrics. A failure on one target says nothing of the others.

#require command:jq
  $ cat >dott.toml <<'END'
  > [target.web1]
  > command = "sh"
  > [target.web2]
  > command = "sh"
  > [env]
  > set = { SITE = "$SITE" }
  > [notify]
  > command = "cat >>told"
  > END
  $ printf '  $ echo $SITE\n  up\n' >site.t
  $ on() { SITE=$2 dott -q --target $1 --notify --metrics $1.prom site.t 2>&1 >/dev/null; }
  $ on web1 up; on web1 up; on web2 down; on web2 down; on web1 up
  site.t:2: new: the output differs; to run it again: dott --target=web2 site.t
  site.t:2: the output differs; to run it again: dott --target=web2 site.t
  $ jq -r '.tests[] | "\(.address) on \(.target): \(.is)"' told
  site.t on web2: failed
  $ jq -r '.text | split("\n")[2]' told
  site.t on web2: failed: the output differs
  $ dott history site.t | sed 's/[0-9.]* s$/TIME/; / runs, /d; s/([0-9-]*)/(DATE)/'
  site.t[target=web1]  ..  .  TIME
  site.t[target=web2]    !!   since 2 runs (DATE)
  . passed  ! failed  t timed out  s skipped  ~ passed after a failure
  $ cat *.prom | grep verdict{
  dott_test_verdict{test="site.t",cell="",target="web1",verdict="passed"} 1
  dott_test_verdict{test="site.t",cell="",target="web2",verdict="failed"} 1

They are the cells of a run on several targets:

  $ SITE=down dott -q --target web1,web2 site.t 2>&1 >/dev/null | sed 's/; .*//; s/([0-9-]*)/(DATE)/'
  site.t[target=web1]:2: new: the output differs
  site.t[target=web2]:2: since 3 runs (DATE): the output differs
