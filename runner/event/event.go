// Package event defines what happens in a run: one stream of [Event] values,
// from which every report is made. The runner puts them into a [Queue], which
// hands them to one [Handler], one at a time; the verdicts are in file order
// whatever the order of work. [Append] writes the stream as lines of JSON,
// [Reader] reads it, and [Merge] makes one of several. docs/events.md tells all of
// it to those who read it elsewhere.
package event

import (
	"fmt"
	"io"
	"strings"
	"time"

	"dott/matcher"
	"dott/matcher/weakened"
)

// Action says what happened.
type Action string

// Schema is the version of the stream. It grows when those who can read the one
// before would be misled, not when there is more to read.
const Schema = 1

// The actions of a stream. Every test that was started has exactly one of Pass,
// Fail, Skip and Error at the end; one that has no verdict because the run ended
// early has NotRun.
const (
	Dott    Action = "dott"    // first in the stream; Version is set
	Start   Action = "start"   // a test begins, sent as it happens
	Stop    Action = "stop"    // a test has ended, sent as it happens; its verdict comes in file order
	Output  Action = "output"  // a command has printed; sent as it happens, and only to a [Listener]
	Warning Action = "warning" // something in a file is probably not meant
	Pass    Action = "pass"    // every block matched and the last command was seen
	Fail    Action = "fail"    // output differs, or the shell ended early
	Skip    Action = "skip"    // Reason says why
	Error   Action = "error"   // no verdict could be had: a timeout, a broken file, a full disk
	NotRun  Action = "notrun"  // the run ended before the test did; before Summary, in file order
	Summary Action = "summary" // last in the stream; Reason says why the run ended early, if it did
)

// An Event is one thing that happened. Fields that do not apply are zero. It is
// read by many and changed by none.
type Event struct {
	Seq     int       `json:"seq"`
	Time    time.Time `json:"time"`
	Action  Action    `json:"action"`
	Version string    `json:"version,omitempty"` // of dott
	Test    string    `json:"test,omitempty"`    // as it is shown: the path, with its case
	File    string    `json:"file,omitempty"`    // the path by which the file can be opened
	Case    []string  `json:"case,omitempty"`    // the test cases that Test names, of each #testcases line one
	Cell    string    `json:"cell,omitempty"`    // of the matrix: `git=2.40`, or `git=2.40,python=3.11`; empty without one
	// OnTarget is the target that the test ran on; "" is this machine.
	OnTarget string `json:"on_target,omitempty"`
	// Resolved is what the versions of the cell stood for that move, as
	// "git=3f2a9c1"; several are separated by ", ".
	Resolved string  `json:"resolved,omitempty"`
	Elapsed  float64 `json:"elapsed,omitempty"` // seconds
	Reason   string  `json:"reason,omitempty"`  // a sentence; begins with file:line where there is one
	Line     int     `json:"line,omitempty"`    // of the first difference, or of the command that Reason or Output is about; from 1
	Command  string  `json:"command,omitempty"` // the command that stands above that line
	Section  string  `json:"section,omitempty"` // the heading above that command, in a Markdown file
	Output   string  `json:"output,omitempty"`  // of Output: what the command at Line has printed since the last one, as it came
	Diff     string  `json:"diff,omitempty"`    // unified, finished
	// Edits are the changes that make the file describe what happened. They are
	// counted in the lines of the bytes with the hash Hash.
	Edits    []matcher.Edit `json:"edits,omitempty"`
	Hash     string         `json:"hash,omitempty"`     // SHA-256 of the file that ran, in hexadecimal
	Target   string         `json:"target,omitempty"`   // the file that Edits and Hash are about, if it is no transcript: what is expected of a foreign test; new lines have their line ends, and an empty hash's file need not exist
	Off      []Range        `json:"off,omitempty"`      // the lines that #if left out of this run, where others may have them
	Written  int            `json:"written,omitempty"`  // changes, of one block each, that were written into the file before this run
	Judged   *Judged        `json:"judged,omitempty"`   // how these compare with what stood there
	Total    int            `json:"total,omitempty"`    // of Dott: how many tests there are to run, if that is known
	NotRun   int            `json:"not_run,omitempty"`  // of Summary: tests that have no verdict because the run ended early
	Expected float64        `json:"expected,omitempty"` // seconds by earlier runs: of Start for the test, of Dott for all of them on all processors
	Failed   bool           `json:"failed,omitempty"`   // of Stop: it will be a failure or an error
	Allowed  bool           `json:"allowed,omitempty"`  // of Fail and Error: its cell may fail, and it does not count
	// Known is, of Fail and Error, why it is known to fail; it is Allowed then.
	Known     string `json:"known,omitempty"`
	RanBefore bool   `json:"ran_before,omitempty"` // of Skip: the last time, it was not skipped
	Attempt   int    `json:"attempt,omitempty"`    // which run of the test this was, from 1; 0 when there was only one
	Flaky     bool   `json:"flaky,omitempty"`      // of Pass: it failed in an earlier attempt
	TimedOut  bool   `json:"timeout,omitempty"`
	Empty     bool   `json:"empty,omitempty"` // skipped because the file is empty
	Run       int    `json:"run,omitempty"`   // under --repeat and --until-fail, which run of the test this is, from 1
	// Commands are those of a test that failed, in order, as they stand in the file.
	Commands []Command `json:"commands,omitempty"`
	// Logs are the ends of the logs of the services that a test had which failed.
	Logs []Log `json:"logs,omitempty"`
	// EditsLeftOut is how many changed lines Edits would have, where these are too many to
	// be there. In the process that ran the test, Whole is then the file with all of them
	// made.
	EditsLeftOut int   `json:"edits_left_out,omitempty"`
	Whole        Whole `json:"-"`

	// Of Dott: what the reports of a run say about it besides.
	Schema     int    `json:"schema,omitempty"`       // of the stream
	Host       string `json:"host,omitempty"`         // name of the machine
	Shell      string `json:"shell,omitempty"`        // that runs the tests
	Seed       uint64 `json:"seed,omitempty"`         // of a random order
	Again      string `json:"again,omitempty"`        // the command that runs tests as this run does, to put their names behind
	Axes       []Axis `json:"axes,omitempty"`         // of the matrix, those that the run's cells have
	FailOnSkip bool   `json:"fail_on_skip,omitempty"` // a test that is skipped makes the run fail
	Dir        string `json:"dir,omitempty"`          // that the tests' names are relative to, seen from the root of its repository, with slashes
	Shard      string `json:"shard,omitempty"`        // the part of the tests that this run has, as 2/5
	Split      string `json:"split,omitempty"`        // the same in all shards that were split in the same way

	// Of Summary: what the tests have run of their program's sources, if it was
	// measured; and the runs before this one that had about as many tests, the
	// latest last.
	Coverage *Coverage `json:"coverage,omitempty"`
	Trend    []Point   `json:"trend,omitempty"`

	// Cached is, of Pass, that the test was not run: it passed before, and everything that
	// it touched then is as it was.
	Cached *Cached `json:"cached,omitempty"`
	// Past is what earlier runs make of a verdict; nil is that there is nothing to say.
	Past *Past `json:"past,omitempty"`
	// Times are how long the commands of a test took, in order, where that was measured.
	Times []CommandTime `json:"times,omitempty"`
}

// Judged is what became of changes that were accepted, by what the test checks now.
type Judged struct {
	Same     int `json:"same,omitempty"`     // written, and the same output matches
	Changed  int `json:"changed,omitempty"`  // written, and something else is expected, or more
	Weakened int `json:"weakened,omitempty"` // written, and less is checked
	Denied   int `json:"denied,omitempty"`   // not written, as less would be checked
	// Findings are about the changes that were written, but those that are the same. Of
	// each judgement there are as many as there is room for.
	Findings []weakened.Finding `json:"findings,omitempty"`
	// Refused are about the changes that were denied.
	Refused []weakened.Finding `json:"refused,omitempty"`
}

// A Log is the end of what a service printed while a test had it.
type Log struct {
	Service string `json:"service"`
	Text    string `json:"text"`
	Cut     bool   `json:"cut,omitempty"` // there is more in front
}

// Cached is when and where a test passed whose verdict holds.
type Cached struct {
	When time.Time `json:"when"`
	Host string    `json:"host,omitempty"`
}

// String tells it in words.
func (c *Cached) String() string {
	s := "cached: it passed at " + c.When.Format(time.RFC3339)
	if c.Host != "" {
		s += " on " + c.Host
	}
	return s
}

// Coverage is what the tests of a run have run, in lines that can be run.
type Coverage struct {
	Tool    string  `json:"tool"`             // that measured
	Covered int     `json:"covered"`          // lines that were run
	Lines   int     `json:"lines"`            // all
	Files   int     `json:"files,omitempty"`  // that they are in
	Silent  int     `json:"silent,omitempty"` // tests that were run and left no data
	Wanted  float64 `json:"wanted,omitempty"` // the percentage below which the run fails
	// Least are the files of which the least was run, at most ten.
	Least []FileCoverage `json:"least,omitempty"`
	// Several is that of several runs, whose lines cannot be added: only Changed is known.
	Several bool `json:"several,omitempty"`
	// Changed is about the lines that changed, where that was asked for.
	Changed *Changed `json:"changed,omitempty"`
	Fault   string   `json:"fault,omitempty"` // why nothing is known, the numbers included
}

// FileCoverage is the part of one file.
type FileCoverage struct {
	File    string `json:"file"`
	Covered int    `json:"covered"`
	Lines   int    `json:"lines"`
}

// Low reports whether less was covered than is wanted.
func (c *Coverage) Low() bool {
	return c != nil && c.Fault == "" && !c.Several && float64(c.Covered)*100 < c.Wanted*float64(c.Lines)
}

// Complaint says why coverage fails a run; "" is that it does not.
func (c *Coverage) Complaint() string {
	switch {
	case c == nil:
		return ""
	case c.Fault != "":
		return c.Fault
	case c.Low():
		return fmt.Sprintf("less than the %v %% that [coverage] fail-under wants", c.Wanted)
	case c.Changed.Low():
		return fmt.Sprintf("less than the %v %% of the changed lines that [coverage] fail-under-changed wants", c.Changed.Wanted)
	}
	return ""
}

// A Whole is a file as changes leave it that are too many to be in memory. Whoever has
// used it closes it.
type Whole interface {
	CopyTo(w io.Writer) error
	Close() error
}

// A Command is one command of a test, with its continuations.
type Command struct {
	Line int    `json:"line"` // from 1
	Text string `json:"text"` // the lines, without their signs
}

// Key is what a test is known by from run to run: the path of its file, with its
// cases and its cell.
func Key(path string, cases []string, cell string) string {
	if len(cases) > 0 {
		path += "#" + strings.Join(cases, "#")
	}
	if cell != "" {
		path += " [" + cell + "]"
	}
	return path
}

// Address returns the name by which a test can be asked for, in its cell: as
// `file.t#case[git=2.40]`.
func Address(test, cell string) string {
	if cell == "" {
		return test
	}
	return test + "[" + cell + "]"
}

// Address returns the name by which the test can be asked for, in its cell.
func (e Event) Address() string { return Address(e.Test, e.Cell) }

// FileName returns the name that is shown for the file: Test without its cases.
func (e Event) FileName() string {
	if len(e.Case) == 0 {
		return e.Test
	}
	return strings.TrimSuffix(e.Test, "#"+strings.Join(e.Case, "#"))
}

// A Range is the lines [Start,End) of a file, counted from 0.
type Range struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Done reports whether the event is the end of a test.
func (e Event) Done() bool {
	switch e.Action {
	case Pass, Fail, Skip, Error:
		return true
	}
	return false
}
