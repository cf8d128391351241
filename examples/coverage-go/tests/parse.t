What is written is read.

  $ PATH="$TESTDIR/../bin:$PATH"
  $ command -v roman >/dev/null || { echo "skipped: build it first, as the README says"; exit 80; }

  $ roman XIV MCMXCIV
  14
  1994
