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
	every               interval
	warnTime            duration
	notify, Monitor     bool
	shell, shellOpts    string
	indent              count
	preserveEnv         bool
	tmpdir              string
	keepTmpdir, debug   bool
	compat              choice
	matrix              selection
	target              names
	bisect              string
	interactive, update bool
	yes, no             bool
	deny                choice
	quiet, verbose      bool
	color               choice
	reports             []string // files, in the order of report.Kinds
	github, time        bool
	agent               choice
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
		color: choice{"auto", []string{"auto", "always", "never"}}, agent: choice{of: []string{"true", "false", "json"}}, deny: choice{of: []string{"weakened"}}, compat: choice{of: slices.Collect(config.Presets())},
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
			{Name: "keyword", short: "k", meta: "RE", to: &v.keyword, usage: "only tests whose name or text matches this\nregular expression"},
			{Name: "skip-list", meta: "FILE", to: &v.skipList, usage: "skip the tests that this file lists: a path or\nglob on each line"},
			{Name: "only-list", meta: "FILE", to: &v.onlyList, usage: "run only the tests that this file lists"},
			{Name: "retest", short: "r", once: true, to: &v.retest, usage: "only tests that failed last time"},
			{Name: "changed", once: true, meta: "[=REV]", alone: checkedOut, to: &v.changed, usage: "only tests that changed since a git or Mercurial\nrevision (default: the one checked out)"},
			{Name: "affected", once: true, meta: "[=REV]", alone: checkedOut, to: &v.affected, usage: "only tests that may be affected by changes since a\nrevision (default: the one checked out); needs an\nearlier --trace or --cover"},
			{Name: "shard", meta: "I/N", to: &v.shard, usage: "only this part of the tests, such as 2/5; auto asks\nthe CI server"},
			{Name: "times", meta: "EVENTS", to: &v.times, usage: "balance the shards by the times in these events;\nuse the same file for all shards"},
			{Name: "list", once: true, to: &v.list, usage: "print the names of the tests; run none"},
		}, nil},
		{"Run", []Option{
			{Name: "jobs", short: "j", many: true, meta: "N", to: &v.jobs, usage: "run up to N tests at a time (default: one per\nprocessor)"},
			{Name: "timeout", short: "t", meta: "DUR", to: &v.timeout, usage: "time limit for each test, such as 90s or 2m; 0\nmeans no limit (60s)"},
			{Name: "fail-fast", short: "f", many: true, to: &v.failFast, usage: "stop at the first failure"},
			{Name: "order", many: true, meta: "ORDER", to: &v.order, usage: "which tests start first: file, runtime (slowest\nfirst, by earlier runs) or random[:SEED] (runtime)"},
			{Name: "repeat", many: true, meta: "N", to: &v.repeat, usage: "run each test N times (1)"},
			{Name: "until-fail", many: true, to: &v.untilFail, usage: "repeat the run until a test fails"},
			{Name: "retry", many: true, meta: "N", to: &v.retry, usage: "run a failing test up to N more times (0)"},
			{Name: "slower", many: true, meta: "FACTOR", to: &v.slower, usage: "fail tests that became slower than their earlier\nruns, by 1.5x or 1.5x+200ms (at least 100ms)"},
			{Name: "max-output", meta: "SIZE", to: &v.maxOutput, usage: "limit for the output of a test, such as 10MiB\n(256MiB)"},
			{Name: "fail-on-skip", many: true, to: &v.failOnSkip, usage: "fail the run if a test is skipped"},
			{Name: "require", many: true, meta: "FEATURES", to: &v.require, usage: "run only if all of these features are present, such\nas docker,git>=2.40"},
			{Name: "watch", short: "w", once: true, many: true, to: &v.watch, usage: "run tests again when they change, until you press q"},
			{Name: "target", meta: "NAMES", to: &v.target, usage: "run on a target of [target]; several, as web1,web2,\nare an axis of the matrix"},
			{Name: "every", once: true, many: true, meta: "DUR", to: &v.every, usage: "run tests again and again, at this interval, such\nas 5m or 1h (give or take a tenth)"},
			{Name: "trace", many: true, to: &v.trace, usage: "find out what each test touches; see dott deps"},
			{Name: "cached", many: true, meta: "[=verify]", alone: "true", to: &v.cached, usage: "do not run what passed and touched nothing that\nhas changed; verify: run it all the same, and\nreport wrong verdicts"},
			{Name: "cache-dir", many: true, meta: "DIR", to: &v.cacheDir, usage: "where cached verdicts are; may be shared (the\nuser's cache)"},
			{Name: "shell", meta: "PATH", to: &v.shell, usage: "shell that runs the tests (/bin/sh)"},
			{Name: "shell-opts", meta: "OPTS", to: &v.shellOpts, usage: "arguments for the shell"},
			{Name: "indent", meta: "N", to: &v.indent, usage: "spaces before commands and output (2)"},
			{Name: "preserve-env", short: "E", to: &v.preserveEnv, usage: "keep your environment"},
			{Name: "tmpdir", meta: "DIR", to: &v.tmpdir, usage: "where to create temporary directories"},
			{Name: "keep-tmpdir", many: true, to: &v.keepTmpdir, usage: "keep the temporary directories"},
			{Name: "debug", short: "d", once: true, to: &v.debug, usage: "show the output as it comes; compare nothing"},
			{Name: "compat", meta: "PROGRAM", to: &v.compat, usage: "behave like another program: cram, mercurial or\nscrut"},
		}, nil},
		{"Matrix", []Option{
			{Name: "matrix", meta: "[=SEL]", alone: "all", to: &v.matrix, usage: "run against these versions from [matrix]: all, git,\ngit=2.30,2.40 or 'git>=2.30'"},
			{Name: "bisect", once: true, meta: "AXIS", to: &v.bisect, usage: "find the first version of an axis that changes the\nverdict of a test"},
		}, nil},
		{"Update", []Option{
			{Name: "interactive", short: "i", to: &v.interactive, usage: "ask about each change before writing it"},
			{Name: "update", short: "u", to: &v.update, usage: "write all changes into the files (same as -i -y)"},
			{Name: "yes", short: "y", to: &v.yes, usage: "answer yes to every question"},
			{Name: "no", short: "n", to: &v.no, usage: "answer no to every question"},
			{Name: "deny", meta: "weakened", to: &v.deny, usage: "write no change after which a test checks less, and\nfail"},
		}, nil},
		{"Report", slices.Concat([]Option{
			{Name: "quiet", short: "q", to: &v.quiet, usage: "show no diffs"},
			{Name: "verbose", short: "v", to: &v.verbose, usage: "show a line for each test"},
			{Name: "color", meta: "WHEN", to: &v.color, usage: "auto, always or never; respects NO_COLOR"},
		}, reports, []Option{
			{Name: "agent", once: true, meta: "[=json]", alone: "true", to: &v.agent, usage: "short report for a program such as a coding agent;\non by default where the environment says so;\n--agent=false turns it off"},
			{Name: "github", to: &v.github, usage: "annotations and a summary for GitHub Actions; on by\ndefault there (--github=false turns it off)"},
			{Name: "time", to: &v.time, usage: "show the slowest tests"},
			{Name: "notify", once: true, to: &v.notify, usage: "send notifications, as configured in [notify];\n--every always does"},
			{Name: "monitor", once: true, to: &v.Monitor, usage: "act as a plugin for Nagios, Icinga, Checkmk or\nSensu"},
			{Name: "warn-time", meta: "DUR", to: &v.warnTime, usage: "with --monitor, warn if a run takes longer"},
			{Name: "max-diff", meta: "N", to: &v.maxDiff, usage: "show and report at most N lines of a test's diff;\n0 means all (1000)"},
			{Name: "history", meta: "FILE", to: &v.History, usage: "keep the history of runs in this file, for example\nin CI (default: in your cache directory)"},
			{Name: "baseline", once: true, meta: "EVENTS", to: &v.baseline, usage: "tell what changed since the run in this event file"},
			{Name: "outputdir", meta: "DIR", to: &v.outputdir, usage: "where .err files go (default: beside their tests)"},
		}), nil},
		{"Coverage", []Option{
			{Name: "cover", to: &v.cover, usage: "measure coverage, as configured in [coverage]"},
			{Name: "cover-diff", once: true, meta: "[=REV]", alone: checkedOut, to: &v.coverDiff, usage: "--cover, and show which lines changed since a\nrevision (default: the one checked out) were run"},
			{Name: "cover-dir", meta: "DIR", to: &v.coverDir, usage: "where to write coverage (coverage)"},
			{Name: "covers", once: true, meta: "FILE[:LINE]", to: &v.covers, usage: "print the names of the tests that run this line or\nfile; run none"},
		}, nil},
		{"Configuration", []Option{
			{Name: "config", meta: "FILE", to: &v.config, usage: "configuration file (default: the nearest dott.toml\nin this directory or above it)"},
		}, nil},
		{"Help", []Option{
			{Name: "help", short: "h", to: &v.Help, usage: "show this help"},
			{Name: "version", short: "V", to: &v.Version, usage: "show the version"},
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

// Metavar returns what stands for the value of a flag.
func Metavar(f *pflag.Flag) string {
	if meta := f.Annotations[metavarKey]; len(meta) > 0 {
		return meta[0]
	}
	return ""
}

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
