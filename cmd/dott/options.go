package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"dott/runner/report"
)

// options are the command line of a run.
type options struct {
	list        bool
	timeout     duration
	shell       string
	shellOpts   string
	indent      count
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
	color       string
	outputdir   string
	help        bool
	version     bool
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
	o.timeout, o.indent = duration(time.Minute), 2
	add("Choose", func(f *pflag.FlagSet) {
		f.BoolVar(&o.list, "list", false, "print the names of the tests and run none")
	})
	add("Run", func(f *pflag.FlagSet) {
		f.VarP(&o.timeout, "timeout", "t", "how long a test may take, as 90s or 2m; 0 is\nwithout end (60s)")
		f.StringVar(&o.shell, "shell", "/bin/sh", "the shell that runs the tests (/bin/sh)")
		f.StringVar(&o.shellOpts, "shell-opts", "", "arguments for the shell")
		f.Var(&o.indent, "indent", "spaces before commands and output (2)")
		f.BoolVarP(&o.preserveEnv, "preserve-env", "E", false, "keep the caller's environment")
		f.StringVar(&o.tmpdir, "tmpdir", "", "where temporary directories are made")
		f.BoolVar(&o.keepTmpdir, "keep-tmpdir", false, "leave the temporary directories")
		f.BoolVarP(&o.debug, "debug", "d", false, "show what the shell prints, compare nothing")
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
		f.StringVar(&o.color, "color", "auto", "auto, always or never; NO_COLOR is honoured")
		f.StringVar(&o.outputdir, "outputdir", "", "where .err files go (beside their tests)")
	})
	add("Help", func(f *pflag.FlagSet) {
		f.BoolVarP(&o.help, "help", "h", false, "show this and end")
		f.BoolVarP(&o.version, "version", "V", false, "show the version and end")
	})
	metavars := map[string]string{
		"timeout": "DUR", "shell": "PATH", "shell-opts": "OPTS", "indent": "N",
		"tmpdir": "DIR", "color": "WHEN", "outputdir": "DIR",
	}
	all.VisitAll(func(f *pflag.Flag) { f.Annotations = map[string][]string{metavar: {metavars[f.Name]}} })
	return all, groups
}

const metavar = "metavar"

// duration is a time.Duration that also takes a bare number of seconds, as
// Mercurial's runner does.
type duration time.Duration

func (d *duration) String() string { return time.Duration(*d).String() }
func (d *duration) Type() string   { return "duration" }
func (d *duration) Set(s string) error {
	v, err := time.ParseDuration(s)
	if n, nerr := strconv.ParseFloat(s, 64); nerr == nil {
		v, err = time.Duration(n*float64(time.Second)), nil
	}
	if err != nil || v < 0 {
		return fmt.Errorf("not a duration such as 90s or 2m")
	}
	*d = duration(v)
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

// againCommand returns a command with the options that change how tests run.
func againCommand(groups []group) string {
	command := "dott"
	for _, g := range groups {
		if g.title != "Run" {
			continue
		}
		g.flags.VisitAll(func(f *pflag.Flag) {
			if !f.Changed {
				return
			}
			command += " --" + f.Name
			if f.Value.Type() != "bool" {
				command += "=" + report.ShellWord(f.Value.String())
			}
		})
	}
	return command
}

// parse reads the command line. Its errors are usage errors.
func parse(args []string) (*options, []string, error) {
	o := &options{}
	flags, groups := newFlags(o)
	if err := flags.Parse(args); err != nil {
		return nil, nil, usagef("%s%s", err, suggestion(flags, args, err))
	}
	if o.help || o.version {
		return o, nil, nil
	}
	for _, pair := range [][2]string{
		{"yes", "no"}, {"quiet", "interactive"}, {"update", "no"}, {"debug", "quiet"}, {"debug", "interactive"},
		{"debug", "update"}, {"debug", "verbose"},
	} {
		if flags.Changed(pair[0]) && flags.Changed(pair[1]) {
			return nil, nil, usagef("options --%s and --%s are mutually exclusive", pair[0], pair[1])
		}
	}
	switch o.color {
	case "auto", "always", "never":
	default:
		return nil, nil, usagef("--color must be auto, always or never, not %q", o.color)
	}
	o.again = againCommand(groups)
	return o, flags.Args(), nil
}

// suggestion returns the known option nearest to an unknown one.
func suggestion(flags *pflag.FlagSet, args []string, err error) string {
	if !strings.Contains(err.Error(), "unknown flag: --") {
		return ""
	}
	_, wrong, _ := strings.Cut(err.Error(), "--")
	best, bestDistance := "", len(wrong)/2+1
	flags.VisitAll(func(f *pflag.Flag) {
		if d := distance(wrong, f.Name); d < bestDistance {
			best, bestDistance = f.Name, d
		}
	})
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean --%s?", best)
}

// distance is the number of letters to change to get from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// writeHelp prints the help, in groups, for 80 columns.
func writeHelp(w io.Writer) {
	fmt.Fprint(w, `Usage: dott [OPTIONS] [PATH...]
       dott new FILE COMMAND...     write a transcript of commands

Runs transcript tests. A PATH is a .t file, or a directory that is searched for
them; without one, the current directory is. A test reads like this: commands
are indented by two spaces and a "$ ", their output by two spaces, and all else
is comment.

  Adding is easy:

    $ echo $((1 + 2))
    3
`)
	_, groups := newFlags(&options{})
	for _, g := range groups {
		fmt.Fprintf(w, "\n%s:\n", g.title)
		g.flags.VisitAll(func(f *pflag.Flag) {
			name := "    --" + f.Name
			if f.Shorthand != "" {
				name = "-" + f.Shorthand + ", --" + f.Name
			}
			if m := f.Annotations[metavar][0]; m != "" {
				name += " " + m
			}
			usage := strings.ReplaceAll(f.Usage, "\n", "\n"+strings.Repeat(" ", 29))
			fmt.Fprintf(w, "  %-26s %s\n", name, usage)
		})
	}
	fmt.Fprint(w, `
Exit status: 0 all passed or were skipped, 1 a test failed, 2 wrong usage or no
tests found, 130 interrupted.
`)
}
