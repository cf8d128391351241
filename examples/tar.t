Packing a directory and unpacking it elsewhere.

  $ command -v tar >/dev/null || { echo "skipped: tar is not installed"; exit 80; }

  $ umask 022
  $ mkdir notes
  $ echo "buy milk" > notes/today
  $ echo "buy cheese" > notes/tomorrow
  $ tar cf notes.tar notes/today notes/tomorrow

  $ tar tf notes.tar
  notes/today
  notes/tomorrow

The long listing has an owner and a date, which differ from run to run, and each
tar lays them out in its own way. A line with "(re)" at its end is a regular
expression for the whole line; here it holds to the mode, the size and the name.

  $ tar tvf notes.tar
  -rw-r--r-- .* 9 .* notes/today (re)
  -rw-r--r-- .* 11 .* notes/tomorrow (re)

"cd" holds for the commands after it.

  $ mkdir elsewhere
  $ cd elsewhere
  $ tar xf ../notes.tar
  $ cat notes/today notes/tomorrow
  buy milk
  buy cheese

A name that is not in the archive is an error. How tar words it, and the number
of its exit status, are its own affair; that there is one is not.

  $ tar xf ../notes.tar notes/yesterday 2> error || echo "tar failed"
  tar failed
  $ grep -ic "yesterday: not found in archive" error
  1
