What is wrong with a Markdown file is named with its line.

  $ cat > faults.md <<'END'
  > 1. One
  > <!-- dott
  > $ true
  > -->
  > 2. Two
  >    <!-- dott
  > $ false
  > -->
  > 
  > ```console file=/etc/passwd
  > ```
  > 
  > ```console
  > $ true
  > END
  $ dott faults.md
  !
  faults.md:6: this hidden transcript never ends: it needs the line "-->" below its last line, and all its lines begin as this one does, with "   ", since it is part of a list or a quote
  faults.md:10: file=/etc/passwd: a fence is written into the directory of the test; name a file there
  faults.md:13: this fence never ends: below its last line it needs the line "```"
  
  # Ran 1 tests, 0 skipped, 1 failed.
  warning: faults.md:2: this hidden transcript ends the list above, and another begins below; indent its lines by 3 spaces to keep it in one
  faults.md:6: see above; to run it again: dott faults.md
  [1]

A file without a command is an error, wherever it was found. So is an empty one.

  $ printf '# Title\n\n```sh\n$ true\n```\n' > prose.md
  $ : > empty.md
  $ printf '```toml file=x\n```\n' > file.md
  $ dott prose.md empty.md file.md
  !
  prose.md: nothing in it runs: commands begin with "$ ", in a fence that begins with ```console or ```shell-session or ```sh-session or ```t
  !
  empty.md: nothing in it runs: commands begin with "$ ", in a fence that begins with ```console or ```shell-session or ```sh-session or ```t
  !
  file.md: nothing in it runs: commands begin with "$ ", in a fence that begins with ```console or ```shell-session or ```sh-session or ```t
  
  # Ran 3 tests, 0 skipped, 3 failed.
  prose.md:1: see above; to run it again: dott prose.md
  empty.md:1: see above; to run it again: dott empty.md
  file.md:1: see above; to run it again: dott file.md
  [1]

Where every command is left out, the file is skipped as another would be.

  $ printf '<!-- dott\n#if windows\n$ true\n#endif\n-->\n' > off.md
  $ dott -v off.md
  off.md: skipped: no commands
  # Ran 1 tests, 1 skipped, 0 failed.
  nothing was tested: the only test was skipped (no commands)

What looks like a transcript and is none is warned about.

  $ cat > warn.md <<'END'
  > ```console
  > ls
  > ```
  > 
  > ```console skp
  > output
  > $ true
  > ```
  > 
  > See <!-- dott
  > $ true
  > -->
  > 
  > ```yaml
  > a: b
  > 
  > ```console
  > $ true
  > END
  $ dott warn.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: warn.md:1: no line here is a command, which begins with "$ ", so nothing runs
  warning: warn.md:6: this stands above the first command of its fence, and is not compared with anything
  warning: warn.md:10: this hidden transcript does not run, as its <!-- dott does not begin a line
  warning: warn.md:14: this fence never ends, so nothing below it runs: it needs the line "```" below its last line

No fence can hold what goes wrong with a file.

  $ printf '```console\n$ mkdir a\n```\n```toml file=a\nb\n```\n' > unwritten.md
  $ dott unwritten.md
  !
  unwritten.md:4: this fence could not be written into its file, a
    /bin/sh: 4: cannot create a: Is a directory
  
  # Ran 1 tests, 0 skipped, 1 failed.
  unwritten.md:4: see above; to run it again: dott unwritten.md
  [1]
  $ dott -u -q unwritten.md
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  unwritten.md:4: this fence could not be written into its file, a; to run it again: dott unwritten.md
  [1]

A file that cram can read, dott reads too: with the indent of a .t file.

  $ printf 'Text.\n\n```\n  $ echo a\n```\n' > cram.md
  $ dott -u -q cram.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  cram.md: 1 change written (changed)
  $ sed 's/^/| /' cram.md
  | Text.
  | 
  | ```
  |   $ echo a
  |   a
  | ```
  $ dott --compat cram cram.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
