wordcount: how often which word occurs.

TESTDIR is the directory of this file, so what is to be tested is found from there,
wherever the tests are run from.

  $ command -v go >/dev/null || { echo "skipped: go is not installed"; exit 80; }

HOME is empty in a test, so go has no cache; it gets one that goes with the
sandbox. What is built depends on no settings of the caller's.

  $ export GOCACHE="$CRAMTMP/gocache" GOPATH="$CRAMTMP/gopath"
  $ export GOENV=off GOFLAGS= GOWORK=off CGO_ENABLED=0
  $ unset GOOS GOARCH
  $ go build -o wordcount "$TESTDIR/main.go"
  $ PATH="$PWD:$PATH"

Words are counted without regard to case and punctuation. Equals are in the order
of the alphabet.

  $ echo "The cat. The dog's bowl; the end" | wordcount
  3\tthe (esc)
  1\tbowl (esc)
  1\tcat (esc)
  1\tdog's (esc)
  1\tend (esc)

Without a file it reads its input, which may be empty.

  $ wordcount < /dev/null

Several files are counted together, and -n is how many words to print.

  $ echo "one two two three three three" > a
  $ echo "two two" > b
  $ wordcount -n 2 a b
  4\ttwo (esc)
  3\tthree (esc)

A file that is not there does not keep the others from being counted.

  $ wordcount -n 1 missing a
  wordcount: open missing: no such file or directory
  3\tthree (esc)
  [1]

Wrong usage is told from that by its exit status.

  $ wordcount --top 2
  wordcount: flag provided but not defined: -top
  usage: wordcount [-n N] [FILE...]
  [2]
  $ wordcount -n two a
  wordcount: invalid value "two" for flag -n: parse error
  usage: wordcount [-n N] [FILE...]
  [2]
