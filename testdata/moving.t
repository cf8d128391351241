#require command:git
#require command:hg

An axis may have versions that stand for another commit from time to time. Here they
are branches of a repository of git and of one of Mercurial.

  $ printf '[user]\nname = u\nemail = u@example.com\n' >"$HOME/.gitconfig"
  $ mkdir up; cd up; git init -q -b main .
  $ printf '#!/bin/sh\necho "tool 1.0"\n' >tool; chmod +x tool; git add tool; git commit -q -m 1; git tag v1.0
  $ printf '#!/bin/sh\necho "tool 1.1-dev"\n' >tool; git commit -q -am 2; cd ..
  $ hg init lib; cd lib; echo 1 >lib; hg commit -q -A -u u -m 1; cd ..
  $ cat >dott.toml <<'END'
  > [matrix.tool]
  > list = "git -C up tag | tr -d v"
  > moving = ["main"]
  > resolve = "git ls-remote up refs/heads/{name}"
  > install = "git -C up archive $(git -C up rev-parse -q --verify v{version} || echo {version}) | tar -x -C {dir} && sh -n {dir}/tool"
  > path = "{dir}"
  > [matrix.lib]
  > values = ["default"]
  > moving = ["default"]
  > resolve = "hg id -i -r {name} lib"
  > install = "hg archive -R lib -r {version} {dir}"
  > env = { LIB = "{dir}/lib", LIB_IS = "{version}" }
  > END
  $ printf '  $ tool | cut -c1-6\n  tool 1\n' >a.t
  $ dott -q --matrix tool 2>/dev/null | sed "s/$(git -C up rev-parse main | cut -c1-12)/MAIN/"
  ..
  # 1  tool=1.0   1 passed
  # 2  tool=main  1 passed (tool=MAIN)
  # Ran 2 tests, 0 skipped, 0 failed.

It is asked in each run, and installed when the answer is new:

  $ dott -q --matrix tool=main
  asking for the versions of tool
  asking what tool=main is now
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cd up; printf '#!/bin/sh\necho "spool 1"\n' >tool; git commit -q -am 3; cd ..
  $ dott --matrix tool=main --json e.json --junit j.xml --html h.html 2>&1 | sed "s/$(git -C up rev-parse main)/MAIN/"
  asking for the versions of tool
  asking what tool=main is now
  installing tool [0-9a-f]{12} (re)
  !
  # a.t[tool=main]
  --- a.t
  +++ a.t.err
  @@ -1,2 +1,2 @@
     $ tool | cut -c1-6
  -  tool 1
  +  spool 
  
  # Ran 1 tests, 0 skipped, 1 failed.
  a.t[tool=main]:2: new: the output differs; to run it again: dott 'a.t[tool=main]'

The reports tell which commit ran:

  $ main=$(git -C up rev-parse main); short=$(echo $main | cut -c1-12)
  $ jq -r 'select(.action == "fail") | .resolved' e.json | sed "s/$main/MAIN/"
  tool=MAIN
  $ grep -o '<property name="resolved".*' j.xml | sed "s/$main/MAIN/"
  <property name="resolved" value="tool=MAIN"/>
  $ grep -o 'tool=main (tool=[0-9a-f]*)' h.html | sed "s/$short/SHORT/"
  tool=main (tool=SHORT)
  $ dott matrix tool=main | sed "s/$main/MAIN/"
  tool=main  installed  * KiB, tool is MAIN (glob)

What does not build, or cannot be asked, is replaced by the last one that worked:

  $ cd up; echo 'if' >tool; git commit -q -am 4; cd ..
  $ dott -q --matrix tool=main 2>&1 | grep -v '^ask\|^inst\|^  [$]\|^  /' | sed "s/$short/SHORT/"
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  warning: tool=main: installing tool * exit status 2; the end of * (glob)
    SHORT is used instead, which it was on 20* (glob)
  a.t[tool=main]:2: the output differs; to run it again: dott 'a.t[tool=main]'
  $ mv up offline
  $ dott -q --matrix tool=main 2>&1 | grep -A2 '^warning.*main: res' | sed "s/$short/SHORT/"
  warning: tool=main: resolve: exit status 128:
    fatal: 'up' does not appear to be a git repository
    fatal: Could not read from remote repository.
  $ mv offline up

Mercurial's default branch:

  $ printf '  $ cat $LIB; test "$(cd %s && hg id -i -r default)" = $LIB_IS\n  1\n' "$PWD/lib" >b.t
  $ dott -q --matrix=lib b.t 2>/dev/null
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cd lib; echo 2 >lib; hg commit -q -u u -m 2; cd ..
  $ dott -u -q b.t 2>/dev/null --matrix=lib; sed -n 2p b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
    2

A name that does not move, but looks as if it did, stays as it was installed:

  $ sed 's/^moving.*/pick = "latest, main"/; /^resolve/d; /lib/,$d' dott.toml >frozen.toml
  $ dott --config frozen.toml --list --matrix tool=main a.t
  asking for the versions of tool
  warning: tool=main is installed once and stays as it was then; moving = ["main"], with resolve, has it installed anew
  a.t[tool=main]

What cannot be:

  $ for r in true 'echo "<html>"' 'sleep 0; exit 3'; do
  >   sed "s/^resolve = .git.*/resolve = '$r # {name}'/; s/git -C up archive/git  -C up archive/" dott.toml >r.toml
  >   dott --config r.toml -q --matrix tool=main a.t 2>&1 | grep 'no cell'
  > done
  a.t[tool=main]: since 4 runs (*, first with tool={{tool}}): no cell to run in: tool=main: resolve: "true # main" printed nothing; to run it again: dott --config=r.toml 'a.t[tool=main]' (glob)
  a.t[tool=main]: since 5 runs (*, first with tool={{tool}}): no cell to run in: tool=main: resolve: "echo \\"<html>\\" # main" printed "<html>", which does not begin with a version or a commit; to run it again: dott --config=r.toml 'a.t[tool=main]' (glob)
  a.t[tool=main]: since 6 runs (*, first with tool={{tool}}): no cell to run in: tool=main: resolve: exit status 3; to run it again: dott --config=r.toml 'a.t[tool=main]' (glob)
  $ sed 's/^resolve.*//' dott.toml >r.toml; dott --config r.toml
  dott: r.toml:3: [matrix.tool] moving: add resolve, a command that prints what {name} stands for now
  dott: r.toml:9: [matrix.lib] moving: add resolve, a command that prints what {name} stands for now
  [2]
