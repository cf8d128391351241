[run] markdown has the Markdown files that are tests. They begin in the configuration's
folder.

  $ mkdir -p docs/sub other tests
  $ for f in README docs/a docs/sub/b other/c
  > do printf '```console\n$ echo %s\n%s\n```\n' $f $f > $f.md; done
  $ echo '  $ true' > tests/t.t
  $ cat > dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > markdown = ["README.md", "docs/**/*.md"]
  > END
  $ dott --list
  tests/t.t
  README.md
  docs/a.md
  docs/sub/b.md
  $ dott
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  $ dott --list docs other/c.md
  docs/a.md
  docs/sub/b.md
  other/c.md
  $ cd docs; dott --list .; dott --list; cd ..
  a.md
  sub/b.md
  ../tests/t.t
  ../README.md
  a.md
  sub/b.md
  $ dott --list other
  dott: no tests found in other (a test is a file whose name ends in .t; to run Markdown files such as other/c.md, name them, or set [run] markdown)
  Usage: dott [OPTIONS] [PATH...]
  Try 'dott --help' for how to write a first test, or let 'dott init' write one.
  [2]

Without it, Markdown files are not looked for.

  $ rm dott.toml
  $ dott --list
  tests/t.t
  $ dott docs
  dott: no tests found in docs (a test is a file whose name ends in .t; to run Markdown files such as docs/a.md, name them, or set [run] markdown)
  Usage: dott [OPTIONS] [PATH...]
  Try 'dott --help' for how to write a first test, or let 'dott init' write one.
  [2]

A file that is not there is an error.

  $ printf '[run]\nmarkdown = ["REDME.md"]\n' > dott.toml
  $ dott
  dott: no such file: REDME.md
  [2]

[markdown] fences are the words that mark a fence.

  $ printf '[markdown]\nfences = ["bash", "session"]\n' > dott.toml
  $ printf '```bash\n$ echo a\na\n```\n```console\n$ false\n```\n' > words.md
  $ dott words.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott README.md
  !
  README.md: nothing in it runs: commands begin with "$ ", in a fence that begins with ```bash or ```session
  
  # Ran 1 tests, 0 skipped, 1 failed.
  README.md:1: new: see above; to run it again: dott README.md
  [1]

What makes no sense is said.

  $ cat > dott.toml <<'END'
  > [run]
  > markdown = ["docs", "[.md"]
  > [markdown]
  > fences = ["a b", ""]
  > fence = "x"
  > END
  $ dott words.md
  dott: dott.toml:2: [run] markdown = "docs": must be a path or a glob of Markdown files such as docs/**/*.md
  dott: dott.toml:2: [run] markdown = "[.md": must be a path or a glob of Markdown files such as docs/**/*.md
  dott: dott.toml:4: [markdown] fences = "a b": must be the word behind the marks of a fence, such as console
  dott: dott.toml:4: [markdown] fences = "": must be the word behind the marks of a fence, such as console
  dott: dott.toml:5: unknown key "fence" in [markdown]; did you mean "fences"?
  [2]
  $ printf '[markdown]\nfences = []\n' > dott.toml
  $ dott words.md
  dott: dott.toml:2: [markdown] fences = []: must have a word, or be left out
  [2]
