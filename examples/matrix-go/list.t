#require command:shfmt shfmt>=3.11

The names of files that are not in form, each with a zero behind it: new in 3.11.

  $ printf 'a   | b\n' | tee a.sh >'b c.sh'
  $ shfmt -l=0 . | tr '\0' '!'
  a.sh!b c.sh! (no-eol)
