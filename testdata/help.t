The help is on stdout, and fits 80 columns.

  $ dott --help
  Usage: dott [OPTIONS] [PATH...]
         dott new FILE COMMAND...     write a transcript of commands
         dott shell FILE[:LINE]       step into the shell of a test
         dott repro FILE[:LINE]       print a script that does what a test does
         dott init [DIR]              write a configuration and a first test
         dott matrix [SELECTION]      list the cells of the matrix
         dott report EVENTS...        make reports of what --json wrote
         dott history [TEST]          show what became of tests in earlier runs
         dott services                list the services; start one by hand
  
  Runs transcript tests. A PATH is a .t file, a Markdown file, or a directory that
  is searched for .t files. Without one, those of the configuration are run, or
  the current directory.
  A test reads like this: commands are indented by two spaces and a "$ ", their
  output by two spaces, and all else is comment.
  
    Adding is easy:
  
      $ echo $((1 + 2))
      3
  
  Choose:
    -k, --keyword RE           only tests whose name or text this regular
                               expression matches
        --skip-list FILE       skip the tests that this file lists, by paths
                               or globs
        --only-list FILE       run only the tests that this file lists
    -r, --retest               only tests that failed the last time
        --changed[=REV]        only tests that changed since a revision of
                               git or Mercurial (the one checked out)
        --affected[=REV]       only tests that run what changed since a revision
                               (the one checked out), by the records of --cover
        --shard I/N            only this part of the tests, as 2/5; auto is what
                               the CI server or the scheduler says
        --times EVENTS         split by the times in these events; the same
                               for all parts
        --list                 print the names of the tests and run none
  
  Run:
    -j, --jobs N               tests to run at the same time (one for each
                               processor)
    -t, --timeout DUR          how long a test may take, as 90s or 2m; 0 is
                               no limit (60s)
    -f, --fail-fast            stop at the first failure
        --order ORDER          which tests begin first: file, runtime (the
                               longest by earlier runs) or random[:SEED]
                               (runtime)
        --repeat N             run each test so many times (1)
        --until-fail           run all again and again until a test fails
        --retry N              give a test that fails so many more attempts (0)
        --slower FACTOR        fail a test that takes this much longer than its
                               earlier runs: 1.5x, or 1.5x+200ms (100ms at least)
        --max-output SIZE      how much a test may print, as 10MiB (256MiB)
        --fail-on-skip         a test that is skipped makes the run fail
        --require FEATURES     run nothing where one of these does not hold, as
                               docker,git>=2.40
    -w, --watch                run again what changes, until q is pressed
        --shell PATH           the shell that runs the tests (/bin/sh)
        --shell-opts OPTS      arguments for the shell
        --indent N             spaces before commands and output (2)
    -E, --preserve-env         keep the caller's environment
        --tmpdir DIR           where temporary directories are made
        --keep-tmpdir          leave the temporary directories
    -d, --debug                show what the shell prints, compare nothing
        --compat PROGRAM       run tests as another program does: cram,
                               mercurial or scrut
  
  Matrix:
        --matrix[=SEL]         run against these versions of the axes that
                               [matrix] has: all, git, git=2.30,2.40, 'git>=2.30'
        --bisect AXIS          find the first version of an axis at which a test
                               has another verdict
  
  Update:
    -i, --interactive          ask, change by change, what to write into the files
    -u, --update               write all changes, as -i -y does
    -y, --yes                  answer yes to all questions
    -n, --no                   answer no to all questions
  
  Report:
    -q, --quiet                no diffs
    -v, --verbose              a line for each test
        --color WHEN           auto, always or never; NO_COLOR is honoured
        --junit FILE           write a JUnit report; here and below, - is stdout
        --html FILE            write a page with the failures and all tests
        --json FILE            write the events of the run as they happen
        --tap FILE             write TAP, the Test Anything Protocol
        --github               annotations and a summary for GitHub Actions; on
                               by default there; --github=false turns it off
        --time                 show the slowest tests
        --max-diff N           how many lines of a test's diff are shown and
                               reported; 0 is all (1000)
        --history FILE         keep what became of earlier runs in this file, for
                               a CI server to keep (in the user's cache)
        --baseline EVENTS      say what is new since the run of these events
        --outputdir DIR        where .err files go (beside their tests)
  
  Coverage:
        --cover                measure what the tests run, as [coverage] says
        --cover-diff[=REV]     --cover, and which lines of a change since a
                               revision (the one checked out) the tests run
        --cover-dir DIR        where coverage is written (coverage)
        --covers FILE[:LINE]   print the names of the tests that run a line,
                               or any of the file, and run none
  
  Configuration:
        --config FILE          the configuration (the nearest dott.toml upward)
  
  Help:
    -h, --help                 show this and end
    -V, --version              show the version and end
  
  Options may also stand in $DOTT_OPTS and, by their long names, below [run] in
  dott.toml; the command line overrides both.
  
  Exit status: 0 all passed or were skipped, 1 a test failed, 2 wrong usage or no
  tests found, 130 interrupted.
  $ dott -h | awk 'length > 80'
  $ dott --help --xyzzy 2>/dev/null
  [2]
  $ dott --version
  dott * (glob)
  $ dott -V
  dott * (glob)
