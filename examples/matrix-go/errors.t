#require command:shfmt

What shfmt says about scripts that are wrong, which has changed twice: 3.11 tells
as which shell it read the script, 3.13 quotes what it misses.

  $ printf 'echo ${x' | shfmt
  <standard input>:1:6: reached EOF without matching ${ with } (shfmt<3.13 !)
  <standard input>:1:6: reached EOF without matching `${` with `}` (shfmt>=3.13 !)
  [1]

  $ echo 'a=(1 2)' | shfmt -p
  <standard input>:1:3: arrays are a bash/mksh feature (shfmt<3.11 !)
  <standard input>:1:3: arrays are a bash/mksh feature; tried parsing as posix (shfmt>=3.11 shfmt<3.13 !)
  <standard input>:1:3: arrays are a bash/mksh/zsh feature; tried parsing as posix (shfmt>=3.13 !)
  [1]

Where it stops has been the same all the time.

  $ printf 'if a; then\n  b\n' | shfmt 2>&1 | cut -d: -f1-3
  <standard input>:1:1
