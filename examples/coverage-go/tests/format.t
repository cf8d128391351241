Numbers are written from the largest sign to the smallest.

  $ PATH="$TESTDIR/../bin:$PATH"
  $ command -v roman >/dev/null || { echo "skipped: build it first, as the README says"; exit 80; }

  $ roman 1 4 14 1994
  I
  IV
  XIV
  MCMXCIV

There is no zero.

  $ roman 0
  roman: the Romans had no number 0
  [1]
