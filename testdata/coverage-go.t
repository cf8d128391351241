#timeout 5m

The preset go measures programs that were built with go build -cover. Where the caller's
environment names no cache, one is made in the sandbox, which takes its time.

  $ export GOCACHE="${GOCACHE:-$CRAMTMP/gocache}" GOPATH="$CRAMTMP/gopath" GOENV=off GOFLAGS= GOWORK=off CGO_ENABLED=0
  $ unset GOOS GOARCH
  $ export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test

The README of the example, as it stands there.

  $ cp -r "$TESTDIR/../examples/coverage-go" roman; rm -rf roman/bin roman/coverage; cd roman
  $ git init -q .; git add .; git commit -qm one
  $ (echo '  $ cd "$ROMAN"'; sed -n 's/^    /  /p' README.md) >../readme.t
  $ ROMAN="$PWD" dott ../readme.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ git checkout -q .

What it leaves: Go's own data of all tests together, its page, and a folder for each test.

  $ cd coverage; ls -F . go go/default html data/default | sed 's/-[0-9a-f]*\/$/-*/; s/[.][0-9a-f]\{32\}.*/.*/'; cd ..
  .:
  cobertura.xml
  data/
  go/
  html/
  lcov.info
  
  data/default:
  tests-format.t-*
  tests-parse.t-*
  
  go:
  default/
  profile.txt
  
  go/default:
  covcounters.*
  covmeta.*
  
  html:
  index.html
  $ go tool covdata percent -i=coverage/go/default
  \texample.org/roman\t\tcoverage: 87.5% of statements (esc)
  \texample.org/roman/numeral\t\tcoverage: 93.8% of statements (esc)
  $ go tool cover -func=coverage/go/profile.txt | sed 's/\t\t*/ /g'
  example.org/roman/main.go:12: main 83.3%
  example.org/roman/main.go:31: convert 100.0%
  example.org/roman/numeral/format.go:15: Format 100.0%
  example.org/roman/numeral/parse.go:9: Parse 87.5%
  total: (statements) 90.6%
  $ grep -c 'example.org/roman/numeral/parse.go' coverage/html/index.html
  1
  $ sed -n '/parse.go/,/end_of/p' coverage/lcov.info
  SF:numeral/parse.go
  DA:9,1
  DA:10,1
  DA:11,1
  DA:12,1
  DA:13,1
  DA:14,1
  DA:17,1
  DA:18,0
  DA:20,1
  LF:9
  LH:8
  end_of_record

Several programs that share packages, a test that runs one in the background, and one
that cleans its environment.

  $ mkdir -p cmd/other; printf 'package main\n\nimport (\n\t"os"\n\n\t"example.org/roman/numeral"\n)\n\nfunc main() {\n\ttext, _ := numeral.Format(len(os.Args))\n\tprintln(text)\n}\n' >cmd/other/main.go
  $ go build -cover -o bin/ ./cmd/other .
  $ printf '  $ $TESTDIR/../bin/other x y & wait\n  III\n' >tests/other.t
  $ printf '  $ env -i $TESTDIR/../bin/other\n  warning: GOCOVERDIR not set, no coverage data emitted\n  I\n' >tests/clean.t
  $ dott --cover
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 92.3 % of the lines, 36 of 39 in 4 files; 1 test left no data.
  #   88.8 %  main.go
  #   88.8 %  numeral/parse.go
  $ dott --covers cmd/other/main.go
  tests/other.t

Cells have data of their own, which are merged.

  $ printf '[matrix.lang]\nvalues = ["C", "C.UTF-8"]\n' >>dott.toml
  $ dott --cover -q --matrix lang=C tests/parse.t tests/other.t; ls coverage/go
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 79.4 % of the lines, 31 of 39 in 4 files.
  coverage: fail-under is of all tests, and only some were chosen
  lang=C
  profile.txt
  $ dott --cover -q --matrix lang tests/parse.t; ls coverage/go
  ..
  # 1  lang=C        1 passed
  # 2  lang=C.UTF-8  1 passed
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 77.7 % of the lines, 28 of 36 in 3 files.
  coverage: fail-under is of all tests, and only some were chosen
  lang=C
  lang=C.UTF-8
  profile.txt
  $ git checkout -q dott.toml

A program that was built without -cover:

  $ go build -o bin/ . ./cmd/other
  $ dott --cover -q
  !...
  # Ran 4 tests, 0 skipped, 1 failed.
  tests/clean.t:2: new: the output differs; to run it again: dott tests/clean.t
  dott: coverage: no data arrived from any of the tests that were run (4): the programs that they run were not built for it; build them with go build -cover (tests that clean the environment must keep GOCOVERDIR)
  [2]
  $ go build -cover -o bin/ . ; rm tests/other.t tests/clean.t

Data that are broken: the verdicts are reported, and the test is named.

  $ printf '  $ PATH="$TESTDIR/../bin:$PATH"; roman 1; for f in $GOCOVERDIR/covcounters.*; do echo garbage >$f; done\n  I\n' >tests/broken.t
  $ dott --cover -q tests/format.t tests/broken.t; rm tests/broken.t
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  dott: coverage: the data of tests/broken.t: */covdata textfmt -i=. -o=profile.txt: * (were all programs built by the same Go, and did they end by themselves?) (glob)

Programs of another module are none of ours.

  $ mkdir ../away; printf 'module example.com/away\n\ngo 1.20\n' >../away/go.mod; printf 'package main\n\nfunc main() { println("away") }\n' >../away/main.go
  $ (cd ../away; go build -cover -o ../roman/bin/away .)
  $ printf '  $ $TESTDIR/../bin/away\n  away\n' >tests/away.t
  $ dott --cover -q tests/away.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: coverage: data arrived, but of no file below $TESTTMP/roman that [coverage] exclude leaves; say in [coverage] source where the sources are
  [2]
  $ dott --cover -q tests/away.t tests/format.t; grep -c away coverage/html/index.html
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  # Coverage: 63.8 % of the lines, 23 of 36 in 3 files.
  coverage: fail-under is of all tests, and only some were chosen
  0
  [1]
