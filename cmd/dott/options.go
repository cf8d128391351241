package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"dott/runner"
	"dott/runner/config"
	"dott/runner/review"
	"dott/runner/state"
	"dott/runner/words"
)

// options are the command line of a run.
type options struct {
	keyword     keyword
	skipList    string
	onlyList    string
	retest      bool
	changed     string
	affected    string
	covers      string
	list        bool
	jobs        count
	failFast    bool
	order       order
	repeat      count
	untilFail   bool
	retry       number
	maxOutput   size
	watch       bool
	config      string
	timeout     duration
	shell       string
	shellOpts   string
	indent      count
	project     *state.Project
	again       string // the command that runs tests as this run does
	preserveEnv bool
	tmpdir      string
	keepTmpdir  bool
	debug       bool
	interactive bool
	update      bool
	yes         bool
	no          bool
	quiet       bool
	verbose     bool
	color       choice
	outputdir   string
	shard       shard
	times       string
	json        string
	junit       string
	tap         string
	html        string
	github      bool
	githubSet   bool // it was said whether
	time        bool
	cover       bool
	coverDir    string
	help        bool
	version     bool

	matrix   selection
	bisect   string
	universe review.Matrix // all the cells that what is written must be true in
	compat   choice
	asCram   bool          // called by that name
	settings config.Config // of the project, over the preset's
}

// group is a headed part of the help.
type group struct {
	title string
	flags *pflag.FlagSet
}

// newFlags declares every option, in the groups in which the help shows them.
func newFlags(o *options) (all *pflag.FlagSet, groups []group) {
	all = pflag.NewFlagSet("dott", pflag.ContinueOnError)
	all.SetOutput(io.Discard)
	all.Usage = func() {}
	all.SortFlags = false
	add := func(title string, declare func(f *pflag.FlagSet)) {
		f := pflag.NewFlagSet(title, pflag.ContinueOnError)
		f.SortFlags = false
		declare(f)
		groups = append(groups, group{title, f})
		all.AddFlagSet(f)
	}
	o.color = choice{"auto", []string{"auto", "always", "never"}}
	o.compat.of = slices.Collect(config.Presets())
	o.timeout, o.indent, o.jobs, o.maxOutput = duration(time.Minute), 2, count(runtime.NumCPU()), 256<<20
	add("Choose", func(f *pflag.FlagSet) {
		f.VarP(&o.keyword, "keyword", "k", "only tests whose name or text this regular\nexpression matches")
		f.StringVar(&o.skipList, "skip-list", "", "skip the tests that this file lists, by paths\nor globs")
		f.StringVar(&o.onlyList, "only-list", "", "run only the tests that this file lists")
		f.BoolVarP(&o.retest, "retest", "r", false, "only tests that failed the last time")
		f.StringVar(&o.changed, "changed", "", "only tests that changed since a revision of\ngit or Mercurial (the one checked out)")
		f.Lookup("changed").NoOptDefVal = checkedOut
		f.StringVar(&o.affected, "affected", "", "only tests that run what changed since a revision\n(the one checked out), by the records of --cover")
		f.Lookup("affected").NoOptDefVal = checkedOut
		f.Var(&o.shard, "shard", "only this part of the tests, as 2/5; auto is what\nthe CI server or the scheduler says")
		f.StringVar(&o.times, "times", "", "split by the times in these events; the same\nfor all parts")
		f.BoolVar(&o.list, "list", false, "print the names of the tests and run none")
	})
	add("Run", func(f *pflag.FlagSet) {
		f.VarP(&o.jobs, "jobs", "j", "tests to run at the same time (one for each\nprocessor)")
		f.VarP(&o.timeout, "timeout", "t", "how long a test may take, as 90s or 2m; 0 is\nwithout end (60s)")
		f.BoolVarP(&o.failFast, "fail-fast", "f", false, "stop at the first failure")
		f.Var(&o.order, "order", "which tests begin first: file, runtime (the\nlongest by earlier runs) or random[:SEED]\n(runtime)")
		f.Var(&o.repeat, "repeat", "run each test so many times (1)")
		f.BoolVar(&o.untilFail, "until-fail", false, "run all again and again until a test fails")
		f.Var(&o.retry, "retry", "give a test that fails so many more attempts (0)")
		f.Var(&o.maxOutput, "max-output", "how much a test may print, as 10MiB (256MiB)")
		f.BoolVarP(&o.watch, "watch", "w", false, "run again what changes, until q is pressed")
		f.StringVar(&o.shell, "shell", "/bin/sh", "the shell that runs the tests (/bin/sh)")
		f.StringVar(&o.shellOpts, "shell-opts", "", "arguments for the shell")
		f.Var(&o.indent, "indent", "spaces before commands and output (2)")
		f.BoolVarP(&o.preserveEnv, "preserve-env", "E", false, "keep the caller's environment")
		f.StringVar(&o.tmpdir, "tmpdir", "", "where temporary directories are made")
		f.BoolVar(&o.keepTmpdir, "keep-tmpdir", false, "leave the temporary directories")
		f.BoolVarP(&o.debug, "debug", "d", false, "show what the shell prints, compare nothing")
		f.Var(&o.compat, "compat", "run tests as another program does: cram or\nmercurial")
	})
	add("Matrix", func(f *pflag.FlagSet) {
		f.Var(&o.matrix, "matrix", "run against these versions of the axes that\n[matrix] has: all, git, git=2.30,2.40, 'git>=2.30'")
		f.Lookup("matrix").NoOptDefVal = "all"
		f.StringVar(&o.bisect, "bisect", "", "find the first version of an axis at which a test\nhas another verdict")
	})
	add("Update", func(f *pflag.FlagSet) {
		f.BoolVarP(&o.interactive, "interactive", "i", false, "ask, change by change, what to write into the files")
		f.BoolVarP(&o.update, "update", "u", false, "write all changes, as -i -y does")
		f.BoolVarP(&o.yes, "yes", "y", false, "answer yes to all questions")
		f.BoolVarP(&o.no, "no", "n", false, "answer no to all questions")
	})
	add("Report", func(f *pflag.FlagSet) {
		f.BoolVarP(&o.quiet, "quiet", "q", false, "no diffs")
		f.BoolVarP(&o.verbose, "verbose", "v", false, "a line for each test")
		f.Var(&o.color, "color", "auto, always or never; NO_COLOR is honoured")
		f.StringVar(&o.junit, "junit", "", "write a JUnit report; here and below, - is stdout")
		f.StringVar(&o.junit, "xunit-file", "", "the same as --junit")
		_ = f.MarkHidden("xunit-file")
		f.StringVar(&o.html, "html", "", "write a page with the failures and all tests")
		f.StringVar(&o.json, "json", "", "write the events of the run as they happen")
		f.StringVar(&o.tap, "tap", "", "write TAP, the Test Anything Protocol")
		f.BoolVar(&o.github, "github", false, "annotations and a summary for GitHub Actions; on\nby itself there, --github=false is without")
		f.BoolVar(&o.time, "time", false, "show the slowest tests")
		f.StringVar(&o.outputdir, "outputdir", "", "where .err files go (beside their tests)")
	})
	add("Coverage", func(f *pflag.FlagSet) {
		f.BoolVar(&o.cover, "cover", false, "measure what the tests run, as [coverage] says")
		f.StringVar(&o.coverDir, "cover-dir", "coverage", "where coverage is written (coverage)")
		f.StringVar(&o.covers, "covers", "", "print the names of the tests that run a line,\nor any of the file, and run none")
	})
	add("Configuration", func(f *pflag.FlagSet) {
		f.StringVar(&o.config, "config", "", "the configuration (the nearest dott.toml upward)")
	})
	add("Help", func(f *pflag.FlagSet) {
		f.BoolVarP(&o.help, "help", "h", false, "show this and end")
		f.BoolVarP(&o.version, "version", "V", false, "show the version and end")
	})
	metavars := map[string]string{
		"keyword": "RE", "skip-list": "FILE", "only-list": "FILE", "changed": "[=REV]", "affected": "[=REV]", "covers": "FILE[:LINE]", "jobs": "N",
		"order": "ORDER", "repeat": "N", "retry": "N", "max-output": "SIZE", "config": "FILE",
		"timeout": "DUR", "shell": "PATH", "shell-opts": "OPTS", "indent": "N",
		"tmpdir": "DIR", "cover-dir": "DIR", "color": "WHEN", "outputdir": "DIR", "compat": "PROGRAM",
		"matrix": "[=SEL]", "bisect": "AXIS", "shard": "I/N", "times": "EVENTS", "junit": "FILE", "html": "FILE", "json": "FILE", "tap": "FILE",
	}
	all.VisitAll(func(f *pflag.Flag) { f.Annotations = map[string][]string{metavar: {metavars[f.Name]}} })
	return all, groups
}

const metavar = "metavar"

// checkedOut stands for --changed or --affected without a revision.
const checkedOut = "\x00"

// duration is a time.Duration that also takes a bare number of seconds, as
// Mercurial's runner does.
type duration time.Duration

func (d *duration) String() string { return time.Duration(*d).String() }
func (d *duration) Type() string   { return "duration" }
func (d *duration) Set(s string) error {
	v, err := config.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("not a duration such as 90s or 2m")
	}
	*d = duration(v)
	return nil
}

// choice is one of some words.
type choice struct {
	value string
	of    []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return "choice" }
func (c *choice) Set(s string) error {
	if !slices.Contains(c.of, s) {
		last := len(c.of) - 1
		return fmt.Errorf("must be %s or %s", strings.Join(c.of[:last], ", "), c.of[last])
	}
	c.value = s
	return nil
}

// keyword is a regular expression.
type keyword struct{ re *regexp.Regexp }

func (k *keyword) String() string {
	if k.re == nil {
		return ""
	}
	return k.re.String()
}
func (k *keyword) Type() string { return "regexp" }
func (k *keyword) Set(s string) (err error) {
	k.re, err = regexp.Compile(s)
	return err
}

// order is an order of tests, with the seed of a random one.
type order struct {
	name string
	is   runner.Order
	seed uint64
}

func (o *order) String() string { return o.name }
func (o *order) Type() string   { return "order" }
func (o *order) Set(s string) error {
	name, seed, seeded := strings.Cut(s, ":")
	switch {
	case s == "file":
		o.is = runner.ByFile
	case s == "runtime":
		o.is = runner.ByRuntime
	case name == "random":
		o.is, o.seed = runner.Random, rand.Uint64N(1e9)
		if seeded {
			n, err := strconv.ParseUint(seed, 10, 64)
			if err != nil {
				return fmt.Errorf("the seed is not a whole number")
			}
			o.seed = n
		}
		s = fmt.Sprintf("random:%d", o.seed)
	default:
		return fmt.Errorf("not file, runtime or random[:SEED]")
	}
	o.name = s
	return nil
}

// size is a number of bytes.
type size int64

func (z *size) String() string { return strconv.FormatInt(int64(*z), 10) }
func (z *size) Type() string   { return "size" }
func (z *size) Set(s string) error {
	n, err := config.ParseAmount(s)
	if err == nil && n == 0 {
		err = fmt.Errorf("must be more than 0")
	}
	*z = size(n)
	return err
}

// number is a whole number of 0 or more.
type number int

func (n *number) String() string { return strconv.Itoa(int(*n)) }
func (n *number) Type() string   { return "number" }
func (n *number) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 0 {
		return fmt.Errorf("not a whole number of 0 or more")
	}
	*n = number(v)
	return nil
}

// count is a whole number of 1 or more.
type count int

func (c *count) String() string { return strconv.Itoa(int(*c)) }
func (c *count) Type() string   { return "count" }
func (c *count) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return fmt.Errorf("not a whole number of 1 or more")
	}
	*c = count(n)
	return nil
}

// selection is what --matrix was given, each time.
type selection struct{ text string }

func (s *selection) String() string { return s.text }
func (s *selection) Type() string   { return "selection" }
func (s *selection) Set(text string) error {
	s.text = strings.TrimSpace(s.text + " " + text)
	return nil
}

// withValues joins `--matrix SEL` to `--matrix=SEL`, and the like, where the next
// argument is no test but can be a value: pflag gives an option that may stand
// alone no value behind a blank.
func withValues(args []string) []string {
	joined := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			return append(joined, args[i:]...)
		}
		if value := separate[a]; value != nil && i+1 < len(args) && value(args[i+1]) {
			if _, err := os.Lstat(args[i+1]); err != nil {
				i++
				a += "=" + args[i]
			}
		}
		joined = append(joined, a)
	}
	return joined
}

// separate tells of options that may stand alone whether an argument can be their
// value.
var separate = map[string]func(string) bool{
	// Axes, each with versions or without.
	"--matrix":   regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.+-]*([=<>!,\s].*)?$`).MatchString,
	"--changed":  isRevision,
	"--affected": isRevision,
}

// isRevision reports whether an argument is neither an option nor looks like a test.
func isRevision(s string) bool {
	return s != "" && !strings.ContainsAny(s[:1], "-/.") && !strings.HasSuffix(s, ".t")
}

// againCommand returns a command with the options of the command line that
// change how tests run.
func againCommand(name string, groups []group) string {
	command := name
	for _, g := range groups {
		if g.title != "Run" && g.title != "Configuration" {
			continue
		}
		g.flags.VisitAll(func(f *pflag.Flag) {
			switch f.Name {
			case "jobs", "fail-fast", "order", "repeat", "until-fail", "retry", "watch", "keep-tmpdir":
				return // these are about many tests, or about many runs
			}
			if !f.Changed {
				return
			}
			command += " --" + f.Name
			if f.Value.Type() != "bool" {
				command += "=" + words.Quote(f.Value.String())
			}
		})
	}
	return command
}

// parse reads the command line of a run. Its errors are usage errors.
func parse(o *options, args []string) (flags *pflag.FlagSet, err error) {
	flags, groups := newFlags(o)
	if err := flags.Parse(withValues(args)); err != nil {
		return nil, usagef("%s%s", err, suggestion(flags, err))
	}
	name := "dott"
	if o.asCram {
		name = cramName
	}
	o.again = againCommand(name, groups)
	return flags, nil
}

// suggestion returns the known option nearest to an unknown one.
func suggestion(flags *pflag.FlagSet, err error) string {
	_, wrong, ok := strings.Cut(err.Error(), "unknown flag: --")
	if !ok {
		return ""
	}
	nearest := config.Nearest(wrong, func(yield func(string) bool) {
		more := true
		flags.VisitAll(func(f *pflag.Flag) { more = more && yield(f.Name) })
	})
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean --%s?", nearest)
}

// writeHelp prints the help, in groups, for 80 columns.
func writeHelp(w io.Writer) {
	fmt.Fprint(w, `Usage: dott [OPTIONS] [PATH...]
       dott new FILE COMMAND...     write a transcript of commands
       dott init [DIR]              write a configuration and a first test
       dott matrix [SELECTION]      list the cells of the matrix
       dott report EVENTS...        make reports of what --json wrote

Runs transcript tests. A PATH is a .t file, or a directory that is searched for
them; without one, those of the configuration are run, or the current directory.
A test reads like this: commands are indented by two spaces and a "$ ", their
output by two spaces, and all else is comment.

  Adding is easy:

    $ echo $((1 + 2))
    3
`)
	_, groups := newFlags(&options{})
	for _, g := range groups {
		fmt.Fprintf(w, "\n%s:\n", g.title)
		g.flags.VisitAll(func(f *pflag.Flag) {
			if f.Hidden {
				return
			}
			name := "    --" + f.Name
			if f.Shorthand != "" {
				name = "-" + f.Shorthand + ", --" + f.Name
			}
			if m := f.Annotations[metavar][0]; strings.HasPrefix(m, "[") {
				name += m
			} else if m != "" {
				name += " " + m
			}
			usage := strings.ReplaceAll(f.Usage, "\n", "\n"+strings.Repeat(" ", 29))
			fmt.Fprintf(w, "  %-26s %s\n", name, usage)
		})
	}
	fmt.Fprint(w, `
Options may also stand in $DOTT_OPTS and, by their long names, below [run] in
dott.toml; what the command line says holds.

Exit status: 0 all passed or were skipped, 1 a test failed, 2 wrong usage or no
tests found, 130 interrupted.
`)
}
