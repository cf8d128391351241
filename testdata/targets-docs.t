The examples in docs/targets.md and docs/monitoring.md are those that other transcripts run, and
their configuration is accepted.

  $ docs=$TESTDIR/../docs examples=$TESTDIR/../examples
  $ fences() { awk -v f="$2" '/^```/ { on = !on; if (on) n++; next } on { print >(f n) }' "$docs/$1"; }
  $ fences targets.md t; fences monitoring.md m
  $ of() { for f in [tm]*; do grep -qF "$1" $f && grep -vxFf "$2" $f; done; true; }
  $ of 'for host in' "$examples/deploy/deploy"
  $ of 'greet World' "$examples/deploy/tests/greet.t"
  $ of 'container = "dott-test-busybox:1"' "$examples/image/dott.toml"
  $ of 'define service' "$examples/monitor/nagios.cfg"
  $ mkdir x; cd x; printf '  $ true\n' >a.t
  $ { cat $(grep -l '^\[' ../t* | xargs grep -L '"tests"'); printf '[target.web2]\nssh = "web2"\n'; } >dott.toml
  $ grep -c '^\[' dott.toml; dott a.t
  6
  .
  # Ran 1 tests, 0 skipped, 0 failed.
