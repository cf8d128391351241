#require command:systemd-analyze

The units of examples/monitor are units, and the recipes of docs/monitoring.md are TOML.

  $ systemd-analyze verify "$TESTDIR"/../examples/monitor/dott-*
  $ mkdir x; cd x; printf '  $ true\n' >a.t
  $ awk '/^```toml$/ { n++; on = 1; next } /^```$/ { on = 0 } on { print >("r" n) }' "$TESTDIR/../docs/monitoring.md"
  $ for r in r*; do { grep -q '^\[notify' $r || echo '[notify]'; cat $r; } >dott.toml; dott -q || cat dott.toml; done | sort | uniq -c | sed 's/^ *//'
  4 # Ran 1 tests, 0 skipped, 0 failed.
  4 .
