--changed chooses the tests that changed since a revision, and those that nobody
has committed yet.

  $ export HGUSER=test HGPLAIN=1 GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test
  $ fill() {
  >   mkdir -p sub
  >   for f in a.t b.t sub/c.t 'sub/ü 1.t'; do printf '  $ true\n' >"$f"; done
  > }

In git:

  $ git init -q g; cd g; fill
  $ git add .; git commit -qm one
  $ dott --changed
  of 4 tests in ., none has changed
  $ echo >>a.t; echo >>'sub/ü 1.t'; printf '  $ true\n' >new.t
  $ echo ignored.t >.gitignore; printf '  $ true\n' >ignored.t
  $ dott --list --changed
  a.t
  new.t
  sub/ü 1.t
  $ cd sub; dott --list --changed; cd ..
  \xc3\xbc 1.t (esc)
  $ rm b.t; git add .; dott -v --changed
  a.t: passed
  new.t: passed
  sub/ü 1.t: passed
  # Ran 3 tests, 0 skipped, 0 failed.
  $ git commit -qm two
  $ echo >>sub/c.t
  $ dott --list --changed
  sub/c.t
  $ dott --list --changed=HEAD~1
  a.t
  new.t
  sub/c.t
  sub/ü 1.t
  $ dott --list --changed HEAD~1 >separate; dott --list --changed=HEAD~1 | diff - separate; rm separate
  $ dott --list --changed missing.t
  dott: no such file: missing.t
  [2]
  $ dott --changed=nowhere 2>&1 | head -1
  dott: --changed: git diff --name-status -z --no-renames nowhere --: fatal: bad revision 'nowhere'
  $ dott --changed=nowhere >/dev/null 2>&1
  [2]
  $ dott --changed=--output=x >/dev/null 2>&1; test -e x
  [1]

In Mercurial:

  $ cd ..; hg init h; cd h; fill
  $ hg commit -qAm one
  $ dott --changed
  of 4 tests in ., none has changed
  $ echo >>a.t; printf '  $ true\n' >new.t; rm b.t
  $ dott --list --changed
  a.t
  new.t
  $ cd sub; dott --list --changed; cd ..
  of 2 tests in ., none has changed
  $ hg commit -qAm two
  $ echo >>sub/c.t
  $ dott --list --changed
  sub/c.t
  $ dott --list --changed=0
  a.t
  new.t
  sub/c.t
  $ dott --changed=nowhere 2>&1 >/dev/null | head -1
  dott: --changed: hg status * nowhere* (glob)

And nowhere:

  $ cd ..; printf '  $ true\n' >a.t
  $ dott --changed a.t
  dott: --changed: $TESTTMP is not in a repository of git or Mercurial
  [2]
