slug: titles as names of files.

  $ command -v python3 >/dev/null || { echo "skipped: python3 is not installed"; exit 80; }
  $ slug() { PYTHONPATH="$TESTDIR/.." python3 -m slug "$@"; }

  $ slug "Hello, World!"
  hello-world
  $ slug "Çà et là" "  two  words "
  ca-et-la
  two-words
  $ printf 'One\nTwo\n' | slug
  one
  two

Nothing to make a name of is an error.

  $ slug "?!"
  slug: '?!' has no letter or digit
  [1]
