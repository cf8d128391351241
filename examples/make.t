What make builds, what it leaves alone, and how it fails.

  $ command -v make >/dev/null || { echo "skipped: make is not installed"; exit 80; }
  $ make --version 2>/dev/null | grep -q GNU || { echo "skipped: this make is not GNU make"; exit 80; }

When make itself runs the tests, its variables must not reach the make below.

  $ unset MAKEFLAGS GNUMAKEFLAGS MAKEFILES MAKELEVEL MFLAGS

A recipe begins with a tab. Lines of a here-document keep theirs.

  $ cat > Makefile << 'END'
  > page.html: title body
  > 	cat title body > $@
  > check:
  > 	@echo checking
  > 	@exit 3
  > END
  $ echo "<h1>Hello</h1>" > title
  $ echo "<p>World</p>" > body

  $ make
  cat title body > page.html
  $ cat page.html
  <h1>Hello</h1>
  <p>World</p>

The second time there is nothing to do. Old versions write the name as `page.html',
newer ones as 'page.html'; "?" is any one character.

  $ make
  make: ?page.html' is up to date. (glob)

A page that is older than its sources is built again. A test that needs an order of
times sets them; one that sleeps is slow, and fails on a busy machine.

  $ touch -t 200001010000 page.html
  $ make
  cat title body > page.html

A command that fails ends make, whose own exit status is 2. A star that is meant
as a star has a backslash before it. Some versions name the line of the Makefile.

  $ make check
  checking
  make: \*\*\* [*check] Error 3 (glob)
  [2]
