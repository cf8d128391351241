#require command:shellcheck

dott lint judges tests without running them.

  $ cat > a.t <<'END'
  > #require gti
  > 
  >   $ sleep 1
  >   $ echo /home/me/x; docker ps
  >   /home/me/x
  >   done.* (re)
  >   .* (re)
  >   version 1.2.3 (re)
  >   built 2024-05-06
  >   commit 3f2a9c1d4e5b6a7980123456789abcdef0123456
  > 
  > 	$ echo a tab
  > END
  $ dott lint a.t
  a.t:1:1: error: nothing defines the feature "gti": no #testcases, no axis of the matrix, and not [features] in dott.toml [unknown-feature]
  a.t:3:5: warning: sleep is too long on a fast machine and too short on a busy one; `#eventually 5s` repeats a command until its block matches [sleep]
  a.t:4:10: warning: /home/me/x need not be there on another machine, or is shared by tests that run at the same time; use $TESTTMP, $HOME or $TMPDIR [absolute-path]
  a.t:4:22: warning: not every machine has docker; `#require command:docker` at the top of the file skips it there [missing-require]
  a.t:5:3: warning: /home/me/x need not be there on another machine, or is shared by tests that run at the same time; use $TESTTMP, $HOME or $TMPDIR [absolute-path]
  a.t:7:3: warning: this matches one line, whatever it says; write down what is known of it, as in `took * ms (glob)` [wide-pattern]
  a.t:8:12: warning: this dot matches any character; write `\.` for a dot [unescaped-dot]
  a.t:9:9: warning: 2024-05-06 looks like the time at which the test was written; write what changes as a pattern, or set it in the test [date-literal]
  a.t:10:10: warning: 3f2a9c1d4e5b6a7980123456789abcdef0123456 looks like a hash that is another one the next time; write it as a pattern, as in `{{commit}} (glob)`, or as [[substitute]] in dott.toml [hash-literal]
  a.t:12:1: warning: this line begins with a tab, so it is a comment and is not run; indent commands by 2 spaces [suspect]
  # Checked 1 file: 1 error, 9 warnings, 0 notes in 1 file.
  [1]

Nothing to object to is a success, and so are notes alone:

  $ printf '  $ echo a\n  a\n' > good.t
  $ dott lint good.t
  # Checked 1 file: 0 errors, 0 warnings, 0 notes in 0 files.
  $ printf '  $ true\n  $ sleep 1\n' > note.t
  $ printf '[lint]\nseverity = { sleep = "note" }\n' > dott.toml
  $ dott lint note.t
  note.t:2:5: note: sleep is too long on a fast machine and too short on a busy one; `#eventually 5s` repeats a command until its block matches [sleep]
  # Checked 1 file: 0 errors, 0 warnings, 1 note in 1 file.

A rule can be turned off for a project, a file, a block and a line:

  $ printf '[lint]\ndisable = ["sleep"]\n' > dott.toml
  $ dott lint note.t
  # Checked 1 file: 0 errors, 0 warnings, 0 notes in 0 files.
  $ rm dott.toml
  $ cat > ignore.t <<'END'
  >   $ sleep 1  # dott:ignore sleep
  > 
  > # dott:ignore sleep wide-pattern
  >   $ sleep 2
  >   * (glob)
  >   $ sleep 3
  > END
  $ dott lint ignore.t
  ignore.t:6:5: warning: sleep is too long on a fast machine and too short on a busy one; `#eventually 5s` repeats a command until its block matches [sleep]
  # Checked 1 file: 0 errors, 1 warning, 0 notes in 1 file.
  [1]
  $ (echo '# dott:ignore sleep wide-pattern slep'; cat ignore.t) > whole.t
  $ dott lint whole.t
  whole.t:1:1: warning: dott:ignore: there is no rule "slep"; docs/lint.md lists them [unknown-ignore]
  # Checked 1 file: 0 errors, 1 warning, 0 notes in 1 file.
  [1]

Conditions that no run can meet:

  $ cat > never.t <<'END'
  > #testcases a b
  > #require git>=2.40
  > #if git<2.30
  >   $ true
  > #endif
  > #if a b
  >   $ true
  > #endif
  > #if linux
  > #else
  >   $ echo x
  >   x (linux !)
  >   y (no-linux !)
  > #endif
  > END
  $ cat > dott.toml <<'END'
  > [features]
  > git = { version = "git --version" }
  > END
  $ dott lint never.t
  never.t:3:1: warning: this never holds: git<2.30 excludes git>=2.40, which holds here by #if or #require above [never-holds]
  never.t:6:1: warning: this never holds: b excludes a [never-holds]
  never.t:12:3: warning: this never holds: linux excludes no-linux, which holds here by #if or #require above [never-holds]
  # Checked 1 file: 0 errors, 3 warnings, 0 notes in 1 file.
  [1]

Axes have the versions that the configuration lists:

  $ cat > dott.toml <<'END'
  > [matrix.tool]
  > values = ["1.0", "1.5"]
  > END
  $ printf '#if tool>=2\n  $ true\n#endif\n#if tool>=1.5\n  $ true\n#endif\n' > axis.t
  $ dott lint axis.t
  axis.t:1:1: warning: tool>=2 holds in no version of the axis tool, which has 1.0, 1.5 [never-holds]
  # Checked 1 file: 0 errors, 1 warning, 0 notes in 1 file.
  [1]
  $ rm dott.toml

Faults of the file, its directives and its commands:

  $ cat > faults.t <<'END'
  > #timeout soon
  > #service redis
  > #setup gone.sh
  >   $ echo 'a
  >   $ echo b
  >   a( (re)
  > END
  $ dott lint faults.t
  faults.t:1:1: error: "soon" is not a duration such as 90s or 2m [directive]
  faults.t:2:1: error: #service: unknown service "redis"; dott.toml has no [service.redis] [directive]
  faults.t:3:1: error: #setup $TESTTMP/gone.sh: no such file or directory [directive]
  faults.t:4:1: error: this command opens a quote (') that nothing closes [shell-syntax]
  faults.t:6:3: error: invalid regular expression `a(`: missing closing ) [invalid-regexp]
  # Checked 1 file: 5 errors, 0 warnings, 0 notes in 1 file.
  [1]

The same beginning in several files:

  $ mkdir many
  $ for n in 1 2 3; do
  >   printf '  $ mkdir repo\n  $ cd repo\n  $ echo content > file\n  $ echo %s\n  %s\n' $n $n > many/$n.t
  > done
  $ dott lint many
  many/1.t:1:1: warning: 3 files begin with these 3 lines of commands; put them into a file and write `#setup FILE`, or [run] setup in dott.toml [repeated-setup]
  # Checked 3 files: 0 errors, 1 warning, 0 notes in 1 file.
  [1]

shellcheck reads all commands, and its places are those of the file:

  $ cat > shell.t <<'END'
  > About it.
  > 
  >   $ f() {
  >   >   rm -r $1/*
  >   > }
  >   $ echo é; ls $(echo a b)
  >   $ for f in $(ls *.txt); do echo "$f"; done  # dott:ignore SC2045
  > END
  $ dott lint shell.t
  shell.t:4:13: warning: SC2115: Use "${var:?}" to ensure this never expands to /* . [shellcheck]
  shell.t:6:16: warning: SC2046: Quote this to prevent word splitting. [shellcheck]
  # Checked 1 file: 0 errors, 2 warnings, 0 notes in 1 file.
  [1]

--fix makes the fixes that change nothing:

  $ printf '  $ echo a b\n  a b (glob)\n  $ sleep 1\n' > fix.t
  $ dott lint --fix fix.t
  fix.t:3:5: warning: sleep is too long on a fast machine and too short on a busy one; `#eventually 5s` repeats a command until its block matches [sleep]
  # Checked 1 file: 0 errors, 1 warning, 0 notes in 1 file.
  [1]
  $ cat fix.t
    $ echo a b
    a b
    $ sleep 1

JSON is an object for each finding, and SARIF is for code scanning:

  $ dott lint --json fix.t
  {"file":"fix.t","line":3,"column":5,"rule":"sleep","severity":"warning","message":"sleep is too long on a fast machine and too short on a busy one; `#eventually 5s` repeats a command until its block matches"}
  [1]
  $ dott lint --sarif fix.t | grep -c '"ruleId": "sleep"'
  1

Bad usage:

  $ dott lint --json --sarif
  dott: lint: --json and --sarif are two forms of output; choose one
  Try 'dott --help'.
  [2]
  $ dott lint gone.t
  dott: no such file: gone.t
  [2]
  $ mkdir empty; dott lint empty
  dott: no tests found in empty (a test is a file whose name ends in .t)
  Usage: dott [OPTIONS] [PATH...]
  Try 'dott --help' for how to write a first test, or let 'dott init' write one.
  [2]
  $ printf '[lint]\ndisable = ["slep"]\nseverity = { fault = "bad" }\n' > dott.toml
  $ dott lint fix.t
  dott: dott.toml:2: there is no rule "slep"; did you mean "sleep"?; docs/lint.md lists them
  dott: dott.toml:3: [lint] severity.fault = "bad": must be error, warning or note
  [2]

Each file belongs to the nearest configuration upward from it:

  $ rm dott.toml; mkdir -p mono/a mono/b; cd mono
  $ printf '[lint]\ndisable = ["sleep"]\n' > a/dott.toml
  $ printf '[features]\ngti = "true"\n' > b/dott.toml
  $ printf '#require gti\n  $ sleep 1\n' | tee a/a.t > b/b.t
  $ dott lint
  a/a.t:1:1: error: nothing defines the feature "gti": no #testcases, no axis of the matrix, and not [features] in dott.toml [unknown-feature]
  b/b.t:2:5: warning: sleep is too long on a fast machine and too short on a busy one; `#eventually 5s` repeats a command until its block matches [sleep]
  # Checked 2 files: 1 error, 1 warning, 0 notes in 2 files.
  [1]
