A run as a plugin of a monitoring system: one line with performance data, details below,
and a status of 0, 1, 2 or 3.

  $ mkdir site; printf '  $ echo up\n  up\n' >site/a.t; cp site/a.t site/b.t
  $ dott --monitor site
  DOTT OK - 2 tests passed | tests=2 failed=0 skipped=0 time=*s (glob)
  $ dott --monitor --warn-time 60 site
  DOTT OK - 2 tests passed | tests=2 failed=0 skipped=0 time=*s;60 (glob)
  $ dott --monitor --warn-time 1ms site
  DOTT WARNING - 2 tests passed, in *s, more than 1ms | tests=2 failed=0 skipped=0 time=*s;0.001 (glob)
  [1]
  $ printf '  $ printf "|\\033[1mdown\\n"\n  up\n' >site/b.t; dott --monitor site
  DOTT CRITICAL - 1 of 2 tests failed: site/b.t:2 | tests=2 failed=1 skipped=0 time=*s (glob)
  site/b.t:2: the output differs
  --- site/b.t
  +++ site/b.t.err
  @@ -1,2 +1,2 @@
     $ printf "¦\033[1mdown\n"
  -  up
  +  ¦\x1b[1mdown (esc)
  [2]
  $ printf '  $ test -e flag || { touch flag; false; }\n' | sed "s,flag,$PWD/flag,g" >site/b.t
  $ dott --monitor --retry 1 site
  DOTT WARNING - 2 tests passed, flaky: site/b.t | tests=2 failed=0 skipped=0 time=*s (glob)
  site/b.t: flaky: it passed after a failure
  [1]
  $ printf '  $ exit 80\n' >site/b.t; dott --monitor site
  DOTT OK - 1 test passed, 1 skipped | tests=2 failed=0 skipped=1 time=*s (glob)

Where there is no verdict, it is unknown:

  $ dott --monitor site/b.t
  DOTT UNKNOWN - nothing was tested: 1 test skipped | tests=1 failed=0 skipped=1 time=*s (glob)
  [3]
  $ mkdir empty; dott --monitor empty
  DOTT UNKNOWN - no tests found* (glob)
  [3]
  $ dott --monitor nosuch
  DOTT UNKNOWN - no such file: nosuch
  [3]
  $ dott --monitor --xyzzy
  DOTT UNKNOWN - unknown option: --xyzzy
  Try 'dott --help'.
  [3]
  $ dott --monitor --junit - site
  DOTT UNKNOWN - --monitor takes standard output; name a file for --junit
  Try 'dott --help'.
  [3]
  $ dott --monitor -u site
  DOTT UNKNOWN - options --monitor and --update are mutually exclusive
  Try 'dott --help'.
  [3]
  $ mkdir dir; dott --monitor --metrics dir site
  DOTT UNKNOWN - writing a report: dir is a directory
  [3]
  $ printf '[run]\ntime-out = 3\n' >dott.toml; dott --monitor site
  DOTT UNKNOWN - dott.toml:2: unknown key "time-out" in [run]; did you mean "timeout"?
  [3]
  $ rm dott.toml

What a monitoring system reads is 4 KiB at least:

  $ printf '  $ seq 3000\n' >site/b.t; dott --monitor site >out
  [2]
  $ wc -c <out | awk '{ print ($1 <= 4096 && $1 > 3900) }'; tail -1 out; rm site/b.t
  1
  [cut]

Metrics for Prometheus:

  $ printf '  $ echo "down"\n  up\n' >'site/b"c.t'; printf '  $ exit 80\n' >site/s.t
  $ dott -q --metrics site.prom site >/dev/null 2>&1
  [1]
  $ grep -v '^#' site.prom
  dott_run_success 0
  dott_run_tests 3
  dott_run_failed_tests 1
  dott_run_skipped_tests 1
  dott_run_not_run_tests 0
  dott_run_duration_seconds * (glob)
  dott_run_last_timestamp_seconds * (glob)
  dott_test_verdict{test="site/a.t",cell="",target="",verdict="passed"} 1
  dott_test_verdict{test="site/b\"c.t",cell="",target="",verdict="failed"} 1
  dott_test_verdict{test="site/s.t",cell="",target="",verdict="skipped"} 1
  dott_test_duration_seconds{test="site/a.t",cell="",target=""} * (glob)
  dott_test_duration_seconds{test="site/b\"c.t",cell="",target=""} * (glob)
  dott_test_duration_seconds{test="site/s.t",cell="",target=""} * (glob)
  dott_test_last_run_timestamp_seconds{test="site/a.t",cell="",target=""} * (glob)
  dott_test_last_run_timestamp_seconds{test="site/b\"c.t",cell="",target=""} * (glob)
  dott_test_last_run_timestamp_seconds{test="site/s.t",cell="",target=""} * (glob)
  $ dott --metrics site.prom -q --repeat 2 site/a.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ grep -c 'verdict="passed"' site.prom
  1
  $ echo 'up 1' >other; dott --metrics other site
  dott: --metrics would be written over other, which is no such report; remove it, or name another file
  Try 'dott --help'.
  [2]
  $ printf '[matrix.host]\nvalues = ["web1", "web2"]\n' >dott.toml
  $ dott -q --matrix all --json e.json --metrics site.prom site/a.t >/dev/null; grep verdict=.passed site.prom
  dott_test_verdict{test="site/a.t",cell="host=web1",target="web1",verdict="passed"} 1
  dott_test_verdict{test="site/a.t",cell="host=web2",target="web2",verdict="passed"} 1
  $ dott report --metrics again.prom e.json >/dev/null; cmp site.prom again.prom
