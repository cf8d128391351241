Two commits and a conflict, as git tells of them.

  $ command -v git >/dev/null || { echo "skipped: git is not installed"; exit 80; }

A test must not see who runs it: not their name, not their settings, and not the
repository in whose hook it may run.

  $ unset $(git rev-parse --local-env-vars)
  $ export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
  $ export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@example.com
  $ export GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=ann@example.com

The sandbox is an empty directory, so there is room for a repository.

  $ git init -q
  $ git symbolic-ref HEAD refs/heads/main
  $ echo hello > greeting
  $ git add greeting

The hash changes with the date; "(glob)" lets "*" stand for it. All else on the
line must be there.

  $ git commit -m "Say hello"
  [main (root-commit) *] Say hello (glob)
   1 file changed, 1 insertion(+)
   create mode 100644 greeting

"git diff --exit-code" tells by its exit status whether there is a difference. An
exit status that is not 0 stands in brackets, below the output.

  $ git diff --exit-code
  $ echo bonjour > greeting
  $ git diff --exit-code
  diff --git a/greeting b/greeting
  index *..* 100644 (glob)
  --- a/greeting
  +++ b/greeting
  @@ -1 +1 @@
  -hello
  +bonjour
  [1]

What one branch and another did to the same line cannot be merged.

  $ git checkout -q -b french
  $ git commit -q -a -m "Say it in French"
  $ git checkout -q main
  $ echo "guten tag" > greeting
  $ git commit -q -a -m "Say it in German"
  $ git merge french
  Auto-merging greeting
  CONFLICT (content): Merge conflict in greeting
  Automatic merge failed; fix conflicts and then commit the result.
  [1]
  $ git status --short
  UU greeting
