Which tests may run at the same time: #serial and #resource. Each of these notes
how many it sees.

  $ cat >body <<'EOF'
  >   $ cd "$TESTDIR"; mkdir $TESTNAME.on; touch $TESTNAME.begun; sleep 0.1
  >   $ until test $(ls | grep -c "\.begun$") -ge ${TOGETHER:-1}; do sleep 0.01; done
  >   $ ls | grep -c "\.on$" >>seen
  >   $ rmdir $TESTNAME.on
  > EOF
  $ most() { rm -f seen *.begun; dott -q -j 4 "$@" >out 2>&1 || cat out; sort -n seen | tail -1; }

  $ for i in 1 2 3 4; do { echo '#serial'; cat body; } >$i.t; done
  $ sed 's/>>seen/>>others/' body >0.t; cp 0.t 5.t; cp 0.t 6.t
  $ most
  1
  $ wc -l <others
  3
  $ rm *.t

A resource is used by one at a time, unless the configuration has more of it:

  $ for i in 1 2 3 4; do { echo '#resource database'; cat body; } >$i.t; done
  $ most
  1
  $ printf '[resources]\ndatabase = 2\nmemory = "3GiB"\n' >dott.toml
  $ TOGETHER=2 most
  2
  $ for i in 1 2 3 4; do { echo '#resource memory=2GiB'; cat body; } >$i.t; done
  $ most
  1
  $ for i in 1 2 3 4; do { echo '#resource memory=1GiB other'; echo '#resource memory=512MiB'; cat body; } >$i.t; done
  $ most
  1
  $ for i in 1 2 3 4; do { echo '#resource memory=1536MiB'; cat body; } >$i.t; done
  $ TOGETHER=2 most
  2
  $ ls -d *.on 2>/dev/null
  [2]

What can never be had is an error, and the other tests run:

  $ { echo '#resource memory=4GiB'; cat body; } >1.t
  $ { echo '#resource license=2'; cat body; } >2.t
  $ { echo '#resource memory=much'; cat body; } >3.t
  $ dott -j 2 2>/dev/null
  !
  1.t:1: #resource memory=4294967296: only 3221225472 are available, according to [resources] in dott.toml
  !
  2.t:1: #resource license=2: set how much there is under [resources] in dott.toml
  !
  3.t:1: #resource memory: "much" is not an amount such as 4 or 2GiB
  .
  # Ran 4 tests, 0 skipped, 3 failed.
  [1]

So is a configuration that cannot be read:

  $ printf '[resources]\nmemory = "much"\n' >dott.toml; dott 4.t
  dott: dott.toml:2: [resources] memory = "much": not an amount such as 4 or 2GiB
  [2]
  $ printf '[resources]\nmemory = -1\n' >dott.toml; dott 4.t
  dott: dott.toml:2: [resources] memory = -1: must not be less than 0
  [2]
  $ printf '[resources\n' >dott.toml; dott 4.t
  dott: dott.toml:1: expected ']' to close table name
  [2]
  $ mkdir sub; cd sub; dott ../4.t
  dott: $TESTTMP/dott.toml:1: * (glob)
  [2]
  $ : >empty; printf '  $ true\n' >5.t; dott --config empty 5.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott --config missing ../4.t
  dott: --config: no such file: missing
  Try 'dott --help'.
  [2]
