package main

import (
	"io"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"dott/runner/config"
	"dott/runner/history"
	"dott/runner/report"
	"dott/runner/words"
)

// values are what the options of a run are set to, while they are read.
type values struct {
	keyword            keyword
	skipList, onlyList string
	retest             bool
	changed, affected  since
	shard              shard
	times              string
	list               bool

	jobs                count
	timeout             duration
	failFast            bool
	order               order
	repeat              count
	untilFail           bool
	retry               number
	slower              history.Slower
	maxOutput           size
	failOnSkip          bool
	require             terms
	watch               bool
	shell, shellOpts    string
	indent              count
	preserveEnv         bool
	tmpdir              string
	keepTmpdir, debug   bool
	compat              choice
	matrix              selection
	bisect              string
	interactive, update bool
	yes, no             bool
	quiet, verbose      bool
	color               choice
	reports             []string // files, in the order of report.Kinds
	github, time        bool
	maxDiff             number
	outputdir           string
	history, baseline   string
	cover               bool
	coverDir, covers    string
	coverDiff           since
	config              string
	help, version       bool
}

func newValues() *values {
	return &values{
		timeout: duration(time.Minute), indent: 2, jobs: count(runtime.NumCPU()), maxOutput: 256 << 20, maxDiff: 1000,
		order: order{is: "runtime"}, shell: "/bin/sh", coverDir: "coverage",
		color: choice{"auto", []string{"auto", "always", "never"}}, compat: choice{of: slices.Collect(config.Presets())},
		reports: make([]string, len(report.Kinds)),
	}
}

// An option is a row of the table of all.
type option struct {
	name, short string
	meta        string // what stands for its value in the help
	alone       string // its value where it has none; "" is that it must have one
	once        bool   // it is about one run, not about a project
	many        bool   // it is about many tests or runs, not about a test
	hidden      bool   // from the help
	to          any    // *bool, *string or a pflag.Value
	usage       string // in lines that fit
}

// group is a headed part of the help.
type group struct {
	title   string
	options []option
	flags   *pflag.FlagSet
}

// table returns every option, in the groups in which the help shows them.
func table(v *values) []group {
	reports := make([]option, 0, len(report.Kinds))
	for i, k := range report.Kinds {
		reports = append(reports, option{name: k.Name, meta: "FILE", to: &v.reports[i], usage: k.Usage})
		if k.Alias != "" {
			reports = append(reports, option{name: k.Alias, hidden: true, to: &v.reports[i], usage: "the same as --" + k.Name})
		}
	}
	return []group{
		{"Choose", []option{
			{name: "keyword", short: "k", meta: "RE", to: &v.keyword, usage: "only tests whose name or text this regular\nexpression matches"},
			{name: "skip-list", meta: "FILE", to: &v.skipList, usage: "skip the tests that this file lists, by paths\nor globs"},
			{name: "only-list", meta: "FILE", to: &v.onlyList, usage: "run only the tests that this file lists"},
			{name: "retest", short: "r", once: true, to: &v.retest, usage: "only tests that failed the last time"},
			{name: "changed", once: true, meta: "[=REV]", alone: checkedOut, to: &v.changed, usage: "only tests that changed since a revision of\ngit or Mercurial (the one checked out)"},
			{name: "affected", once: true, meta: "[=REV]", alone: checkedOut, to: &v.affected, usage: "only tests that run what changed since a revision\n(the one checked out), by the records of --cover"},
			{name: "shard", meta: "I/N", to: &v.shard, usage: "only this part of the tests, as 2/5; auto is what\nthe CI server or the scheduler says"},
			{name: "times", meta: "EVENTS", to: &v.times, usage: "split by the times in these events; the same\nfor all parts"},
			{name: "list", once: true, to: &v.list, usage: "print the names of the tests and run none"},
		}, nil},
		{"Run", []option{
			{name: "jobs", short: "j", many: true, meta: "N", to: &v.jobs, usage: "tests to run at the same time (one for each\nprocessor)"},
			{name: "timeout", short: "t", meta: "DUR", to: &v.timeout, usage: "how long a test may take, as 90s or 2m; 0 is\nno limit (60s)"},
			{name: "fail-fast", short: "f", many: true, to: &v.failFast, usage: "stop at the first failure"},
			{name: "order", many: true, meta: "ORDER", to: &v.order, usage: "which tests begin first: file, runtime (the\nlongest by earlier runs) or random[:SEED]\n(runtime)"},
			{name: "repeat", many: true, meta: "N", to: &v.repeat, usage: "run each test so many times (1)"},
			{name: "until-fail", many: true, to: &v.untilFail, usage: "run all again and again until a test fails"},
			{name: "retry", many: true, meta: "N", to: &v.retry, usage: "give a test that fails so many more attempts (0)"},
			{name: "slower", many: true, meta: "FACTOR", to: &v.slower, usage: "fail a test that takes this much longer than its\nearlier runs: 1.5x, or 1.5x+200ms (100ms at least)"},
			{name: "max-output", meta: "SIZE", to: &v.maxOutput, usage: "how much a test may print, as 10MiB (256MiB)"},
			{name: "fail-on-skip", many: true, to: &v.failOnSkip, usage: "a test that is skipped makes the run fail"},
			{name: "require", many: true, meta: "FEATURES", to: &v.require, usage: "run nothing where one of these does not hold, as\ndocker,git>=2.40"},
			{name: "watch", short: "w", once: true, many: true, to: &v.watch, usage: "run again what changes, until q is pressed"},
			{name: "shell", meta: "PATH", to: &v.shell, usage: "the shell that runs the tests (/bin/sh)"},
			{name: "shell-opts", meta: "OPTS", to: &v.shellOpts, usage: "arguments for the shell"},
			{name: "indent", meta: "N", to: &v.indent, usage: "spaces before commands and output (2)"},
			{name: "preserve-env", short: "E", to: &v.preserveEnv, usage: "keep the caller's environment"},
			{name: "tmpdir", meta: "DIR", to: &v.tmpdir, usage: "where temporary directories are made"},
			{name: "keep-tmpdir", many: true, to: &v.keepTmpdir, usage: "leave the temporary directories"},
			{name: "debug", short: "d", once: true, to: &v.debug, usage: "show what the shell prints, compare nothing"},
			{name: "compat", meta: "PROGRAM", to: &v.compat, usage: "run tests as another program does: cram,\nmercurial or scrut"},
		}, nil},
		{"Matrix", []option{
			{name: "matrix", meta: "[=SEL]", alone: "all", to: &v.matrix, usage: "run against these versions of the axes that\n[matrix] has: all, git, git=2.30,2.40, 'git>=2.30'"},
			{name: "bisect", once: true, meta: "AXIS", to: &v.bisect, usage: "find the first version of an axis at which a test\nhas another verdict"},
		}, nil},
		{"Update", []option{
			{name: "interactive", short: "i", to: &v.interactive, usage: "ask, change by change, what to write into the files"},
			{name: "update", short: "u", to: &v.update, usage: "write all changes, as -i -y does"},
			{name: "yes", short: "y", to: &v.yes, usage: "answer yes to all questions"},
			{name: "no", short: "n", to: &v.no, usage: "answer no to all questions"},
		}, nil},
		{"Report", slices.Concat([]option{
			{name: "quiet", short: "q", to: &v.quiet, usage: "no diffs"},
			{name: "verbose", short: "v", to: &v.verbose, usage: "a line for each test"},
			{name: "color", meta: "WHEN", to: &v.color, usage: "auto, always or never; NO_COLOR is honoured"},
		}, reports, []option{
			{name: "github", to: &v.github, usage: "annotations and a summary for GitHub Actions; on\nby default there; --github=false turns it off"},
			{name: "time", to: &v.time, usage: "show the slowest tests"},
			{name: "max-diff", meta: "N", to: &v.maxDiff, usage: "how many lines of a test's diff are shown and\nreported; 0 is all (1000)"},
			{name: "history", meta: "FILE", to: &v.history, usage: "keep what became of earlier runs in this file, for\na CI server to keep (in the user's cache)"},
			{name: "baseline", once: true, meta: "EVENTS", to: &v.baseline, usage: "say what is new since the run of these events"},
			{name: "outputdir", meta: "DIR", to: &v.outputdir, usage: "where .err files go (beside their tests)"},
		}), nil},
		{"Coverage", []option{
			{name: "cover", to: &v.cover, usage: "measure what the tests run, as [coverage] says"},
			{name: "cover-diff", once: true, meta: "[=REV]", alone: checkedOut, to: &v.coverDiff, usage: "--cover, and which lines of a change since a\nrevision (the one checked out) the tests run"},
			{name: "cover-dir", meta: "DIR", to: &v.coverDir, usage: "where coverage is written (coverage)"},
			{name: "covers", once: true, meta: "FILE[:LINE]", to: &v.covers, usage: "print the names of the tests that run a line,\nor any of the file, and run none"},
		}, nil},
		{"Configuration", []option{
			{name: "config", meta: "FILE", to: &v.config, usage: "the configuration (the nearest dott.toml upward)"},
		}, nil},
		{"Help", []option{
			{name: "help", short: "h", to: &v.help, usage: "show this and end"},
			{name: "version", short: "V", to: &v.version, usage: "show the version and end"},
		}, nil},
	}
}

// newFlags declares every option.
func newFlags(v *values) (all *pflag.FlagSet, groups []group) {
	all, groups = newFlagSet("dott"), table(v)
	for i := range groups {
		g := &groups[i]
		g.flags = newFlagSet(g.title)
		for _, o := range g.options {
			o.declare(g.flags)
		}
		all.AddFlagSet(g.flags)
	}
	return all, groups
}

// newFlagSet returns a set of flags that says nothing by itself.
func newFlagSet(name string) *pflag.FlagSet {
	f := pflag.NewFlagSet(name, pflag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	f.SortFlags = false
	return f
}

func (o option) declare(flags *pflag.FlagSet) {
	switch to := o.to.(type) {
	case *bool:
		flags.BoolVarP(to, o.name, o.short, *to, o.usage)
	case *string:
		flags.StringVarP(to, o.name, o.short, *to, o.usage)
	case pflag.Value:
		flags.VarP(to, o.name, o.short, o.usage)
	}
	f := flags.Lookup(o.name)
	f.Hidden = o.hidden
	if o.alone != "" {
		f.NoOptDefVal = o.alone
	}
	f.Annotations = map[string][]string{metavarKey: {o.meta}}
}

const metavarKey = "metavar"

// metavar returns what stands for the value of a flag.
func metavar(f *pflag.Flag) string { return f.Annotations[metavarKey][0] }

// fileOptions are the options as a file may have them.
func fileOptions() config.Options {
	kinds := map[string]config.Kind{
		"bool": config.Switch, "count": config.Number, "number": config.Number, "duration": config.Duration, "size": config.Size,
	}
	all := config.Options{}
	_, groups := newFlags(newValues())
	for _, g := range groups {
		for _, o := range g.options {
			f := g.flags.Lookup(o.name)
			option := config.Option{Kind: kinds[f.Value.Type()], Check: f.Value.Set}
			switch {
			case g.title == "Update" || o.once:
				option.Refuse = "is for the command line, run by run"
			case g.title == "Configuration" || g.title == "Help":
				option.Refuse = "is for the command line"
			}
			if o.name == "shell-opts" {
				option.Check = func(text string) error { _, err := words.Split(text); return err }
			}
			all[o.name] = option
		}
	}
	return all
}
