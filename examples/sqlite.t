A small database, and what it refuses.

  $ command -v sqlite3 >/dev/null || { echo "skipped: sqlite3 is not installed"; exit 80; }

  $ sqlite3 library.db << END
  > CREATE TABLE book (
  >   title TEXT NOT NULL UNIQUE,
  >   year INTEGER
  > );
  > INSERT INTO book VALUES ('Emma', 1815), ('Dracula', 1897), ('Ulysses', 1922);
  > END

  $ sqlite3 library.db "SELECT title, year FROM book ORDER BY year DESC"
  Ulysses|1922
  Dracula|1897
  Emma|1815

The order of rows is not defined unless the query says so. Where it does not
matter, sort: a test that passes by luck fails some day.

  $ sqlite3 library.db "SELECT title FROM book WHERE year < 1900" | sort
  Dracula
  Emma

A title can be there only once. What is printed to stderr is output like any
other, in the place where it came. Versions of sqlite3 frame the message
differently, so the frame is left open by "*"; the exit status is not.

  $ echo "INSERT INTO book VALUES ('Emma', 2020);" | sqlite3 library.db
  *UNIQUE constraint failed: book.title* (glob)
  [1]

Nothing of it was stored. A command with no output has nothing below it.

  $ sqlite3 library.db "SELECT title FROM book WHERE year = 2020"
  $ sqlite3 library.db "SELECT count(*) FROM book"
  3
