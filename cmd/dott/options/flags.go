package options

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

// Values are what the options of a run are set to, while they are read.
type Values struct {
	keyword            keyword
	skipList, onlyList string
	retest             bool
	changed, affected  since
	shard              Shard
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
	trace               bool
	cached              cached
	cacheDir            string
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
	History, baseline   string
	cover               bool
	coverDir, covers    string
	coverDiff           since
	config              string
	Help, Version       bool
}

// NewValues returns the values of options that nobody sets.
func NewValues() *Values {
	return &Values{
		timeout: duration(time.Minute), indent: 2, jobs: count(runtime.NumCPU()), maxOutput: 256 << 20, maxDiff: 1000,
		order: order{Is: "runtime"}, shell: "/bin/sh", coverDir: "coverage",
		color: choice{"auto", []string{"auto", "always", "never"}}, compat: choice{of: slices.Collect(config.Presets())},
		reports: make([]string, len(report.Kinds)),
	}
}

// An Option is a row of the table of all.
type Option struct {
	Name, short string
	meta        string // what stands for its value in the help
	alone       string // its value where it has none; "" is that it must have one
	once        bool   // it is about one run, not about a project
	many        bool   // it is about many tests or runs, not about a test
	hidden      bool   // from the help
	to          any    // *bool, *string or a pflag.Value
	usage       string // in lines that fit
}

// Group is a headed part of the help.
type Group struct {
	Title   string
	options []Option
	flags   *pflag.FlagSet
}

// table returns every option, in the groups in which the help shows them.
func table(v *Values) []Group {
	reports := make([]Option, 0, len(report.Kinds))
	for i, k := range report.Kinds {
		reports = append(reports, Option{Name: k.Name, meta: "FILE", to: &v.reports[i], usage: k.Usage})
		if k.Alias != "" {
			reports = append(reports, Option{Name: k.Alias, hidden: true, to: &v.reports[i], usage: "the same as --" + k.Name})
		}
	}
	return []Group{
		{"Choose", []Option{
			{Name: "keyword", short: "k", meta: "RE", to: &v.keyword, usage: "only tests whose name or text this regular\nexpression matches"},
			{Name: "skip-list", meta: "FILE", to: &v.skipList, usage: "skip the tests that this file lists, by paths\nor globs"},
			{Name: "only-list", meta: "FILE", to: &v.onlyList, usage: "run only the tests that this file lists"},
			{Name: "retest", short: "r", once: true, to: &v.retest, usage: "only tests that failed the last time"},
			{Name: "changed", once: true, meta: "[=REV]", alone: checkedOut, to: &v.changed, usage: "only tests that changed since a revision of\ngit or Mercurial (the one checked out)"},
			{Name: "affected", once: true, meta: "[=REV]", alone: checkedOut, to: &v.affected, usage: "only tests that run what changed since a revision\n(the one checked out), by the records of --cover"},
			{Name: "shard", meta: "I/N", to: &v.shard, usage: "only this part of the tests, as 2/5; auto is what\nthe CI server or the scheduler says"},
			{Name: "times", meta: "EVENTS", to: &v.times, usage: "split by the times in these events; the same\nfor all parts"},
			{Name: "list", once: true, to: &v.list, usage: "print the names of the tests and run none"},
		}, nil},
		{"Run", []Option{
			{Name: "jobs", short: "j", many: true, meta: "N", to: &v.jobs, usage: "tests to run at the same time (one for each\nprocessor)"},
			{Name: "timeout", short: "t", meta: "DUR", to: &v.timeout, usage: "how long a test may take, as 90s or 2m; 0 is\nno limit (60s)"},
			{Name: "fail-fast", short: "f", many: true, to: &v.failFast, usage: "stop at the first failure"},
			{Name: "order", many: true, meta: "ORDER", to: &v.order, usage: "which tests begin first: file, runtime (the\nlongest by earlier runs) or random[:SEED]\n(runtime)"},
			{Name: "repeat", many: true, meta: "N", to: &v.repeat, usage: "run each test so many times (1)"},
			{Name: "until-fail", many: true, to: &v.untilFail, usage: "run all again and again until a test fails"},
			{Name: "retry", many: true, meta: "N", to: &v.retry, usage: "give a test that fails so many more attempts (0)"},
			{Name: "slower", many: true, meta: "FACTOR", to: &v.slower, usage: "fail a test that takes this much longer than its\nearlier runs: 1.5x, or 1.5x+200ms (100ms at least)"},
			{Name: "max-output", meta: "SIZE", to: &v.maxOutput, usage: "how much a test may print, as 10MiB (256MiB)"},
			{Name: "fail-on-skip", many: true, to: &v.failOnSkip, usage: "a test that is skipped makes the run fail"},
			{Name: "require", many: true, meta: "FEATURES", to: &v.require, usage: "run nothing where one of these does not hold, as\ndocker,git>=2.40"},
			{Name: "watch", short: "w", once: true, many: true, to: &v.watch, usage: "run again what changes, until q is pressed"},
			{Name: "trace", many: true, to: &v.trace, usage: "find out what each test touches; see dott deps"},
			{Name: "cached", many: true, meta: "[=verify]", alone: "true", to: &v.cached, usage: "do not run what passed and touched nothing that\nhas changed; verify: run it all the same, and tell\nwhat was wrong"},
			{Name: "cache-dir", many: true, meta: "DIR", to: &v.cacheDir, usage: "where cached verdicts are; may be shared (the\nuser's cache)"},
			{Name: "shell", meta: "PATH", to: &v.shell, usage: "the shell that runs the tests (/bin/sh)"},
			{Name: "shell-opts", meta: "OPTS", to: &v.shellOpts, usage: "arguments for the shell"},
			{Name: "indent", meta: "N", to: &v.indent, usage: "spaces before commands and output (2)"},
			{Name: "preserve-env", short: "E", to: &v.preserveEnv, usage: "keep the caller's environment"},
			{Name: "tmpdir", meta: "DIR", to: &v.tmpdir, usage: "where temporary directories are made"},
			{Name: "keep-tmpdir", many: true, to: &v.keepTmpdir, usage: "leave the temporary directories"},
			{Name: "debug", short: "d", once: true, to: &v.debug, usage: "show what the shell prints, compare nothing"},
			{Name: "compat", meta: "PROGRAM", to: &v.compat, usage: "run tests as another program does: cram,\nmercurial or scrut"},
		}, nil},
		{"Matrix", []Option{
			{Name: "matrix", meta: "[=SEL]", alone: "all", to: &v.matrix, usage: "run against these versions of the axes that\n[matrix] has: all, git, git=2.30,2.40, 'git>=2.30'"},
			{Name: "bisect", once: true, meta: "AXIS", to: &v.bisect, usage: "find the first version of an axis at which a test\nhas another verdict"},
		}, nil},
		{"Update", []Option{
			{Name: "interactive", short: "i", to: &v.interactive, usage: "ask, change by change, what to write into the files"},
			{Name: "update", short: "u", to: &v.update, usage: "write all changes, as -i -y does"},
			{Name: "yes", short: "y", to: &v.yes, usage: "answer yes to all questions"},
			{Name: "no", short: "n", to: &v.no, usage: "answer no to all questions"},
		}, nil},
		{"Report", slices.Concat([]Option{
			{Name: "quiet", short: "q", to: &v.quiet, usage: "no diffs"},
			{Name: "verbose", short: "v", to: &v.verbose, usage: "a line for each test"},
			{Name: "color", meta: "WHEN", to: &v.color, usage: "auto, always or never; NO_COLOR is honoured"},
		}, reports, []Option{
			{Name: "github", to: &v.github, usage: "annotations and a summary for GitHub Actions; on\nby default there; --github=false turns it off"},
			{Name: "time", to: &v.time, usage: "show the slowest tests"},
			{Name: "max-diff", meta: "N", to: &v.maxDiff, usage: "how many lines of a test's diff are shown and\nreported; 0 is all (1000)"},
			{Name: "history", meta: "FILE", to: &v.History, usage: "keep what became of earlier runs in this file, for\na CI server to keep (in the user's cache)"},
			{Name: "baseline", once: true, meta: "EVENTS", to: &v.baseline, usage: "say what is new since the run of these events"},
			{Name: "outputdir", meta: "DIR", to: &v.outputdir, usage: "where .err files go (beside their tests)"},
		}), nil},
		{"Coverage", []Option{
			{Name: "cover", to: &v.cover, usage: "measure what the tests run, as [coverage] says"},
			{Name: "cover-diff", once: true, meta: "[=REV]", alone: checkedOut, to: &v.coverDiff, usage: "--cover, and which lines of a change since a\nrevision (the one checked out) the tests run"},
			{Name: "cover-dir", meta: "DIR", to: &v.coverDir, usage: "where coverage is written (coverage)"},
			{Name: "covers", once: true, meta: "FILE[:LINE]", to: &v.covers, usage: "print the names of the tests that run a line,\nor any of the file, and run none"},
		}, nil},
		{"Configuration", []Option{
			{Name: "config", meta: "FILE", to: &v.config, usage: "the configuration (the nearest dott.toml upward)"},
		}, nil},
		{"Help", []Option{
			{Name: "help", short: "h", to: &v.Help, usage: "show this and end"},
			{Name: "version", short: "V", to: &v.Version, usage: "show the version and end"},
		}, nil},
	}
}

// NewFlags declares every option.
func NewFlags(v *Values) (all *pflag.FlagSet, groups []Group) {
	all, groups = NewFlagSet("dott"), table(v)
	for i := range groups {
		g := &groups[i]
		g.flags = NewFlagSet(g.Title)
		for _, o := range g.options {
			o.declare(g.flags)
		}
		all.AddFlagSet(g.flags)
	}
	return all, groups
}

// NewFlagSet returns a set of flags that says nothing by itself.
func NewFlagSet(name string) *pflag.FlagSet {
	f := pflag.NewFlagSet(name, pflag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	f.SortFlags = false
	return f
}

func (o Option) declare(flags *pflag.FlagSet) {
	switch to := o.to.(type) {
	case *bool:
		flags.BoolVarP(to, o.Name, o.short, *to, o.usage)
	case *string:
		flags.StringVarP(to, o.Name, o.short, *to, o.usage)
	case pflag.Value:
		flags.VarP(to, o.Name, o.short, o.usage)
	}
	f := flags.Lookup(o.Name)
	f.Hidden = o.hidden
	if o.alone != "" {
		f.NoOptDefVal = o.alone
	}
	f.Annotations = map[string][]string{metavarKey: {o.meta}}
}

const metavarKey = "metavar"

// metavar returns what stands for the value of a flag.
func metavar(f *pflag.Flag) string { return f.Annotations[metavarKey][0] }

// FileOptions are the options as a file may have them.
func FileOptions() config.Options {
	kinds := map[string]config.Kind{
		"bool": config.Switch, "count": config.Number, "number": config.Number, "duration": config.Duration, "size": config.Size,
	}
	all := config.Options{}
	_, groups := NewFlags(NewValues())
	for _, g := range groups {
		for _, o := range g.options {
			f := g.flags.Lookup(o.Name)
			option := config.Option{Kind: kinds[f.Value.Type()], Check: f.Value.Set}
			switch {
			case g.Title == "Update" || o.once:
				option.Refuse = "is for the command line, run by run"
			case g.Title == "Configuration" || g.Title == "Help":
				option.Refuse = "is for the command line"
			}
			if o.Name == "shell-opts" {
				option.Check = func(text string) error { _, err := words.Split(text); return err }
			}
			all[o.Name] = option
		}
	}
	return all
}
