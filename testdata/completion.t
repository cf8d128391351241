#require command:zsh command:fish command:bash

The scripts of `dott completion` work in the shells themselves.

  $ mkdir sub; touch sub/x.t other.txt
  $ printf '#testcases one two\n  $ echo a\n  a\n  $ echo b\n  b\n' >a.t
  $ cat >dott.toml <<'END'
  > [matrix.tool]
  > values = ["1.0", "2.0"]
  > [features]
  > docker = "true"
  > [service.db]
  > command = "sleep 100"
  > END

In bash:

  $ cat >ask.bash <<'END'
  > . /usr/share/bash-completion/bash_completion
  > . <(dott completion bash)
  > complete_line() {
  >   COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_KEY=9
  >   read -ra COMP_WORDS <<<"$1"
  >   case $1 in *' ') COMP_WORDS+=('');; esac
  >   COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  >   COMPREPLY=()
  >   compopt() { :; }
  >   __start_dott
  >   printf '%s\n' "${COMPREPLY[@]%%  *}"
  > }
  > complete_line "$1"
  > END
  $ bash ask.bash 'dott --matr'
  --matrix
  $ bash ask.bash 'dott sub/'
  sub/x.t
  $ bash ask.bash 'dott --color '
  auto
  always
  never
  $ bash ask.bash 'dott --bisect '
  tool
  $ bash ask.bash 'dott services start '
  db
  $ bash ask.bash 'dott rep'
  report
  repro
  $ bash ask.bash 'dott a.t#'
  a.t#one[tool=1.0]
  a.t#one[tool=2.0]
  a.t#two[tool=1.0]
  a.t#two[tool=2.0]

In zsh:

  $ cat >ask.zsh <<'END'
  > autoload -Uz compinit; compinit -u -d "$TMPDIR/dump"
  > source <(dott completion zsh)
  > _describe() { local name=${@[-1]}; print -l -- ${(P)name} | sed "s/:.*//"; }
  > _arguments() { print files; }
  > words=(${(z)1} ${1##* }) CURRENT=${#${(z)1}}
  > [[ $1 = *' ' ]] && { words=(${(z)1} ''); CURRENT=${#words}; }
  > words=(${words[1,CURRENT]})
  > [[ $1 = *' ' ]] && words=(${(z)1} '')
  > _dott
  > END
  $ zsh -f ask.zsh 'dott --bisect '
  tool
  $ zsh -f ask.zsh 'dott hist'
  history

In fish:

  $ ask() { fish --no-config -c 'dott completion fish | source; complete -C "'"$1"'"' | cut -f1; }
  $ ask 'dott --matr'
  --matrix
  $ ask 'dott --matrix='
  --matrix=all
  --matrix=tool
  --matrix=tool=1.0
  --matrix=tool=2.0
  $ ask 'dott --require '
  docker
  linux
  macos
  windows
  root
  $ ask 'dott shell a.t:'
  a.t:2
  a.t:4
  $ ask 'dott help up'
  updating

There is a script for PowerShell as well.

  $ dott completion powershell | head -n 1
  # powershell completion for dott                                 -*- shell-script -*-
  $ dott completion tcsh
  dott: completion: name a shell: bash, zsh, fish, powershell
  Try 'dott --help'.
  [2]
