Where there is no dott.toml, dott reads cram's .cramrc.

  $ mkdir t; printf '    $ echo a\n    b\n' >t/a.t
  $ cat >.cramrc <<'END'
  > # cram's
  > [cram]
  > Indent: 4
  > quiet = yes
  > verbose = off
  > 
  > [other]
  > x = 1
  > END
  $ dott t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  t/a.t:2: the output differs; to run it again: dott t/a.t
  [1]
  $ : >dott.toml
  $ dott -d t
  t/a.t:1: this looks like a command and is expected output, as its indent is 4 spaces and not 2
  $ rm dott.toml

The variable $CRAMRC names another one. One that does not exist is passed over.

  $ sed 's/yes/no/' .cramrc >other
  $ CRAMRC=other dott t 2>/dev/null
  !
  --- t/a.t
  +++ t/a.t.err
  @@ -1,2 +1,2 @@
       $ echo a
  -    b
  +    a
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ CRAMRC=missing dott -d t
  t/a.t:1: this looks like a command and is expected output, as its indent is 4 spaces and not 2
  $ CRAMRC= dott -d t
  t/a.t:1: this looks like a command and is expected output, as its indent is 4 spaces and not 2

What cram passes over without a word is an error.

  $ printf '[cram]\nquite = yes\nindent = x\nyes = maybe\n' >wrong
  $ CRAMRC=wrong dott t
  dott: wrong:2: unknown key "quite" in [cram]; did you mean "quiet"?
  dott: wrong:3: [cram] indent = "x": must be a whole number
  dott: wrong:4: [cram] yes = "maybe": must be yes or no
  [2]
  $ printf 'quiet = yes\n' >wrong
  $ CRAMRC=wrong dott t
  dott: wrong:1: this line is before any section; put a line such as [cram] above it
  [2]

Called by the name of cram, dott is cram: it reads .cramrc, whatever dott.toml says,
and $CRAM behind its arguments.

  $ ln -s "$(command -v dott)" cram
  $ echo broken >dott.toml
  $ DOTT_OPTS=--broken ./cram t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  t/a.t:2: since 3 runs (*): the output differs; to run it again: cram t/a.t (glob)
  [1]
  $ CRAM='--indent 2 -v' ./cram t
  t/a.t: failed
  # Ran 1 tests, 0 skipped, 1 failed.
  warning: t/a.t:1: this looks like a command and is expected output, as its indent is 4 spaces and not 2
  t/a.t:1: since 4 runs (*): this looks like a command and is expected output, as its indent is 4 spaces and not 2; to run it again: cram --indent=2 t/a.t (glob)
  [1]
  $ CRAM='-n' ./cram -y t
  options --yes and --no are mutually exclusive
  [2]
  $ CRAM="'" ./cram t
  Usage: cram [OPTIONS] TESTS...
  
  cram: error: $CRAM: a quote is not closed, or there is a bracket outside quotes
  [2]
  $ printf '  $ true\n' >new
  $ ./cram --indent 2 new
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ ./cram
  Usage: cram [OPTIONS] TESTS...
  [2]
