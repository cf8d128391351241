#require command:git
#require command:gcc

Which of 60 commits broke it? The tool is written in C and built from its repository;
of some commits it does not build.

  $ printf '[user]\nname = u\nemail = u@example.com\n' >"$HOME/.gitconfig"
  $ git init -q -b main up; cd up
  $ for n in $(seq 60); do
  >   sum='a + b'; [ $n -lt 38 ] || sum='a - b'
  >   word=sum; [ $n -lt 21 ] || word=total
  >   printf '#include <stdio.h>\n#include <stdlib.h>\n/* %d */\nint main(int argc, char **argv) {\n int a = atoi(argv[1]), b = atoi(argv[2]);\n printf("%s %%d\\n", %s);\n}\n' $n $word "$sum" >sum.c
  >   case $n in 15|33|34) echo '#error not yet' >>sum.c;; esac
  >   git add sum.c; git commit -q -m "change $n"
  > done
  $ cd ..
  $ cat >dott.toml <<'END'
  > [matrix.sum]
  > list = "git -C up rev-list --first-parent --reverse main"
  > order = "list"
  > install = "git -C up show {version}:sum.c >{dir}/sum.c && gcc -o {dir}/sum {dir}/sum.c 2>&1 && echo built >>builds"
  > path = "{dir}"
  > END
  $ printf '  $ sum 3 4 | cut -d " " -f 2\n  7\n' >value.t
  $ printf '  $ sum 3 4 | cut -d " " -f 1\n  sum\n' >word.t
  $ printf '  $ sum 1 1 | wc -l | tr -d " "\n  1\n' >lines.t

It is told by its subject, since the hashes differ from run to run:

  $ subjects() { cp "$1" told; for c in $(grep -o '[0-9a-f]\{40\}' "$1" | sort -u); do sed -i "s/$c/$(git -C up log -1 --format=%s $c)/g" told; done; cat told; }
  $ dott --bisect sum --json events.json value.t >out 2>err; subjects out
  value.t: passes up to change 37, fails from change 38 on
  $ grep -c trying err; wc -l <builds | tr -d ' '
  7
  7

Several tests at once, with what is built already. The reports have all that was tried:

  $ dott --bisect sum --junit junit.xml >out 2>err; subjects out
  lines.t: passes with change 1 and with change 60; there is no change to look for between them
  value.t: passes up to change 37, fails from change 38 on
  word.t: passes up to change 20, fails from change 21 on
  $ wc -l <builds | tr -d ' '
  1[0-6] (re)
  $ grep -c '<testsuite ' junit.xml
  1[0-6] (re)

Of the commits between two, with one that does not build:

  $ at() { git -C up log --format=%h -1 --grep "^change $1\$"; }
  $ rm -r "$XDG_CACHE_HOME" "$HOME/.cache" 2>/dev/null; dott --bisect sum --matrix "sum=$(at 31),$(at 40)" value.t >out 2>err; subjects out
  value.t: passes up to change 37, fails from change 38 on
  $ subjects err | grep -v '^inst'
  asking for the versions of sum
  trying sum=change 40 with 1 of the tests
  trying sum=change 35 with 1 of the tests
  trying sum=change 37 with 1 of the tests
  trying sum=change 38 with 1 of the tests
  $ dott --bisect sum --matrix "sum=$(at 31),$(at 35)" word.t >out 2>err; subjects out
  word.t: fails with change 31 and with change 35; there is no change to look for between them
  $ tail -1 err | cut -d: -f 1,2
  older versions that are not picked: 30; to begin with one of them

Conditions follow the list as well, and so do names that are shortened:

  $ c=$(at 38); printf '#if sum>=%s\n  $ sum 3 4 | cut -d " " -f 2\n  -1\n#else\n  $ sum 3 4 | cut -d " " -f 2\n  7\n#endif\n' $c >value.t
  $ dott -q --matrix "sum=$(at 37),$(at 38),$(at 60),$(at 1)" value.t 2>/dev/null | tail -1
  # Ran 4 tests, 0 skipped, 0 failed.
  $ printf '  $ sum 3 4 | cut -d " " -f 2\n' >u.t; dott -u -q --matrix "sum=$(at 37),$(at 38)" u.t >/dev/null 2>&1; subjects u.t
    $ sum 3 4 | cut -d " " -f 2
    7 (sum=change 37 \x21) (esc)
    -1 (sum=change 38 \x21) (esc)
