#!/bin/sh
# Gives the module another path: sh integrations/release/module.sh example.org/you/dott
set -eu
cd "$(dirname "$0")/../.."
new=${1:?the new module path, such as example.org/you/dott}
case $new in
*[!A-Za-z0-9._~/-]*) echo "$new: not a module path" >&2 && exit 2 ;;
esac
old=$(go list -m)
git grep -lzF "\"$old/" -- '*.go' '*.md' | OLD=$old NEW=$new xargs -0 perl -pi -e 's{"\Q$ENV{OLD}\E/}{"$ENV{NEW}/}g'
OLD=$old NEW=$new perl -pi -e 's{\Q$ENV{OLD}\E/cmd/dott/session\.release}{$ENV{NEW}/cmd/dott/session.release}g' .goreleaser.yaml Dockerfile
go mod edit -module "$new"
git grep -lzF "\"$new/" -- '*.go' | xargs -0 gofmt -w
