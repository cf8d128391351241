--cover measures what the tests run. Here a program of the project's own tells it, in
the form of LCOV; the presets ask the tools of a language.

  $ mkdir src tests; cd src
  $ printf 'echo one\necho more\n' >one.sh; printf 'echo two\n' >two.sh; printf '\n\nexit\n' >never.sh; cd ..
  $ cat >prog <<'END'
  > #!/bin/sh
  > sh "$(dirname "$0")/src/$1.sh"
  > for f in one two never; do
  >   echo "SF:src/$f.sh"
  >   case $f in
  >   "$1") echo DA:1,1;;
  >   *) echo DA:1,0;;
  >   esac
  >   echo DA:3,0; echo end_of_record
  > done >>"$LCOV"
  > END
  $ chmod +x prog
  $ printf '  $ $TESTDIR/../prog one\n  one\n  more\n' >tests/one.t
  $ printf '  $ $TESTDIR/../prog two\n  two\n  $ $TESTDIR/../prog two\n  two\n' >tests/two.t
  $ printf '  $ echo three\n  three\n' >tests/three.t
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [coverage]
  > tool = "custom"
  > env = { LCOV = "{dir}/prog.info" }
  > END

The total stands behind the counts, with the files of which the least was run. A test
that runs none of the sources is not to blame, and it is said.

  $ dott --cover
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 33.3 % of the lines, 2 of 6 in 3 files; 1 test left no data.
  #    0.0 %  src/never.sh
  #   50.0 %  src/one.sh
  #   50.0 %  src/two.sh
  $ dott --cover -q
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 33.3 % of the lines, 2 of 6 in 3 files; 1 test left no data.
  $ dott --cover -v tests/one.t
  tests/one.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 16.6 % of the lines, 1 of 6 in 3 files.
  #    0.0 %  src/never.sh
  #    0.0 %  src/two.sh
  #   50.0 %  src/one.sh

What comes out is in a folder, which holds nothing that version control wants.

  $ cd coverage; find . -type f | sort; cat lcov.info; cd ..
  ./.dott
  ./.gitignore
  ./cobertura.xml
  ./data/default/tests-one.t-8c039e23/prog.info
  ./lcov.info
  TN:
  SF:src/never.sh
  DA:1,0
  DA:3,0
  LF:2
  LH:0
  end_of_record
  TN:
  SF:src/one.sh
  DA:1,1
  DA:3,0
  LF:2
  LH:1
  end_of_record
  TN:
  SF:src/two.sh
  DA:1,0
  DA:3,0
  LF:2
  LH:0
  end_of_record
  $ grep -v '<line ' coverage/cobertura.xml
  <?xml version="1.0" encoding="UTF-8"?>
  <!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
  <coverage line-rate="0.1667" branch-rate="0" lines-covered="1" lines-valid="6" branches-covered="0" branches-valid="0" complexity="0" version="dott" timestamp="*"> (glob)
   <sources>
    <source>$TESTTMP</source>
   </sources>
   <packages>
    <package name="src" line-rate="0.1667" branch-rate="0" complexity="0">
     <classes>
      <class name="never.sh" filename="src/never.sh" line-rate="0.0000" branch-rate="0" complexity="0">
       <methods></methods>
       <lines>
       </lines>
      </class>
      <class name="one.sh" filename="src/one.sh" line-rate="0.5000" branch-rate="0" complexity="0">
       <methods></methods>
       <lines>
       </lines>
      </class>
      <class name="two.sh" filename="src/two.sh" line-rate="0.0000" branch-rate="0" complexity="0">
       <methods></methods>
       <lines>
       </lines>
      </class>
     </classes>
    </package>
   </packages>
  </coverage>
  $ xmllint --noout coverage/cobertura.xml --nonet
  $ dott --cover -q --cover-dir out/cov tests/two.t; ls out/cov; grep DA:1 out/cov/lcov.info
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 16.6 % of the lines, 1 of 6 in 3 files.
  cobertura.xml
  data
  lcov.info
  DA:1,0
  DA:1,0
  DA:1,2

Files that are excluded do not count, nor do those outside of the source.

  $ cp dott.toml saved; echo 'exclude = ["src/never.sh", "src/t*"]' >>dott.toml
  $ dott --cover
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 50.0 % of the lines, 1 of 2 in 1 file; 1 test left no data.
  #   50.0 %  src/one.sh
  $ cp saved dott.toml; echo 'source = "tests"' >>dott.toml
  $ dott --cover
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  dott: coverage: data arrived, but of no file below $TESTTMP/tests that [coverage] exclude leaves; say in [coverage] source where the sources are
  [2]
  $ cp saved dott.toml; mkdir lib; mv src lib/
  $ sed -i 's|/src/|/lib/src/|' prog; echo 'source = "lib"' >>dott.toml
  $ dott --cover
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 33.3 % of the lines, 2 of 6 in 3 files; 1 test left no data.
  #    0.0 %  lib/src/never.sh
  #   50.0 %  lib/src/one.sh
  #   50.0 %  lib/src/two.sh
  $ mv lib/src .; sed -i 's|/lib/src/|/src/|' prog

With fail-under, a run whose tests cover less fails. It is about all tests: where only
some were chosen, it is not asked.

  $ cp saved dott.toml; echo 'fail-under = 33.3' >>dott.toml
  $ dott --cover -q
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 33.3 % of the lines, 2 of 6 in 3 files; 1 test left no data.
  $ cp saved dott.toml; echo 'fail-under = 34' >>dott.toml
  $ dott --cover -q
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 33.3 % of the lines, 2 of 6 in 3 files; 34 % are wanted; 1 test left no data.
  dott: coverage: less than the 34 % that [coverage] fail-under wants
  [1]
  $ dott --cover -q -k one
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 16.6 % of the lines, 1 of 6 in 3 files.
  coverage: fail-under is of all tests, and only some were chosen

Paths that are named by hand may be all tests, or some:

  $ dott --cover -q "$PWD"/tests/one.t tests 2>&1 | tail -1
  dott: coverage: less than the 34 % that [coverage] fail-under wants
  $ dott --cover -q tests/one.t 2>&1 | tail -1
  coverage: fail-under is of all tests, and only some were chosen

The total is in all reports, and in those that are made later.

  $ dott --cover -q --json events.json --junit junit.xml --html page.html --tap tap >/dev/null
  dott: coverage: less than the 34 % that [coverage] fail-under wants
  [1]
  $ tail -1 events.json | sed 's/.*"coverage"/"coverage"/; s/,"trend.*//; s/}}$/}/'
  "coverage":{"tool":"custom","covered":2,"lines":6,"files":3,"silent":1,"wanted":34,"least":[{"file":"src/never.sh","covered":0,"lines":2},{"file":"src/one.sh","covered":1,"lines":2},{"file":"src/two.sh","covered":1,"lines":2}]}
  $ grep coverage junit.xml tap
  junit.xml:      <property name="coverage" value="33.3"/>
  junit.xml:      <property name="coverage-covered" value="2"/>
  junit.xml:      <property name="coverage-lines" value="6"/>
  tap:# coverage: 33.3 % of the lines, 2 of 6 in 3 files; 34 % are wanted; 1 test left no data
  $ grep -A2 '<h2>Coverage' page.html
  <h2>Coverage</h2>
  <p>33.3 % of the lines, 2 of 6 in 3 files; 34 % are wanted; 1 test left no data.</p>
  <ol>
  $ dott report -q --junit again.xml --html again.html --tap again events.json
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 33.3 % of the lines, 2 of 6 in 3 files; 34 % are wanted; 1 test left no data.
  dott: coverage: less than the 34 % that [coverage] fail-under wants
  [1]
  $ cmp junit.xml again.xml; cmp page.html again.html; cmp tap again
  $ cp saved dott.toml

Every cell of a matrix has its own data, and so has every case.

  $ cat >>dott.toml <<'END'
  > before = "echo '{test} {cell}' >>$PWD/log"
  > after = "ls {dir} >>$PWD/log"
  > [matrix.tool]
  > values = ["1", "2"]
  > END
  $ printf '#testcases x y\n  $ $TESTDIR/../prog two\n  two\n' >tests/two.t
  $ dott --cover -q --matrix tool tests/two.t
  ....
  # 1  tool=1  2 passed
  # 2  tool=2  2 passed
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 16.6 % of the lines, 1 of 6 in 3 files.
  $ sort log
  prog.info
  prog.info
  prog.info
  prog.info
  tests/two.t#x tool=1
  tests/two.t#x tool=2
  tests/two.t#y tool=1
  tests/two.t#y tool=2
  $ ls coverage/data; ls coverage/data/tool=1 | sed 's/-[0-9a-f]*$//'
  tool=1
  tool=2
  tests-two.t#x
  tests-two.t#y
  $ dott --covers src/two.sh
  tests/two.t#x[tool=1]
  tests/two.t#x[tool=2]
  tests/two.t#y[tool=1]
  tests/two.t#y[tool=2]

Attempts and repetitions of a test go together.

  $ cp saved dott.toml; rm tests/two.t
  $ dott --cover -q --repeat 3 tests/one.t; grep DA:1,3 coverage/lcov.info
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 16.6 % of the lines, 1 of 6 in 3 files.
  DA:1,3

Names that a file cannot have, and a project below a link and a name with a comma:

  $ mkdir -p 'a,b'; ln -s 'a,b' link; cp -r dott.toml prog src tests 'a,b'; cd link
  $ mv tests/one.t 'tests/o,n:e.t'
  $ dott --cover -q; ls coverage/data/default | sed 's/-[0-9a-f]*$//'
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 16.6 % of the lines, 1 of 6 in 3 files; 1 test left no data.
  tests-o-n-e.t
  tests-three.t
  $ dott --covers src/one.sh
  tests/o,n:e.t
