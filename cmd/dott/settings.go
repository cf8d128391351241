package main

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
)

// settings are what a run was asked to do by all who have a say: the command line,
// the environment and the configuration. They are read once, and plain.
type settings struct {
	paths  []string // files and directories
	named  bool     // by the command line
	again  string   // the command that runs tests as this run does
	config config.Config
	choose choosing
	run    running
	show   showing
	update updating
	cover  covering

	list, watch bool
	matrix      string // the cells
	bisect      string // an axis
	covers      string // a file, and perhaps a line
}

// choosing says which tests are run.
type choosing struct {
	keyword            *regexp.Regexp
	skipList, onlyList string
	retest             bool
	changed, affected  since
	shard              shard
	times              string
}

// running says how tests are run.
type running struct {
	jobs, repeat, retry int
	failFast, untilFail bool
	order               order
	slower              history.Slower
	timeout             time.Duration
	maxOutput           int64
	failOnSkip          bool
	require             []feature.Term
	shell, shellOpts    string
	format              transcript.Format
	preserveEnv         bool
	tmpdir              string
	keepTmpdir, debug   bool
	compat              string
}

// updating says what becomes of differences.
type updating struct{ write, ask bool }

// showing says what is told, and where.
type showing struct {
	quiet, verbose, time, github bool
	color, outputdir             string
	history, baseline            string
	maxDiff                      int
	reports                      []report.Choice
}

// covering says whether and where coverage is measured.
type covering struct {
	on   bool
	dir  string
	diff since
}

// settle reads the layers below the command line.
func (l *commandLine) settle(env []string) (*settings, error) {
	c, err := l.settleLayers(env)
	if err != nil {
		return nil, err
	}
	v := l.v
	s := &settings{
		paths: l.flags.Args(), named: l.flags.NArg() > 0, again: l.again, config: c,
		choose: choosing{v.keyword.re, v.skipList, v.onlyList, v.retest, v.changed, v.affected, v.shard, v.times},
		run: running{
			jobs: int(v.jobs), repeat: int(v.repeat), retry: int(v.retry), failFast: v.failFast, untilFail: v.untilFail, order: v.order, slower: v.slower,
			timeout: time.Duration(v.timeout), maxOutput: int64(v.maxOutput), shell: v.shell, shellOpts: v.shellOpts,
			format: runner.FormatOf(c, int(v.indent)), preserveEnv: v.preserveEnv, tmpdir: v.tmpdir, keepTmpdir: v.keepTmpdir,
			failOnSkip: v.failOnSkip, require: v.require.terms, debug: v.debug, compat: v.compat.value,
		},
		show:   l.showing(env),
		update: updating{v.update || v.interactive && !v.no, v.interactive && !v.yes},
		cover:  covering{v.cover || v.coverDiff.asked, v.coverDir, v.coverDiff},
		list:   v.list, watch: v.watch, matrix: v.matrix.text, bisect: v.bisect, covers: v.covers,
	}
	if !s.named && !l.asCram {
		if s.paths, err = configured(c); err != nil {
			return nil, err
		}
	}
	return s, s.checkReports()
}

// showing returns what is to be told.
func (l *commandLine) showing(env []string) showing {
	v := l.v
	s := showing{quiet: v.quiet, verbose: v.verbose, time: v.time, github: v.github, color: v.color.value, outputdir: v.outputdir, maxDiff: int(v.maxDiff), history: v.history, baseline: v.baseline}
	if !l.flags.Changed("github") {
		s.github = getenv(env, "GITHUB_ACTIONS") == "true"
	}
	for i, file := range v.reports {
		if file == "" && report.Kinds[i].Name == "junit" && v.shard.auto {
			file = getenv(env, "XML_OUTPUT_FILE") // what Bazel asks of a runner
		}
		if file != "" {
			s.reports = append(s.reports, report.Choice{Kind: report.Kinds[i], File: file})
		}
	}
	return s
}

// reportFiles are the files of the reports.
func (s *settings) reportFiles() (files []string) {
	for _, r := range s.show.reports {
		files = append(files, r.File)
	}
	return files
}

// checkReports judges the reports' files before any is touched.
func (s *settings) checkReports() error {
	err := report.Check(s.show.reports, func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && slices.ContainsFunc(s.paths, func(p string) bool {
			named, err := os.Stat(p)
			return err == nil && !named.IsDir() && os.SameFile(info, named)
		})
	})
	if err != nil {
		return usagef("%v", err)
	}
	return nil
}

// configured returns what is run where the command line names nothing.
func configured(c config.Config) ([]string, error) {
	if len(c.Run.Paths) == 0 {
		return []string{"."}, nil
	}
	var paths []string
	for _, p := range c.Run.Paths {
		path := fromHere(c.Dir, p)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: [run] paths: no such file: %s", c.Where("run", "paths"), path)
		}
		paths = append(paths, path)
	}
	return paths, nil
}
