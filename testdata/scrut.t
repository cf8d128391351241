--compat scrut runs scrut's files: its Markdown, with one command a fence, and what is
expected of it below, whatever that looks like.

  $ alias d='dott --compat scrut'
  $ cat > a.md <<'END'
  > ---
  > total_timeout: 1m
  > defaults:
  >   environment: {LEVEL: high}
  > ---
  > 
  > # Suffixes
  > 
  > ```scrut
  > # A comment.
  > $ echo one; echo two >&2
  > > printf '$ three\n> four\n'
  > one
  > $ three
  > > four
  > ```
  > 
  > ```scrut
  > $ seq 12; printf 'a\tb\033[1m\n(glob)\nend'
  > 1 (equal)
  > [2-5] (regex+)
  > 6 (?)
  > none (equal?)
  > * (glob*)
  > a\tb\e[1m (escaped)
  > (glob) (eq)
  > e?? (gl)
  > ```
  > 
  > ```console
  > $ not a test case here
  > ```
  > 
  > # Configuration
  > 
  > ```scrut {output_stream: combined, environment: {NAME: "it's me"}}
  > $ echo "$NAME $LEVEL"; echo error >&2; printf 'return\r\n'
  > it's me high
  > error
  > return
  > ```
  > 
  > ```scrut {output_stream: stderr}
  > $ echo "$NAME"; echo error >&2; (exit 3)
  > error
  > [3]
  > ```
  > 
  > ```testcase
  > % keep_crlf: true
  > % strip_ansi_escaping: true
  > $ printf '\033[31mred\033[0m\r\n'; basename "$SCRUT_TEST"
  > red\r (escaped)
  > a.md:52
  > ```
  > 
  > ```scrut {detached: true}
  > $ echo not seen; sleep 0.1; touch "$TMPDIR"/done
  > ```
  > 
  > ```scrut {wait: {timeout: 30s, path: done}, timeout: 20s}
  > $ ls "$TMPDIR"
  > done
  > ```
  > 
  > # Ends
  > 
  > An exit ends the test case, and no other.
  > 
  > ```scrut
  > $ x=1; alias e=echo; exit 4
  > [4]
  > ```
  > 
  > ```scrut
  > $ alias e=echo
  > ```
  > 
  > ```scrut
  > $ e "$x"; shopt -q expand_aliases
  > 
  > ```
  > END
  $ d a.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.

-u writes what scrut reads.

  $ printf '```scrut\n$ printf "a\\n\\n> b\\n\\\\$ c\\nd (regex)\\n"; echo "> e"; exit 2\n```\n\n```scrut\n$ echo "> f"\n[1]\n```\n' > u.md
  $ d -u u.md
  --- u.md
  +++ u.md.err
  @@ -1,8 +1,15 @@
   ```scrut
   $ printf "a\n\n> b\n\\$ c\nd (regex)\n"; echo "> e"; exit 2
  +a
  +
  +> b
  +\$ c
  +\x64 (regex) (esc)
  +> e
  +[2]
   ```
   
   ```scrut
   $ echo "> f"
  -[1]
  +\x3e f (esc)
   ```
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  u.md: 2 changes written (1 changed, 1 weakened)
  u.md:14: weakened: a status was removed: `[1]` -> `\x3e f (esc)`
  $ d u.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Its files in cram's format are read with its suffixes; both are found.

  $ printf 'Title\n  $ echo abc >&2; echo -n def\n  a.c (regex)\n  d* (glob)\n' > c.t
  $ d
  ...
  # Ran 3 tests, 0 skipped, 0 failed.

A time limit of one test case ends the test there.

  $ mkdir more; cd more
  $ printf '```scrut {timeout: 300ms}\n$ true\n```\n# Slow\n```scrut {timeout: 200ms}\n$ sleep 60\n```\n' > slow.md
  $ d slow.md
  t
  slow.md:6: timed out after 200ms; while running: sleep 60
  
  # Ran 1 tests, 0 skipped, 1 failed.
  slow.md:6: Slow: see above; to run it again: dott --compat=scrut slow.md
  [1]

An exit status skips the document.

  $ printf '```scrut\n$ echo a\n```\n```scrut {skip_document_code: 42}\n$ (exit 42)\n```\n' > skip.md
  $ printf '```scrut\n$ echo "skipped: why"; exit 80\n```\n```scrut\n$ never\n```\n' > skip80.md
  $ d -v skip.md skip80.md
  skip.md: skipped
  skip80.md: skipped: why
  # Ran 2 tests, 2 skipped, 0 failed.
  nothing was tested: all 2 tests were skipped (no reason given: 1, and 1 other reason)

What is not supported, or makes no sense, is a warning with its line.

  $ cat > odd.md <<'END'
  > ---
  > shell: bash
  > append: [more.md]
  > defaults: {fail_fast: true}
  > ---
  > 
  > ```scrut {mode: interactive, timeout: 3}
  > % a: b
  > # comment
  > % output_stream: both
  > $ echo a
  > a
  > ```
  > 
  > ```scrut {
  > $ echo a
  > a
  > ```
  > 
  > ```scrut
  > echo a
  > ```
  > END
  $ d odd.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  warning: odd.md:3: scrut's key "append" is not supported here; it is left out
  warning: odd.md:4: scrut's key "fail_fast" is not supported here; it is left out
  warning: odd.md:7: scrut's key "mode" is not supported here; it is left out
  warning: odd.md:7: timeout is a duration such as 10s or 1m 30s
  warning: odd.md:8: scrut's key "a" is not supported here; it is left out
  warning: odd.md:10: output_stream is stdout, stderr or combined, not "both"
  warning: odd.md:15: this is no YAML: yaml: line 1: did not find expected node content
  warning: odd.md:20: no line here is a command, which begins with "$ ", so nothing runs
