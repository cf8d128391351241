#!/usr/bin/env bash
# Makes the README's pictures: dott runs in a real terminal (tmux), and svg.py draws what
# the terminal shows. Needs tmux and Debian's python3-rich.
#   docs/pictures/make.sh            writes failing.svg and accepted.svg here
#   docs/pictures/make.sh --check    says whether they are what dott shows today
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export TMUX_TMPDIR=$work
trap 'tmux kill-server 2>/dev/null || true; rm -rf "$work"' EXIT

case ${1-} in
'') out=$here ;;
--check) out=$work/out && mkdir "$out" ;;
*) echo "usage: make.sh [--check]" >&2 && exit 2 ;;
esac

(cd "$here/../.." && go build -o "$work/bin/dott" ./cmd/dott)
mkdir "$work/tests"
cat >"$work/tests/sort.t" <<'TEST'
Numbers are sorted by their value.

  $ printf '10\n9\n' > numbers
  $ sort numbers
  9
  10
TEST
cat >"$work/tests/greet.t" <<'TEST'
A greeting has the name that it is given.

  $ greet Ada
  Hello Ada.
TEST
printf '#!/bin/sh\necho "Hello, $1!"\n' >"$work/bin/greet"
chmod +x "$work/bin/greet"

# shown TEXT waits until the terminal shows TEXT.
shown() {
    for ((n = 0; n < 600; n++)); do
        [[ $(tmux capture-pane -p) != *"$1"* ]] || return 0
        sleep 0.1
    done
    echo "the terminal does not show: $1" >&2
    tmux capture-pane -p >&2
    return 1
}
type_line() { tmux send-keys -l "$1" && tmux send-keys Enter; }
picture() {
    tmux capture-pane -e -p | /usr/bin/python3 "$here/svg.py" dott-"$1" "$2" >"$out/$1.svg"
}
terminal() {
    tmux -f /dev/null new-session -d -x 72 -y 30 -c "$work/tests" \
        env -i PATH="$work/bin:$PATH" HOME="$work" TERM=tmux-256color LANG=C.UTF-8 HISTFILE= PS1='$ ' bash --norc --noprofile
    shown '$'
}

terminal
type_line 'dott sort.t'
shown '# Ran '
picture failing 'A failing test'
tmux kill-server

terminal
type_line 'dott -i greet.t'
shown 'Accept this change?'
tmux send-keys y
shown '# Ran '
type_line 'cat greet.t'
shown $'\n  Hello, Ada!'
picture accepted 'Accepting a change'

if [ "$out" != "$here" ]; then
    for name in failing accepted; do
        # How long the run took is another number each time.
        diff -u --label "$name.svg" --label "$name.svg, made now" \
            <(sed -E 's/in(&#160;)[0-9]+\.[0-9]s/in\1TIME/; s/textLength="[0-9.]+"//g' "$here/$name.svg") \
            <(sed -E 's/in(&#160;)[0-9]+\.[0-9]s/in\1TIME/; s/textLength="[0-9.]+"//g' "$out/$name.svg") || {
            echo "docs/pictures/$name.svg: dott shows something else now; run docs/pictures/make.sh" >&2
            exit 1
        }
    done
fi
