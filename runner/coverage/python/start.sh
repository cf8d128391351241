#!/bin/sh
# Stands before a Python on the PATH of a test that is measured, under its name,
# and starts it. So a test is measured that sets PYTHONPATH itself, or cleans the
# environment and keeps PATH.
site={{site}}
own=${0%/*}
name=${0##*/}
: "${COVERAGE_PROCESS_START:=${own%/*}/coveragerc}"
case ":${PYTHONPATH-}:" in
*":$site:"*) ;;
*) PYTHONPATH=$site${PYTHONPATH:+:$PYTHONPATH} ;;
esac
export COVERAGE_PROCESS_START PYTHONPATH
set -f
IFS=:
for dir in $PATH; do
    if [ "$dir" != "$own" ] && [ -f "${dir:-.}/$name" ] && [ -x "${dir:-.}/$name" ]; then
        exec "${dir:-.}/$name" "$@"
    fi
done
echo "$name: not found" >&2
exit 127
