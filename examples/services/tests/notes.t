Notes are kept in PostgreSQL, and how often they were read in Redis.

#require service:db service:redis
#service db redis

  $ alias notes="$TESTDIR/../notes"
  $ notes list
  $ notes add buy milk
  $ notes add "it's late"
  $ notes list
  1 buy milk
  2 it's late
  $ notes read
  read 2 times
