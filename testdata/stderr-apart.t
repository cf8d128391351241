With #stderr apart, a block's standard output comes first, and then its standard error,
in lines that end in (err).

  $ cat >a.t <<'EOF'
  > #stderr apart
  >   $ echo "warning: 3 files" >&2; echo done; printf 'a\tb\n' >&2
  >   $ ls missing
  >   $ echo "x (err)"; echo "y (err)" >&2; printf 'no end' >&2
  >   $ echo >&2; sh -c 'echo down >&2; exit 3'
  >   $ echo quiet
  > EOF

All of it is written by an update, under every shell, and passes then:

  $ run() { cp a.t b.t; dott "$@" -u b.t >/dev/null 2>&1; dott -q "$@" b.t; }
  $ run
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ cat b.t
  #stderr apart
    $ echo "warning: 3 files" >&2; echo done; printf 'a\tb\n' >&2
    done
    warning: 3 files (err)
    a\tb (err) (esc)
    $ ls missing
    ls: cannot access 'missing': No such file or directory (err)
    [2]
    $ echo "x (err)"; echo "y (err)" >&2; printf 'no end' >&2
    x (er\x72) (esc)
    y (err) (err)
    no end (err) (no-eol)
    $ echo >&2; sh -c 'echo down >&2; exit 3'
     (err)
    down (err)
    [3]
    $ echo quiet
    quiet
  $ cp b.t expected
  $ for shell in dash bash zsh mksh; do run --shell $shell; cmp b.t expected; done
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ run --shell busybox --shell-opts sh; grep missing b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
    $ ls missing
    ls: missing: No such file or directory (err)

The ending combines with the others, in front of them. A line without it matches
nothing of standard error, and one with it nothing of standard output.

  $ cat >c.t <<'EOF'
  > #stderr apart
  >   $ echo "warning: 3 files" >&2; printf 'took 12 ms' >&2
  >   warning: * (err) (glob)
  >   note: * (err) (glob) (?)
  >   took \d+ ms (err) (re) (no-eol)
  >   $ echo both; echo both >&2
  >   * (glob+)
  >   $ echo both; echo both >&2
  >   both
  >   b.*h (err) (re) (no-windows !)
  > EOF
  $ dott c.t
  !
  --- c.t
  +++ c.t.err
  @@ -5,6 +5,7 @@
     took \d+ ms (err) (re) (no-eol)
     $ echo both; echo both >&2
     * (glob+)
  +  both (err)
     $ echo both; echo both >&2
     both
     b.*h (err) (re) (no-windows !)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t:8: the output differs; to run it again: dott c.t
  [1]

What traces the shell goes to standard error, and nothing of ours is in it. A test may
send its standard error elsewhere, and nothing of ours goes there.

  $ cat >d.t <<'EOF'
  > #stderr apart
  >   $ set -xv
  >   $ echo traced
  >   $ { set +xv; } 2>/dev/null
  >   $ exec 2>log
  >   $ echo hidden >&2; echo said >/dev/stderr
  >   $ cat log
  >   $ exec 2>&1; echo together >&2
  > EOF
  $ for shell in dash bash mksh; do
  >   cp d.t e.t; dott --shell $shell -u e.t >/dev/null 2>&1; dott --shell $shell e.t; ! grep 'SALT\|errors' e.t
  > done
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ sed -n '/exec 2>log/,$p' e.t
    $ exec 2>log
    $ echo hidden >&2; echo said >/dev/stderr
    $ cat log
    said
    $ exec 2>&1; echo together >&2
    together

Inline code has a standard error, too.

  $ cat >f.t <<'EOF'
  > #stderr apart
  >   >>> import sys
  >   >>> print("problem", file=sys.stderr); print("result")
  >   result
  >   problem (err)
  >   >>> print(2)
  >   2
  > EOF
  $ dott f.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A loop over several blocks has what each round printed. Where the shell ends, and where
time is up, the report has standard error as well.

  $ cat >g.t <<'EOF'
  > #stderr apart
  >   $ for i in 1 2
  >   > do
  >   $ echo out $i; echo err $i >&2
  >   $ done
  > EOF
  $ dott -u g.t >/dev/null 2>&1; dott g.t && tail -n +4 g.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
    $ echo out $i; echo err $i >&2
    out 1
    err 1 (err)
    $ done
    out 2
    err 2 (err)
  $ printf '#stderr apart\n  $ echo "no disk" >&2; kill -9 $$\n  $ echo never\n' >h.t
  $ printf '#stderr apart\n#timeout 1s\n  $ echo slow >&2; sleep 60\n' >i.t
  $ dott h.t i.t
  !
  --- h.t
  +++ h.t.err
  @@ -1,3 +1,4 @@
   #stderr apart
     $ echo "no disk" >&2; kill -9 $$
  +  no disk (err)
     $ echo never
  h.t:2: the shell was ended by a signal (killed); 1 command after it did not run
  t
  i.t:3: timed out after 1s; while running: echo slow >&2; sleep 60
    slow
  
  # Ran 2 tests, 0 skipped, 2 failed.
  h.t:2: see above; to run it again: dott h.t
  i.t:3: see above; to run it again: dott i.t
  [1]

The configuration says it for all files, and a file may say otherwise. Where nobody says
it, both are one stream, and the ending is text like any other.

  $ mkdir p && printf '[run]\nstderr = "apart"\n' >p/dott.toml
  $ printf '  $ echo a >&2; echo b\n  b\n  a (err)\n' >p/a.t
  $ printf '#stderr together\n  $ echo a >&2; echo b\n  a\n  b\n' >p/b.t
  $ (cd p && dott .)
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ printf '  $ echo "a (err)"; echo b >&2\n  a (err)\n  b\n  $ echo "a 1 (err)"\n  a * (err) (glob)\n' >j.t
  $ dott j.t && dott --compat cram j.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.

  $ printf '#stderr appart\n  $ echo\n' >k.t
  $ dott k.t 2>/dev/null
  !
  k.t:1: #stderr appart: write `#stderr apart`, or `#stderr together` for one stream
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ printf '[run]\nstderr = "file"\n' >p/dott.toml
  $ (cd p && dott .)
  dott: dott.toml:2: [run] stderr = "file": must be together or apart
  [2]

Lines that vary are written as patterns that are for standard error, too.

  $ printf '#stderr apart\n  $ echo "pid $$" >&2; echo $$ >&2\n' >l.t
  $ dott -u l.t >/dev/null 2>&1; cat l.t; dott l.t
  #stderr apart
    $ echo "pid $$" >&2; echo $$ >&2
    pid * (err) (glob)
    \d+ (err) (re)
  .
  # Ran 1 tests, 0 skipped, 0 failed.
