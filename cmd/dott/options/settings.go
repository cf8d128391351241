package options

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"time"

	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner"
	"dott/runner/config"
	"dott/runner/history"
	"dott/runner/report"
	"dott/runner/report/agent"
)

// Settings are what a run was asked to do by all who have a say: the command line,
// the environment and the configuration. They are read once, and plain.
type Settings struct {
	Paths  []string // files and directories
	Named  bool     // by the command line
	Again  string   // the command that runs tests as this run does
	Config config.Config
	Choose Choosing
	Run    running
	Show   Showing
	Update Updating
	Cover  covering

	List, Watch bool
	Matrix      string        // the cells
	Target      string        // where tests run that say nothing else; "" is this machine
	Bisect      string        // an axis
	Covers      string        // a file, and perhaps a line
	Every       time.Duration // 0 is once
	Notify      bool
	Monitor     bool
	WarnTime    time.Duration

	// With reads the same command line over another configuration. It is nil where the
	// command line says which one holds.
	With func(config string) (*Settings, error)
}

// Choosing says which tests are run.
type Choosing struct {
	Keyword            *regexp.Regexp
	SkipList, OnlyList string
	Retest             bool
	Changed, Affected  since
	Shard              Shard
	Times              string
}

// running says how tests are run.
type running struct {
	Jobs, Repeat, Retry int
	FailFast, UntilFail bool
	Order               order
	Slower              history.Slower
	Timeout             time.Duration
	MaxOutput           int64
	FailOnSkip          bool
	Require             []feature.Term
	Shell, ShellOpts    string
	Format              transcript.Format
	PreserveEnv         bool
	Tmpdir              string
	KeepTmpdir, Debug   bool
	Trace               bool
	Cached              string // "", "true" or "verify"
	CacheDir            string
	Compat              string
}

// Updating says what becomes of differences.
type Updating struct {
	Write, Ask bool
	Judge      bool // say whether tests check less
	Deny       bool // and do not write what they check less by
}

// Showing says what is told, and where.
type Showing struct {
	Quiet, Verbose, Time, Github bool
	Color, Outputdir             string
	Agent                        string // the form of the report for a program; "" is that it is for people
	History, Baseline            string
	MaxDiff                      int
	Reports                      []report.Choice
}

// covering says whether and where coverage is measured.
type covering struct {
	On   bool
	Dir  string
	Diff since
}

// Settle reads the layers below the command line.
func (l *Line) Settle(env []string) (*Settings, error) {
	c, err := l.SettleLayers(env)
	if err != nil {
		return nil, err
	}
	s := l.settings(c, env)
	if !l.asCram && l.Values.config == "" {
		s.With = func(config string) (*Settings, error) { return with(l.args, config, env) }
	}
	if err := s.addTargets(l.Values.target); err != nil {
		return nil, err
	}
	if !s.Named && !l.asCram {
		if s.Paths, err = Configured(c); err != nil {
			return nil, err
		}
	}
	l.asCramReports(s)
	return s, s.checkReports()
}

// settings returns what the options are set to, with the configuration.
func (l *Line) settings(c config.Config, env []string) *Settings {
	v := l.Values
	return &Settings{
		Paths: l.Flags.Args(), Named: l.Flags.NArg() > 0, Again: l.again, Config: c,
		Choose: Choosing{v.keyword.re, v.skipList, v.onlyList, v.retest, v.changed, v.affected, v.shard, v.times},
		Run: running{
			Jobs: int(v.jobs), Repeat: int(v.repeat), Retry: int(v.retry), FailFast: v.failFast, UntilFail: v.untilFail, Order: v.order, Slower: v.slower,
			Timeout: time.Duration(v.timeout), MaxOutput: int64(v.maxOutput), Shell: v.shell, ShellOpts: v.shellOpts,
			Format: runner.FormatOf(c, int(v.indent)), PreserveEnv: v.preserveEnv, Tmpdir: v.tmpdir, KeepTmpdir: v.keepTmpdir,
			Trace: v.trace, Cached: string(v.cached), CacheDir: v.cacheDir,
			FailOnSkip: v.failOnSkip, Require: v.require.terms, Debug: v.debug, Compat: v.compat.value,
		},
		Show:   l.Showing(env),
		Update: Updating{v.update || v.interactive && !v.no, v.interactive && !v.yes, !l.asCram, v.deny.value != ""},
		Cover:  covering{v.cover || v.coverDiff.Asked, v.coverDir, v.coverDiff},
		Target: v.target.one(),
		List:   v.list, Watch: v.watch, Matrix: v.matrix.text, Bisect: v.bisect, Covers: v.covers,
		Every: time.Duration(v.every), Notify: v.notify, Monitor: v.Monitor, WarnTime: time.Duration(v.warnTime),
	}
}

// with reads a command line over a configuration. Its paths do not matter.
func with(args []string, config string, env []string) (*Settings, error) {
	l, err := Parse(args, false)
	if err != nil {
		return nil, err
	}
	l.Values.config = config
	c, err := l.SettleLayers(env)
	if err != nil {
		return nil, err
	}
	return l.settings(c, env), nil
}

// Showing returns what is to be told.
func (l *Line) Showing(env []string) Showing {
	v := l.Values
	s := Showing{Quiet: v.quiet, Verbose: v.verbose, Time: v.time, Github: v.github, Color: v.color.value, Outputdir: v.outputdir, MaxDiff: int(v.maxDiff), History: v.History, Baseline: v.baseline}
	if !l.Flags.Changed("github") {
		s.Github = Getenv(env, "GITHUB_ACTIONS") == "true"
	}
	switch {
	case v.agent.value == "json":
		s.Agent = agent.JSON
	case v.agent.value == "true", v.agent.value == "" && !v.verbose && agent.Detected(func(name string) string { return Getenv(env, name) }):
		s.Agent = agent.Text
	}
	for i, file := range v.reports {
		if file == "" && report.Kinds[i].Name == "junit" && v.shard.Auto {
			file = Getenv(env, "XML_OUTPUT_FILE") // what Bazel asks of a runner
		}
		if file != "" {
			s.Reports = append(s.Reports, report.Choice{Kind: report.Kinds[i], File: file})
		}
	}
	return s
}

// ReportFiles are the files of the reports.
func (s *Settings) ReportFiles() (files []string) {
	for _, r := range s.Show.Reports {
		files = append(files, r.File)
	}
	return files
}

// checkReports judges whether what is to be told can be, before any file is touched.
func (s *Settings) checkReports() error {
	if s.Notify && s.Config.Notify == nil {
		return Errorf("--notify: the configuration has no [notify] section")
	}
	if i := slices.IndexFunc(s.Show.Reports, func(c report.Choice) bool { return c.File == "-" }); s.Monitor && i >= 0 {
		return Errorf("--monitor takes standard output; name a file for --%s", s.Show.Reports[i].Kind.Name)
	}
	err := report.Check(s.Show.Reports, func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && slices.ContainsFunc(s.Paths, func(p string) bool {
			named, err := os.Stat(p)
			return err == nil && !named.IsDir() && os.SameFile(info, named)
		})
	})
	if err != nil {
		return Errorf("%v", err)
	}
	return nil
}

// Configured returns what is run where the command line names nothing.
func Configured(c config.Config) ([]string, error) {
	if len(c.Run.Paths) == 0 {
		return []string{"."}, nil
	}
	var paths []string
	for _, p := range c.Run.Paths {
		path := FromHere(c.Dir, p)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: [run] paths: no such file: %s", c.Where("run", "paths"), path)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// Some reports whether options chose some of the tests, besides --affected.
func (c *Choosing) Some() bool {
	return c.Changed.Asked || c.Retest || c.Keyword != nil || c.OnlyList != ""
}
