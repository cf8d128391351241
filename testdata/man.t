#require command:mandoc

The manual pages are those of the help, and mandoc finds nothing wrong with them.

  $ for verb in '' $(dott help | sed -n 's/^       dott \([a-z]*\).*/\1/p'); do
  >   dott man $verb >page.1 || echo "failed: $verb"
  >   mandoc -Tlint page.1
  > done
  $ dott man shell | mandoc -Tascii | col -b | head -n 14
  DOTT-SHELL(1)\t\t\t  dott manual\t\t\t DOTT-SHELL(1) (esc)
  
  NAME
         dott-shell - step into the shell of a test
  
  SYNOPSIS
         dott shell [OPTIONS] FILE[#CASE][[CELL]][:LINE]
  
  DESCRIPTION
         Runs a test up to a line and gives you its shell, with the variables,
         functions and the directory that the test has there. The command in
         that line is the next one to run. Without a line, all of the test runs
         first.
  \t   dott shell tests/a.t:42 (esc)
  $ dott man | mandoc -Tascii | col -b | sed -n '/^UPDATE/,/^REPORT/p'
  UPDATE
         -i, --interactive
  \t      ask about each change before writing it (esc)
  
         -u, --update
  \t      write all changes into the files (same as -i -y) (esc)
  
         -y, --yes
  \t      answer yes to every question (esc)
  
         -n, --no
  \t      answer no to every question (esc)
  
         --deny weakened
  \t      write no change after which a test checks less, and fail (esc)
  
  REPORT
  $ dott man nothing
  dott: man: no command "nothing"; there are * (glob)
  Try 'dott --help'.
  [2]
  $ dott version x
  dott: version takes no arguments
  Try 'dott --help'.
  [2]
  $ [ "$(dott version)" = "$(dott --version)" ] && echo same
  same
  $ dott help nothing
  dott: help: no topic "nothing"; 'dott help' lists all topics
  Try 'dott --help'.
  [2]
  $ dott help updating | head -n 1
  # Accepting changes
  $ dott help shell | head -n 1
  Usage: dott shell [OPTIONS] FILE[#CASE][[CELL]][:LINE]
