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
"$dott" man --dir "$out/man"
rm -r "$out/bin"
