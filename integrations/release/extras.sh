#!/bin/sh
# Writes what a release has besides the program: completions and man pages.
set -eu
out=$1
rm -rf "$out"
mkdir -p "$out/completion" "$out/man" "$out/bin"
go build -o "$out/bin/dott" ./cmd/dott
dott=$out/bin/dott
"$dott" completion bash >"$out/completion/dott.bash"
"$dott" completion zsh >"$out/completion/_dott"
"$dott" completion fish >"$out/completion/dott.fish"
"$dott" completion powershell >"$out/completion/dott.ps1"
"$dott" man >"$out/man/dott.1"
for command in $("$dott" --help | sed -n 's/^       dott \([a-z][a-z]*\) .*/\1/p'); do
    "$dott" man "$command" >"$out/man/dott-$command.1"
done
rm -r "$out/bin"
