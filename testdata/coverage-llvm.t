tool = "llvm" measures what clang instrumented. Nothing says which programs these
are: a file of counts has in it what tells. There are a program with a library, a
copy of it that is older, and another program.

  $ mkdir -p src/a src/b "out dir" old "tests/with space"
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
  $ cat >src/other.c <<'END'
  > #include <stdio.h>
  > int main(void)
  > {
  >     puts("other");
  > }
  > END
  $ cat >build.sh <<'END'
  > cc="clang -fprofile-instr-generate -fcoverage-mapping"
  > $cc -shared -fPIC -o "$1/libhalf.so" src/b/util.c &&
  > $cc -o "$1/tool" src/main.c src/a/util.c -L"$1" -lhalf -Wl,-rpath,"$PWD/$1" &&
  > $cc -o "$1/other" src/other.c
  > END
  $ sh build.sh old
  $ echo '/* a line more */' | cat - src/a/util.c >new && mv new src/a/util.c
  $ sh build.sh "out dir"
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [env]
  > set = { PATH = "$CONFIGDIR/out dir:$PATH" }
  > [coverage]
  > tool = "llvm"
  > END
  $ cat >"tests/with space/a b.t" <<'END'
  >   $ cd /; for i in 1 2 3 4; do tool twice $i & done | sort
  >   2
  >   4
  >   6
  >   8
  >   $ other
  >   other
  > END
  $ cat >tests/fork.t <<'END'
  >   $ tool fork 1
  >   7
  > END
  $ cat >tests/fails.t <<'END'
  >   $ tool half 3
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
  # Coverage: 96.1 % of the lines, 25 of 26 in 4 files; 1 test left no data.
  tests/fails.t:2: the output differs; to run it again: dott tests/fails.t
  [1]
  $ rm tests/fails.t*
  $ dott --cover -j4
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  # Coverage: 80.7 % of the lines, 21 of 26 in 4 files; 1 test left no data.
  #    0.0 %  src/b/util.c
  #   80.0 %  src/a/util.c
  #   93.3 %  src/main.c
  $ grep -v ^LF coverage/lcov.info | head -8
  TN:
  SF:src/a/util.c
  DA:3,4
  DA:4,4
  DA:5,0
  DA:6,4
  DA:7,4
  LH:4
  $ dott --covers src/main.c:19
  tests/fork.t
  $ ls coverage/llvm coverage/html/index.html
  coverage/html/index.html
  
  coverage/llvm:
  all.profdata
  default.profdata
  $ find coverage/html -path '*/a/util.c.html' | wc -l
  1

Without build IDs, the newest of the programs that count the same is taken.

  $ sed -i 's/="clang/& -Wl,--build-id=none/' build.sh
  $ sh build.sh old; sh build.sh "out dir"
  $ touch -t 202001010000 old/*
  $ dott --cover | grep Coverage
  # Coverage: 80.7 % of the lines, 21 of 26 in 4 files; 1 test left no data.

A matrix, of a program that lies elsewhere.

  $ cat >>dott.toml <<'END'
  > binaries = ["../elsewhere/{tool,*.so}"]
  > [matrix.do]
  > values = ["twice", "half"]
  > env = { DO = "{value}" }
  > END
  $ cat >tests/cell.t <<'END'
  >   $ tool $DO 0
  >   0
  > END
  $ mv "out dir" ../elsewhere
  $ rm -r old
  $ sed -i "s|.CONFIGDIR/out dir|$(dirname "$PWD")/elsewhere|" dott.toml
  $ export LD_LIBRARY_PATH=$(dirname "$PWD")/elsewhere
  $ dott --cover --matrix all tests/cell.t | grep Coverage
  # Coverage: * (glob)
  $ ls coverage/llvm
  all.profdata
  do=half.profdata
  do=twice.profdata
  $ sed -i /^binaries/d dott.toml
  $ dott --cover tests/fork.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *the data of tests/fork.t: the program or library that wrote *.profraw was not found below $TESTTMP or on PATH; name it in [coverage] binaries (glob)
  [2]

What was not built for it, what another version wrote, and no LLVM.

  $ echo '  $ true' >tests/shell.t
  $ dott --cover tests/shell.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *no data arrived*: the programs that they run were not built for it; build C and C++ with clang -fprofile-instr-generate -fcoverage-mapping, Rust * (glob)
  [2]
  $ cat >tests/version.t <<'END'
  >   $ printf '\201rforpl\377\377\0\0\0\0\0\0\0%01000d' 0 >"${LLVM_PROFILE_FILE%/*}/x.profraw"
  > END
  $ dott --cover tests/version.t 2>&1 | head -4
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *no llvm-profdata that there is reads what the programs wrote; install the one of the compiler's version (Debian's package llvm-14 for clang-14; for Rust: rustup component add llvm-tools): (glob)
  dott: *llvm-profdata merge * (glob)
  $ mkdir bin
  $ ln -s "$(command -v dott)" "$(command -v sh)" bin
  $ PATH=$PWD/bin dott --cover
  dott: --cover: tool = "llvm" needs llvm-profdata and llvm-cov of the compiler's version, and there are none on PATH; install Debian's package llvm, or for Rust: rustup component add llvm-tools
  [2]
