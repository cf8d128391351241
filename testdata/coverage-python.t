#timeout 3m
tool = "python" measures every Python that a test starts, with coverage.py.

  $ mkdir -p src/pkg/other tests "tests/with space"
  $ touch src/pkg/__init__.py src/pkg/other/__init__.py
  $ cat >src/pkg/main.py <<'END'
  > import os
  > import sys
  > from pkg.other import main as other
  > 
  > 
  > def work(n):
  >     return n + 1
  > 
  > 
  > def forked():
  >     if os.fork() == 0:
  >         print("child", flush=True)
  >         sys.exit()
  >     os.wait()
  > 
  > 
  > if sys.argv[1] == "fork":
  >     forked()
  > elif sys.argv[1] == "pool":
  >     import multiprocessing
  >     with multiprocessing.Pool(1) as pool:
  >         print(pool.map(work, [1]))
  >         pool.close()
  >         pool.join()
  > elif sys.argv[1] == "wait":
  >     import time
  >     time.sleep(print("ready", flush=True) or 60)
  > else:
  >     print(
  >         sys.argv[1],
  >         other.upper(sys.argv[1]))
  > END
  $ cat >src/pkg/other/main.py <<'END'
  > def upper(text):
  >     return text.upper()
  > 
  > 
  > def never():
  >     return 1  # no test gets here
  > END
  $ echo 'x = 1' >src/pkg/unused.py
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [env]
  > set = { PYTHONPATH = "$CONFIGDIR/src" }
  > [coverage]
  > tool = "python"
  > source = "src"
  > END

Another working directory, a forked child, a pool of processes, one that is
ended: each is measured.

  $ cat >"tests/with space/a b.t" <<'END'
  >   $ cd /
  >   $ python3 -m pkg.main "a b"
  >   a b A B
  > END
  $ cat >tests/fork.t <<'END'
  >   $ python3 -m pkg.main fork
  >   child
  > END
  $ cat >tests/pool.t <<'END'
  >   $ python3 -m pkg.main pool
  >   [2]
  > END
  $ cat >tests/ended.t <<'END'
  >   $ mkfifo ready
  >   $ python3 -m pkg.main wait >ready & read line <ready; echo $line; kill $!; wait $! 2>/dev/null
  >   ready
  >   [143]
  > END

So is one whose environment the test set or cleaned, if PATH is still there; it
sees a path of modules as if nothing was measured, also where it has none.

  $ cat >tests/clean.t <<'END'
  >   $ env -i PATH="$PATH" PYTHONPATH="$CONFIGDIR/src" python3 -c 'from pkg.other import main; print(main.upper("b"))'
  >   B
  >   $ unset COVERAGE_PROCESS_START PYTHONPATH
  >   $ python3 -c 'import sys, os; print([p for p in sys.path if p == os.getcwd() or "/data" in p])'
  >   []
  > END

A sitecustomize of the project's own is imported as ever.

  $ mkdir site
  $ echo 'import sys; sys.custom = "mine"' >site/sitecustomize.py
  $ cat >tests/custom.t <<'END'
  >   $ PYTHONPATH="$CONFIGDIR/site" python3 -c 'import sys; print(sys.custom, sys.modules["sitecustomize"].__file__)'
  >   mine */site/sitecustomize.py (glob)
  > END

What fails is measured too, and what runs no Python is no fault.

  $ cat >tests/fails.t <<'END'
  >   $ python3 -m pkg.main fails
  >   wrong
  > END
  $ echo '  $ true' >tests/shell.t
  $ dott --cover -j4 --quiet >out
  tests/fails.t:2: the output differs; to run it again: dott tests/fails.t
  [1]
  $ grep '^#' out
  # Ran 8 tests, 0 skipped, 1 failed.
  # Coverage: 92.5 % of the lines, 25 of 27 in 3 files; 1 test left no data.
  $ rm tests/fails.t*
  $ dott --cover -j4
  .......
  # Ran 7 tests, 0 skipped, 0 failed.
  # Coverage: 92.5 % of the lines, 25 of 27 in 3 files; 1 test left no data.
  #    0.0 %  src/pkg/unused.py
  #   75.0 %  src/pkg/other/main.py

Each test has its own data.

  $ dott --covers src/pkg/other/main.py:2
  tests/clean.t
  tests/with space/a b.t
  $ dott --covers src/pkg/main.py:22
  tests/pool.t

Statements of several lines count as coverage.py counts them, with their first.

  $ sed -n '/main.py/,/^end/{/^SF\|,0$\|DA:\(29\|30\|31\),/p}' coverage/lcov.info
  SF:src/pkg/main.py
  DA:29,1
  SF:src/pkg/other/main.py
  DA:6,0
  $ ls -A coverage/python coverage/html/index.html
  coverage/html/index.html
  
  coverage/python:
  .coverage
  coverage.xml
  default
  dott.pth
  lcov.info

A Python that has not even PATH, or is told to care for nothing outside (-E, -I),
is measured if it has the file dott.pth, where there is /proc.

  $ python3 -m venv --without-pip env
  $ cp coverage/python/dott.pth env/lib/python3*/site-packages
  $ rm -r tests/*
  $ cat >tests/none.t <<'END'
  >   $ env -i "$CONFIGDIR/env/bin/python" -I -c 'import os, sys; sys.path.insert(0, sys.argv[1]); import pkg.unused; print("COVERAGE_PROCESS_START" in os.environ)' "$CONFIGDIR/src"
  >   False
  > END
  $ dott --cover tests/none.t | grep Coverage
  # Coverage: 3.7 % of the lines, 1 of 27 in 3 files.

Cells of a matrix have data of their own, and a sum.

  $ cat >>dott.toml <<'END'
  > [matrix.who]
  > values = ["x", "y"]
  > env = { WHO = "{value}" }
  > END
  $ cat >tests/cell.t <<'END'
  >   $ python3 -m pkg.main $WHO | tr a-z A-Z
  >   ? ? (glob)
  > END
  $ dott --cover --matrix all tests/cell.t | grep Coverage
  # Coverage: * (glob)
  $ ls -d coverage/python/*/.coverage
  coverage/python/who=x/.coverage
  coverage/python/who=y/.coverage
  $ grep DA:29 coverage/lcov.info
  DA:29,2

The project's own configuration of coverage.py holds for what is measured and
what counts.

  $ printf '[run]\nbranch = True\nomit = src/pkg/un*\n' >.coveragerc
  $ dott --cover --matrix all tests/cell.t | sed -n 's/.* in //p'
  2 files.
  $ grep -c ^BRDA coverage/python/lcov.info
  10

What is missing is said.

  $ mkdir broken
  $ echo 'raise ImportError("not here")' >broken/coverage.py
  $ PYTHONPATH=broken dott --cover tests
  dott: --cover: tool = "python" needs coverage.py; python3 -m pip install coverage, or install Debian's package python3-coverage
  dott:   *: not here (glob+)
  [2]
  $ rm -r tests/*
  $ echo '  $ true' >tests/shell.t
  $ dott --cover
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *no data arrived from any of the tests*: no Python that they ran could be measured * (glob)
  [2]

So is what cannot be read, in coverage.py's words.

  $ printf '  $ echo garbage >"$COVERAGE_FILE.x"\n' >tests/garbage.t
  $ dott --cover tests/garbage.t 2>&1 | sed -n 3p
  dott: *: the data of tests/garbage.t: coverage.py: Couldn't use data file '$TESTTMP/coverage/data/*/data.x': file is not a database (glob)
