--limit cuts between words, so that the whole is a name to read.

  $ command -v python3 >/dev/null || { echo "skipped: python3 is not installed"; exit 80; }
  $ slug() { PYTHONPATH="$TESTDIR/.." python3 -m slug "$@"; }

  $ slug --limit 12 "The quick brown fox"
  the-quick
  $ slug --limit 4 Mississippi
  miss

  $ slug --limit 0 x
  usage: slug [-h] [--limit N] [title ...]
  slug: error: --limit: must be 1 or more
  [2]
