A file that requires what is not there is skipped, with the reason.

  $ cat >dott.toml <<'END'
  > [features]
  > tool = { version = "echo tool version 2.40.1" }
  > absent = "false"
  > END
  $ mkdir t
  $ printf '#require absent\n  $ echo wrong\n' >t/absent.t
  $ printf '#require no-tool\n  $ echo wrong\n' >t/negated.t
  $ printf '#require tool>=3\n  $ echo wrong\n' >t/newer.t
  $ printf '#require tool>=2.40 tool<2.41 no-absent\n#require command:sh\n  $ echo ran\n  ran\n' >t/ran.t
  $ printf '#require command:no-such-tool\n  $ echo wrong\n' >t/tool.t
  $ dott -v t
  t/absent.t: skipped: missing feature: absent
  t/negated.t: skipped: missing feature: no-tool
  t/newer.t: skipped: missing feature: tool>=3 (it is 2.40.1)
  t/ran.t: passed
  t/tool.t: skipped: missing feature: command:no-such-tool
  # Ran 5 tests, 4 skipped, 0 failed.

What a file requires behind an #if that leaves it out is not asked for. Nor is
anything asked once the file is known to be skipped.

  $ printf '#if absent\n#require unknown\n#endif\n  $ echo ran\n  ran\n' >if.t
  $ printf '#require absent\n#require unknown\n#if unknown\n#endif\n' >first.t
  $ dott -v if.t first.t
  if.t: passed
  first.t: skipped: missing feature: absent
  # Ran 2 tests, 1 skipped, 0 failed.

Each feature is asked about once in a run, and only if a file asks.

  $ cat >dott.toml <<'END'
  > [features]
  > counted = 'echo x >>"$CONFIGDIR/count"'
  > never = 'touch "$CONFIGDIR/never"'
  > END
  $ for n in 1 2 3; do printf '#require counted\n#if counted\n  $ echo a\n  a (counted !)\n#endif\n' >$n.t; done
  $ dott -j2 1.t 2.t 3.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.
  $ cat count
  x
  $ ls never
  ls: *never*: No such file or directory (glob)
  [2]

A probe that cannot tell is an error of the tests that ask.

  $ cat >dott.toml <<'END'
  > [features]
  > nothing = { version = "echo nothing" }
  > killed = 'kill -9 $$'
  > hangs = "sleep 60"
  > END
  $ printf '#require nothing>1\n' >a.t; printf '#if killed\n#endif\n' >b.t; printf '#require hangs\n' >c.t
  $ dott --timeout 1 a.t b.t c.t 2>/dev/null
  !
  a.t:1: feature nothing: `echo nothing` printed no version: nothing
  !
  b.t:1: feature killed: `kill -9 $$` was ended by a signal (killed)
  !
  c.t:1: feature hangs: `sleep 60` did not end within 1s
  
  # Ran 3 tests, 0 skipped, 3 failed.
  [1]
