What keeps --cover from measuring is an error with the way out of it. The verdicts of the
tests are reported in any case.

  $ mkdir tests; printf '  $ echo a\n  a\n' >tests/a.t; printf '  $ echo b\n  c\n' >tests/b.t

Before anything runs: nobody has said what measures, or the tool is not there, or the
folder has what dott has not put into it.

  $ dott --cover
  dott: --cover: no coverage tool is configured: add [coverage] with tool = "go", or another of docs/coverage.md
  [2]
  $ printf '[coverage]\ntool = "gcc"\n' >dott.toml; dott --cover
  dott: dott.toml:2: [coverage] tool = "gcc": must be go, python, gcov, llvm, node or custom
  [2]
  $ printf '[coverage]\ntool = "go"\nenv = {}\nafter = "x"\n' >dott.toml; dott --cover
  dott: dott.toml:3: [coverage] env: is for tool = "custom" only
  dott: dott.toml:4: [coverage] after: is for tool = "custom" only
  [2]
  $ printf '[coverage]\ntool = "go"\n' >dott.toml
  $ mkdir bin; ln -s "$(command -v dott)" bin; PATH=$PWD/bin dott --cover 2>&1 | sed 's/: exec.*//'
  dott: --cover: tool = "go" needs the go command, and of it `go tool covdata`: install Go 1.20 or later, or put it on PATH
  $ printf '[coverage]\ntool = "custom"\nafter = "D={dir}; test -z \\"$MAKE\\" || eval \\"$MAKE\\""\n' >dott.toml
  $ mkdir coverage; echo mine >coverage/x; dott --cover; cat coverage/x; rm -r coverage
  dott: --cover-dir coverage: it has files that are not dott's; name another folder, or remove it
  mine
  $ printf 'source = "src"\n' >>dott.toml; dott --cover; mkdir src
  dott: [coverage] source: lstat $TESTTMP/src: no such file or directory

Nothing arrived:

  $ dott --cover -q tests/a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: coverage: no data arrived from any of the tests that were run (1): no file *.info or *.lcov (LCOV) is in the folders {dir}; the command of [coverage] after has to write one there
  [2]
  $ dott --cover -q
  .!
  # Ran 2 tests, 0 skipped, 1 failed.
  tests/b.t:2: the output differs; to run it again: dott tests/b.t
  dott: coverage: no data arrived from any of the tests that were run (2): no file *.info or *.lcov (LCOV) is in the folders {dir}; the command of [coverage] after has to write one there
  [2]
  $ dott --cover -q --json events.json --junit junit.xml --html page.html tests/a.t >/dev/null 2>&1
  [2]
  $ tail -1 events.json | sed 's/.*"coverage"/"coverage"/; s/,"trend.*//; s/}}$/}/'
  "coverage":{"tool":"custom","covered":0,"lines":0,"fault":"no data arrived from any of the tests that were run (1): no file *.info or *.lcov (LCOV) is in the folders {dir}; the command of [coverage] after has to write one there"}
  $ grep coverage junit.xml; grep -A1 '>Coverage<' page.html
        <property name="coverage-fault" value="no data arrived from any of the tests that were run (1): no file *.info or *.lcov (LCOV) is in the folders {dir}; the command of [coverage] after has to write one there"/>
  <h2>Coverage</h2>
  <p>not measured: no data arrived from any of the tests that were run (1): no file *.info or *.lcov (LCOV) is in the folders {dir}; the command of [coverage] after has to write one there.</p>
  $ dott report -q events.json
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: coverage: no data arrived from any of the tests that were run (1): no file *.info or *.lcov (LCOV) is in the folders {dir}; the command of [coverage] after has to write one there
  [2]

What arrived is garbage, of a file elsewhere, or the command that was to make it failed.

  $ MAKE='echo DA:x,y >$D/x.info' dott --cover -q tests/a.t 2>&1 | sed 's/-[0-9a-f]*.x.info/-.../'
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: coverage: the data of tests/a.t: $TESTTMP/coverage/data/default/tests-a.t-...: line 1: "DA:x,y" is no DA:LINE,COUNT
  $ MAKE='printf "SF:/etc/passwd\nDA:1,1\n" >$D/x.info' dott --cover -q tests/a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: coverage: data arrived, but of no file below $TESTTMP/src that [coverage] exclude leaves; say in [coverage] source where the sources are
  [2]
  $ MAKE='echo no such tool >&2; exit 3' dott --cover -q -j1
  .!
  # Ran 2 tests, 0 skipped, 1 failed.
  tests/b.t:2: the output differs; to run it again: dott tests/b.t
  dott: coverage: tests/a.t: [coverage] after: it ended with status 3: no such tool
  dott: tests/b.t: [coverage] after: it ended with status 3: no such tool
  [2]
  $ MAKE='kill $$' dott --cover -q tests/a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: coverage: tests/a.t: [coverage] after: it was ended by a signal: terminated
  [2]
  $ for i in 1 2 3 4 5 6; do cp tests/a.t tests/a$i.t; done; MAKE='exit 3' dott --cover -q -j1
  .......!
  # Ran 8 tests, 0 skipped, 1 failed.
  tests/b.t:2: since 3 runs (*): the output differs; to run it again: dott tests/b.t (glob)
  dott: coverage: tests/a.t: [coverage] after: it ended with status 3
  dott: tests/a1.t: [coverage] after: it ended with status 3
  dott: tests/a2.t: [coverage] after: it ended with status 3
  dott: tests/a3.t: [coverage] after: it ended with status 3
  dott: tests/a4.t: [coverage] after: it ended with status 3
  dott: and so for 3 more
  [2]
  $ rm tests/a?.t

What the command leaves running is ended.

  $ MAKE='printf "SF:src/a\nDA:1,1\n" >$D/x.info; sleep 600 & echo $! >$PWD/pid' dott --cover -q tests/a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 1 of 1 in 1 file.
  $ kill -0 $(cat pid) 2>/dev/null
  [1]

No records are kept of what was not measured, and where there is no place for them, it
is no fault.

  $ MAKE='exit 3' dott --cover -q tests/a.t >/dev/null 2>&1; dott --covers src/b
  dott: --covers: src/b: nothing was measured of this file; dott --cover measures what [coverage] has
  [2]
  $ rm -rf "$HOME"; MAKE='printf "SF:src/a\nDA:1,1\n" >$D/x.info' dott --cover -q tests/a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 100.0 % of the lines, 1 of 1 in 1 file.

Options that do not go together:

  $ dott --cover -d
  dott: options --cover and --debug are mutually exclusive
  Try 'dott --help'.
  [2]
  $ dott --cover -w
  dott: options --cover and --watch are mutually exclusive
  Try 'dott --help'.
  [2]
  $ dott --covers a --cover
  dott: options --covers and --cover are mutually exclusive
  Try 'dott --help'.
  [2]
