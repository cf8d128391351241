#require command:git

The watcher of docs/monitoring.md: tests against each release of a tool and its main
branch, which tell on the day of a release what it breaks, and say nothing else.

  $ printf '[user]\nname = u\nemail = u@example.com\n' >"$HOME/.gitconfig"
  $ git init -q -b main up; release() { printf "#!/bin/sh\necho 'tool $1 '\$*\n" >up/tool; chmod +x up/tool; git -C up add tool; git -C up commit -q -m "$1"; git -C up tag "v$1"; }
  $ release 1.0; release 1.1
  $ mkdir tests
  $ printf '  $ tool greet\n  tool 1.* greet (glob)\n' >tests/greet.t
  $ printf '  $ tool --color | cut -c 6-\n  1.0 --color\n' >tests/color.t
  $ printf '  $ tool x | grep -c tool\n  1\n' >tests/ok.t
  $ cat >dott.toml <<'EOF'
  > [matrix.tool]
  > list = "git -C up tag"
  > install = "git -C up archive {version} | tar -x -C {dir}"
  > path = "{dir}"
  > [notify]
  > command = "cat >>mail"
  > EOF
  $ dott -q --matrix tool --every 200ms tests >out 2>err & pid=$!
#eventually 30s
  $ jq -c '.subject, (.tests[] | [.test, .cell, .first_bad])' mail
  "upstream.t: 1 test began to fail"
  ["tests/color.t","tool=v1.1",["tool=v1.1"]]
  $ release 2.0
#eventually 30s
  $ jq -c '.subject, (.tests[] | [.test, .cell, .first_bad])' mail | tail -n +3
  "upstream.t: 1 test began to fail"
  ["tests/greet.t","tool=v2.0",["tool=v2.0"]]
  $ runs=$(grep -c Ran out)
#eventually 30s
  $ test $(grep -c Ran out) -gt $((runs + 2))
  $ kill $pid; wait $pid
  [143]

It has told no more, and by cron it is one run each time:

  $ jq -c .subject mail | wc -l; release 2.1; dott -q --notify --matrix tool tests >out 2>err; jq -c .subject mail | wc -l
  2
  2
  $ printf '#!/bin/sh\necho "tool 1.9 $*"\n' >up/tool; git -C up commit -q -am 2.2; git -C up tag v2.2
  $ dott -q --notify --matrix tool tests >out 2>err; jq -r .text mail | grep -A2 again
  upstream.t: 1 test passes again
  
  tests/greet.t[tool=v2.2]: passed
