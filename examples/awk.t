A table, read by awk and changed by sed.

  $ command -v awk >/dev/null || { echo "skipped: awk is not installed"; exit 80; }
  $ command -v sed >/dev/null || { echo "skipped: sed is not installed"; exit 80; }

A command goes on in lines that begin with "> ". A here-document is a file that
the reader of the test can see.

  $ cat > prices << END
  > apple 3 0.50
  > pear 0 0.80
  > plum 12 0.25
  > END

What costs how much, and what is sold out:

  $ awk '{ printf "%s %.2f\n", $1, $2 * $3 }' prices
  apple 1.50
  pear 0.00
  plum 3.00
  $ awk '$2 == 0 { print $1 }' prices
  pear

A program of several lines is continued in the same way.

  $ awk '
  >   { sum += $2 * $3 }
  >   END { printf "%d kinds, %.2f in all\n", NR, sum }
  > ' prices
  3 kinds, 4.50 in all

One shell runs the whole file: what a command defines, later ones have.

  $ shout() { sed 's/^[a-z]*/(&)/' "$@"; }
  $ shout prices | sed -n 2p
  (pear) 0 0.80

A tab cannot be told from blanks by looking at it. A line with "(esc)" at its end
has it as "\t".

  $ awk -v OFS='\t' '{ $1 = $1; print }' prices
  apple\t3\t0.50 (esc)
  pear\t0\t0.80 (esc)
  plum\t12\t0.25 (esc)
