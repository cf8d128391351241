The help is on stdout, and fits 80 columns.

  $ dott --help
  Usage: dott [OPTIONS] [PATH...]
         dott new FILE COMMAND...     write a transcript of commands
         dott record FILE             write a transcript of what you do in a shell
         dott shell FILE[:LINE]       step into the shell of a test
         dott repro FILE[:LINE]       print a script that does what a test does
         dott init [DIR]              write a configuration and a first test
         dott matrix [SELECTION]      list the cells of the matrix
         dott report EVENTS...        make reports of what --json wrote
         dott review [ADDRESS...]     ask about the changes that the last run left
         dott accept ADDRESS...       write changes that the last run left
         dott reject ADDRESS...       forget changes that the last run left
         dott history [TEST]          show the results of earlier runs
         dott deps TEST               show what a test touched
         dott services                list the services; start one by hand
         dott import FORMAT FILE...   translate tests of other programs
         dott completion SHELL        print a completion script for your shell
         dott man [COMMAND]           print a manual page
         dott help [TOPIC]            show help for a command or a topic
         dott version                 show the version
         dott target check [NAME...]  see whether tests can run on targets
         dott lint [PATH...]          check tests without running them
         dott fmt [PATH...]           format tests
         dott lsp                     serve an editor, over stdin and stdout
         dott doctor                  check this machine, and what tests depend on
  
  dott runs transcript tests. PATH is a .t file, a Markdown file, or a directory
  to search for .t files. Without a PATH, dott runs the paths in the configuration
  or, if there are none, the current directory.
  
  In a test, commands are indented by two spaces and start with "$ ". Their output
  is indented by two spaces. Everything else is a comment:
  
    Adding is easy:
  
      $ echo $((1 + 2))
      3
  
  Choose:
    -k, --keyword RE           only tests whose name or text matches this
                               regular expression
        --skip-list FILE       skip the tests that this file lists: a path or
                               glob on each line
        --only-list FILE       run only the tests that this file lists
    -r, --retest               only tests that failed last time
        --changed[=REV]        only tests that changed since a git or Mercurial
                               revision (default: the one checked out)
        --affected[=REV]       only tests that may be affected by changes since a
                               revision (default: the one checked out); needs an
                               earlier --trace or --cover
        --shard I/N            only this part of the tests, such as 2/5; auto asks
                               the CI server
        --times EVENTS         balance the shards by the times in these events;
                               use the same file for all shards
        --list                 print the names of the tests; run none
  
  Run:
    -j, --jobs N               run up to N tests at a time (default: one per
                               processor)
    -t, --timeout DUR          time limit for each test, such as 90s or 2m; 0
                               means no limit (60s)
    -f, --fail-fast            stop at the first failure
        --order ORDER          which tests start first: file, runtime (slowest
                               first, by earlier runs) or random[:SEED] (runtime)
        --repeat N             run each test N times (1)
        --until-fail           repeat the run until a test fails
        --retry N              run a failing test up to N more times (0)
        --slower FACTOR        fail tests that became slower than their earlier
                               runs, by 1.5x or 1.5x+200ms (at least 100ms)
        --max-output SIZE      limit for the output of a test, such as 10MiB
                               (256MiB)
        --fail-on-skip         fail the run if a test is skipped
        --require FEATURES     run only if all of these features are present, such
                               as docker,git>=2.40
    -w, --watch                run tests again when they change, until you press q
        --target NAMES         run on a target of [target]; several, as web1,web2,
                               are an axis of the matrix
        --every DUR            run tests again and again, at this interval, such
                               as 5m or 1h (give or take a tenth)
        --trace                find out what each test touches; see dott deps
        --cached[=verify]      do not run what passed and touched nothing that
                               has changed; verify: run it all the same, and
                               report wrong verdicts
        --cache-dir DIR        where cached verdicts are; may be shared (the
                               user's cache)
        --shell PATH           shell that runs the tests (/bin/sh)
        --shell-opts OPTS      arguments for the shell
        --indent N             spaces before commands and output (2)
    -E, --preserve-env         keep your environment
        --tmpdir DIR           where to create temporary directories
        --keep-tmpdir          keep the temporary directories
    -d, --debug                show the output as it comes; compare nothing
        --compat PROGRAM       behave like another program: cram, mercurial or
                               scrut
  
  Matrix:
        --matrix[=SEL]         run against these versions from [matrix]: all, git,
                               git=2.30,2.40 or 'git>=2.30'
        --bisect AXIS          find the first version of an axis that changes the
                               verdict of a test
  
  Update:
    -i, --interactive          ask about each change before writing it
    -u, --update               write all changes into the files (same as -i -y)
    -y, --yes                  answer yes to every question
    -n, --no                   answer no to every question
        --deny weakened        write no change after which a test checks less, and
                               fail
  
  Report:
    -q, --quiet                show no diffs
    -v, --verbose              show a line for each test
        --color WHEN           auto, always or never; respects NO_COLOR
        --junit FILE           write a JUnit report; here and below, - is stdout
        --html FILE            write a page with the failures and all tests
        --json FILE            write the events of the run as they happen
        --tap FILE             write TAP, the Test Anything Protocol
        --metrics FILE         write metrics for the textfile collector of
                               Prometheus' node exporter
        --agent[=json]         short report for a program such as a coding agent;
                               on by default where the environment says so;
                               --agent=false turns it off
        --github               annotations and a summary for GitHub Actions; on by
                               default there (--github=false turns it off)
        --time                 show the slowest tests
        --notify               send notifications, as configured in [notify];
                               --every always does
        --monitor              act as a plugin for Nagios, Icinga, Checkmk or
                               Sensu
        --warn-time DUR        with --monitor, warn if a run takes longer
        --max-diff N           show and report at most N lines of a test's diff;
                               0 means all (1000)
        --history FILE         keep the history of runs in this file, for example
                               in CI (default: in your cache directory)
        --baseline EVENTS      tell what changed since the run in this event file
        --outputdir DIR        where .err files go (default: beside their tests)
  
  Coverage:
        --cover                measure coverage, as configured in [coverage]
        --cover-diff[=REV]     --cover, and show which lines changed since a
                               revision (default: the one checked out) were run
        --cover-dir DIR        where to write coverage (coverage)
        --covers FILE[:LINE]   print the names of the tests that run this line or
                               file; run none
  
  Configuration:
        --config FILE          configuration file (default: the nearest dott.toml
                               in this directory or above it)
  
  Help:
    -h, --help                 show this help
    -V, --version              show the version
  
  You can also set options in $DOTT_OPTS and, by their long names, under [run] in
  dott.toml. The command line overrides both.
  
  Exit status: 0 if all tests passed or were skipped, 1 if a test failed, 2 for
  wrong usage or if no tests were found, 130 if interrupted.
  $ dott -h | awk 'length > 80'
  $ dott --help --xyzzy 2>/dev/null
  [2]
  $ dott --version
  dott * (glob)
  $ dott -V
  dott * (glob)

So does that of each command:

  $ for verb in $(dott --help | sed -n 's/^       dott \([a-z]*\) .*/\1/p'); do
  >     dott "$verb" --help >"$verb" && echo "$verb" >>seen
  >     awk -v v="$verb" 'length > 80 { print v ": " $0 }' "$verb"
  > done
  $ wc -l <seen | tr -d ' '
  23
