All that is wrong with dott.toml is said at once, in the order of its lines, and
nothing is run.

  $ printf '  $ touch "$TESTDIR/ran"\n' >a.t
  $ cat >dott.toml <<'END'
  > [run]
  > time-out = "90s"
  > jobs = "4"
  > watch = true
  > update = true
  > config = "x"
  > timeout = "soon"
  > order = "size"
  > color = "blue"
  > max-output = 0
  > keyword = "("
  > shell-opts = "'"
  > compat = "make"
  > indent = 0
  > 
  > [env]
  > pass = ["PATH", "A=B"]
  > 
  > [features]
  > docker = ""
  > 
  > [[substitute]]
  > pattern = '([0-9]+'
  > with = 'N'
  > 
  > [[substitute]]
  > pattern = '([0-9]+)'
  > with = '\2'
  > 
  > [matrix.git]
  > values = ["2.30", "2.30"]
  > pick = "latest"
  > 
  > [[overide]]
  > paths = ["tests"]
  > END
  $ dott a.t
  dott: dott.toml:2: unknown key "time-out" in [run]; did you mean "timeout"?
  dott: dott.toml:3: [run] jobs: want a whole number, not a string
  dott: dott.toml:4: [run] watch: is for the command line, run by run
  dott: dott.toml:5: [run] update: is for the command line, run by run
  dott: dott.toml:6: [run] config: is for the command line
  dott: dott.toml:7: [run] timeout = "soon": not a duration such as 90s or 2m
  dott: dott.toml:8: [run] order = "size": not file, runtime or random[:SEED]
  dott: dott.toml:9: [run] color = "blue": must be auto, always or never
  dott: dott.toml:10: [run] max-output = 0: must be more than 0
  dott: dott.toml:11: [run] keyword = "(": error parsing regexp: missing closing ): `(`
  dott: dott.toml:12: [run] shell-opts = "'": a quote is not closed, or there is a bracket outside quotes
  dott: dott.toml:13: [run] compat = "make": must be cram, mercurial or scrut
  dott: dott.toml:14: [run] indent = 0: not a whole number of 1 or more
  dott: dott.toml:17: [env] pass = "A=B": must be the name of a variable; only its end may be a *
  dott: dott.toml:20: [features] docker: has no command: docker = "COMMAND", or { version = "COMMAND" }
  dott: dott.toml:23: [[substitute]]: invalid regular expression `([0-9]+`: missing closing )
  dott: dott.toml:28: [[substitute]]: the replacement `\2`: the pattern has no group 2
  dott: dott.toml:30: [matrix.git] has pick and values, which is a choice already
  dott: dott.toml:31: [matrix.git] values: "2.30" stands there twice
  dott: dott.toml:34: unknown section [overide]; did you mean [[override]]?
  [2]

What is no TOML is all that can be said:

  $ printf '[run]\njobs = \n' >dott.toml
  $ dott
  dott: dott.toml:2: unexpected character U+000A at start of value
  [2]
  $ printf '[run]\njobs = 1\njobs = 2\n' >dott.toml
  $ dott
  dott: dott.toml:3: key jobs is already defined
  [2]

The file is named as it was, or as it was found.

  $ mkdir sub
  $ cd sub
  $ dott ../a.t
  dott: $TESTTMP/dott.toml:3: key jobs is already defined
  [2]
  $ dott --config ../dott.toml ../a.t
  dott: ../dott.toml:3: key jobs is already defined
  [2]
  $ cd ..

A setting that stands outside of its section:

  $ printf 'jobs = 1\n' >dott.toml
  $ dott
  dott: dott.toml:1: key "jobs" is in no section; it belongs below a line [run]
  [2]

$DOTT_OPTS has options, and nothing else.

  $ : >dott.toml
  $ DOTT_OPTS='--jbos 3' dott a.t
  dott: $DOTT_OPTS: unknown option: --jbos; did you mean --jobs?
  Try 'dott --help'.
  [2]
  $ DOTT_OPTS='a.t' dott a.t
  dott: $DOTT_OPTS: "a.t" is not an option; name tests on the command line
  Try 'dott --help'.
  [2]
  $ DOTT_OPTS='--help' dott a.t
  dott: $DOTT_OPTS: --help is for the command line
  Try 'dott --help'.
  [2]
  $ DOTT_OPTS="'" dott a.t
  dott: $DOTT_OPTS: a quote is not closed, or there is a bracket outside quotes
  Try 'dott --help'.
  [2]
  $ DOTT_OPTS='-q; rm a.t' dott a.t
  dott: $DOTT_OPTS: "; rm a.t" stands outside of quotes
  Try 'dott --help'.
  [2]
  $ DOTT_OPTS='-y -n' dott a.t
  dott: $DOTT_OPTS: options --yes and --no are mutually exclusive
  Try 'dott --help'.
  [2]

  $ ls
  a.t
  dott.toml
  sub

A path to run that is not there:

  $ printf '[run]\njobs = 1\npaths = ["a.t", "nosuch"]\n' >dott.toml
  $ dott
  dott: dott.toml:3: [run] paths: no such file: nosuch
  [2]
  $ dott a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
