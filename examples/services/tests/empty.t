Each test has a database of its own: there are no notes of another test.

#require service:db service:redis
#service db redis

  $ "$TESTDIR/../notes" list
  $ "$TESTDIR/../notes" write
  usage: notes add TEXT | list | read
  [2]
  $ psql -Atc "select count(*) from notes"
  0
