tool = "gcov" measures what gcc --coverage built. Two sources have one name, and
the objects lie in another folder than they.

  $ mkdir -p src/a src/b "out dir/a" "out dir/b" "tests/with space"
  $ cat >src/a/util.c <<'END'
  > int twice(int n)
  > {
  >     if (n < 0)
  >         return 0;
  >     return 2 * n;
  > }
  > END
  $ cat >src/b/util.c <<'END'
  > int half(int n)
  > {
  >     return n / 2;
  > }
  > END
  $ cat >src/main.c <<'END'
  > #include <stdio.h>
  > #include <stdlib.h>
  > #include <string.h>
  > #include <unistd.h>
  > #include <sys/wait.h>
  > 
  > int twice(int n), half(int n);
  > 
  > int main(int argc, char **argv)
  > {
  >     int n = atoi(argv[2]);
  >     if (strcmp(argv[1], "twice") == 0)
  >         n = twice(n);
  >     if (strcmp(argv[1], "half") == 0)
  >         n = half(n);
  >     if (strcmp(argv[1], "fork") == 0) {
  >         if (fork() == 0)
  >             exit(7);
  >         wait(&n);
  >         n = WEXITSTATUS(n);
  >     }
  >     printf("%d\n", n);
  >     return 0;
  > }
  > END
  $ cat >build.sh <<'END'
  > cd "out dir"
  > for f in main a/util b/util; do gcc --coverage -c ../src/$f.c -o $f.o || exit; done
  > gcc --coverage -o tool main.o a/util.o b/util.o
  > END
  $ sh build.sh
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [env]
  > set = { PATH = "$CONFIGDIR/out dir:$PATH" }
  > [coverage]
  > tool = "gcov"
  > END
  $ cat >"tests/with space/a b.t" <<'END'
  >   $ cd /; for i in 1 2 3 4; do tool twice $i & done | sort
  >   2
  >   4
  >   6
  >   8
  > END
  $ cat >tests/fork.t <<'END'
  >   $ tool fork 1
  >   7
  > END
  $ cat >tests/fails.t <<'END'
  >   $ tool twice 3
  >   7
  > END
  $ cat >tests/shell.t <<'END'
  >   $ echo no tool
  >   no tool
  > END

What fails is measured too, and what does not run the tool is no fault.

  $ dott --cover -j4 --quiet
  !...
  # Ran 4 tests, 0 skipped, 1 failed.
  # Coverage: 78.9 % of the lines, 15 of 19 in 3 files; 1 test left no data.
  tests/fails.t:2: the output differs; to run it again: dott tests/fails.t
  [1]
  $ rm tests/fails.t*
  $ dott --cover -j4
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 78.9 % of the lines, 15 of 19 in 3 files; 1 test left no data.
  #    0.0 %  src/b/util.c
  #   75.0 %  src/a/util.c
  #   92.3 %  src/main.c
  $ grep -v ^LF coverage/lcov.info | head -8
  TN:
  SF:src/a/util.c
  DA:1,4
  DA:3,4
  DA:4,0
  DA:5,4
  LH:3
  end_of_record

  $ dott --covers src/main.c:19
  tests/fork.t

Nothing is left beside the objects. gcov reads what was merged.

  $ find . -name '*.gcda' | grep -v coverage
  [1]
  $ find coverage/gcov/default -name '*.gcda' -exec gcov -n {} + | grep -A1 src/a
  File '../src/a/util.c'
  Lines executed:75.00% of 4
  $ grep -c 'a/util.c' coverage/html/index.html coverage/html/*/a/util.c.gcov.html
  * (glob*)

A process that lost the variable is told of.

  $ cat >tests/clean.t <<'END'
  >   $ tool half 4
  >   2
  >   $ env -i "$(command -v tool)" half 4
  >   2
  > END
  $ dott --cover tests/clean.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: * (glob)
  #* (glob*)
  coverage: not measured: a process without GCOV_PREFIX, whose data went to $TESTTMP/out dir/a/util.gcda; a test that cleans the environment must keep it
  $ rm tests/clean.t "out dir"/*.gcda "out dir"/*/*.gcda

A matrix.

  $ cat >>dott.toml <<'END'
  > [matrix.do]
  > values = ["twice", "half"]
  > env = { DO = "{value}" }
  > END
  $ cat >tests/cell.t <<'END'
  >   $ tool $DO 0
  >   0
  > END
  $ dott --cover --matrix all tests/cell.t | grep Coverage
  # Coverage: * (glob)
  $ ls coverage/gcov
  do=half
  do=twice
  $ grep -A2 util coverage/lcov.info
  SF:src/a/util.c
  DA:1,1
  DA:3,1
  --
  SF:src/b/util.c
  DA:1,1
  DA:3,1

Objects that are newer than the program, that are gone, or that were not made for
this.

  $ gcc --coverage -DOTHER -c src/a/util.c -o "out dir/a/util.o"
  $ dott --cover tests/fork.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *the data of tests/fork.t: $TESTTMP/out dir/a/util.gcno is of another compilation than the program that ran; build it again, as a whole (glob)
  [2]
  $ rm "out dir/a/util.gcno"
  $ dott --cover tests/fork.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *the data of tests/fork.t: $TESTTMP/out dir/a/util.gcno is not there; it is made beside the object when that is compiled, and has to stay (glob)
  [2]
  $ sed -i 's/--coverage//' build.sh
  $ sh build.sh
  $ dott --cover tests/fork.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *no data arrived*: the programs that they run were not built for it; compile and link them with gcc --coverage (tests that clean the environment must keep GCOV_PREFIX) (glob)
  [2]
  $ sed 's/gcc/clang --coverage/' build.sh | sh
  $ dott --cover tests/fork.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *is in the form "408\*", as clang or an old gcc write it; build with gcc 9 or newer, or for clang see tool = "llvm" (glob)
  [2]

What cannot be read.

  $ cat >tests/garbage.t <<'END'
  >   $ mkdir -p "$GCOV_PREFIX/$CONFIGDIR/out dir"; echo garbage >"$GCOV_PREFIX/$CONFIGDIR/out dir/main.gcda"
  > END
  $ dott --cover tests/garbage.t 2>&1 | sed -n 3p
  dott: *the data of tests/garbage.t: $TESTTMP/coverage/*/main.gcda: unexpected EOF (glob)

Without gcov.

  $ mkdir bin
  $ ln -s "$(command -v dott)" "$(command -v sh)" bin
  $ PATH=$PWD/bin dott --cover
  dott: --cover: tool = "gcov" needs gcc's gcov, and there is none on PATH; install Debian's package gcc
  [2]
