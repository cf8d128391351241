package config

import "time"

// Config is the content of a dott.toml; docs/configuration.md describes it. What a
// file does not say is nil or empty, so a later layer can tell it from a value.
//
// A tag has the key of a field; "*" are all keys that no other field has, and
// ",text" marks the field that is meant where a string stands in place of the
// table.
type Config struct {
	Path           string             `toml:"-"`               // of the file, absolute; "" when there is none
	Dir            string             `toml:"-"`               // its folder: relative paths and commands begin there
	Run            Run                `toml:"run"`             // the options of a run
	Env            Env                `toml:"env"`             // what tests see of the environment
	Files          map[string]string  `toml:"files"`           // contents by path, written into every sandbox
	Features       Features           `toml:"features"`        // what conditions may name
	Substitute     []Substitution     `toml:"substitute"`      // applied to each line of output, in order
	SubstituteFrom *SubstituteFrom    `toml:"substitute-from"` // a command that prints more of them
	Inline         Inline             `toml:"inline"`          // whose code `>>>` is
	Markdown       Markdown           `toml:"markdown"`        // how Markdown files are read
	Ports          Ports              `toml:"ports"`           // that each test has
	Resources      map[string]Amount  `toml:"resources"`       // limits by name, for all tests that run at the same time
	Foreign        []Foreign          `toml:"foreign"`         // tests that are not transcripts
	Compat         Compat             `toml:"compat"`          // ways of other programs
	Coverage       Coverage           `toml:"coverage"`        // how --cover measures
	Service        map[string]Service `toml:"service"`         // what runs beside tests
	Sandbox        Sandbox            `toml:"sandbox"`         // what tests may not do
	Target         map[string]Target  `toml:"target"`          // where tests run that do not run here
	KnownFailure   []KnownFailure     `toml:"known-failure"`   // tests that fail, and do not count
	Lint           Lint               `toml:"lint"`            // what dott lint objects to
	Notify         *Notify            `toml:"notify"`          // who is told of what changes
	Override       []Override         `toml:"override"`        // for some paths; of several that say something, the last holds
	Matrix                            // the axes along which the tests run again

	name  string         // of the file, for messages
	lines map[string]int // see index
}

// Run has the options of the command line by their long names, and what every
// test does.
type Run struct {
	Options  map[string]any `toml:"*"`        // by the option's long name: string, int64, float64 or bool
	Paths    []string       `toml:"paths"`    // what is run where no path is given, relative to Config.Dir
	Markdown []string       `toml:"markdown"` // globs of Markdown files that are tests, relative to Config.Dir
	Setup    *string        `toml:"setup"`    // a file, sourced in every test's shell at first
	Service  []string       `toml:"service"`  // what runs beside every test
	Teardown *string        `toml:"teardown"` // and at last, also after a failure or a timeout
	Stderr   string         `toml:"stderr"`   // "together" with standard output, or "apart"; "" is together
}

// Env is what a test sees of the environment, besides the variables that
// docs/format.md lists.
type Env struct {
	// Pass names the variables of the caller that a test inherits, besides PATH
	// and the system's few; a * at the end of a name stands for any rest. Nil is
	// all. A variable that is named in full keeps the caller's value also where a
	// test would have one of its own, such as HOME or LANG.
	Pass []string `toml:"pass"`
	// Set has values by name. $NAME and ${NAME} in a value are variables of the
	// test: those that docs/format.md lists, the caller's, and others that are set.
	Set map[string]string `toml:"set"`
	// Secret names variables whose values never appear in what dott shows or writes.
	Secret []string `toml:"secret"`
	// Unset names variables that a test must not have, * as in Pass.
	Unset []string `toml:"unset"`
}

// Features are what conditions may name, besides cases, axes and what is built in.
type Features struct {
	// Checker is a shell command that is given the name of a feature as its last
	// argument: status 0 is yes, 1 is no, 2 is that it knows no such feature. What
	// it prints behind "skipped: " is the reason.
	Checker string             `toml:"checker"`
	Named   map[string]Feature `toml:"*"` // the other keys
}

// A Feature has one of its fields set.
type Feature struct {
	Check   string `toml:"check,text"` // a shell command whose status 0 is yes: docker = "docker info"
	Version string `toml:"version"`    // a shell command that prints a version: git = { version = "git --version" }
}

// A Substitution replaces what a regular expression matches in a line of output.
type Substitution struct {
	Pattern string `toml:"pattern" json:"pattern"`
	With    string `toml:"with" json:"with"` // \1 and \g<name> are groups, \\ is a backslash
}

// SubstituteFrom is where more substitutions come from.
type SubstituteFrom struct {
	Command string `toml:"command"` // a shell command that prints a JSON object with pattern and with a line
}

// Inline tells whose code `>>>` and `...` are.
type Inline struct {
	Use   string                 `toml:"use"` // the name of an interpreter; "" is the only one there is, or python
	Named map[string]Interpreter `toml:"*"`   // the other keys: a table, or a string that is its command
}

// An Interpreter runs inline code.
type Interpreter struct {
	// Command is a shell command that reads the code of neighbouring lines on its
	// standard input.
	Command string `toml:"command,text"`
	// Mark is a statement of the language that prints {mark} on a line of its own.
	// Without it, the command gets the code with its `>>> ` and `... ` signs, and
	// prints each other line that it reads as it is, once it ran what stands above
	// (the protocol of Mercurial's heredoctest).
	Mark string `toml:"mark"`
}

// Markdown tells how Markdown files are read.
type Markdown struct {
	Fences []string `toml:"fences"` // the words that mark a fence as a transcript
}

// Ports tells how many loopback ports a test has, and their variables.
type Ports struct {
	Prefix string `toml:"prefix"` // "" is PORT: PORT, PORT1, PORT2 …
	Count  *int   `toml:"count"`  // nil is 3
}

// A Foreign is a kind of test that is no transcript: a program.
type Foreign struct {
	Files   string `toml:"files"`   // a glob of base names, such as test-*.py
	Command string `toml:"command"` // a shell command; the test is $TESTDIR/$TESTFILE
	// Verdict is "status" (0 passes, the default), "output" (and the output is that of
	// Expected) or "tap".
	Verdict  string `toml:"verdict"`
	Expected string `toml:"expected"` // a file's name, {file} being the test's; "" is "{file}.out"
}

// Compat has the ways of other programs that a file may be written for; presets
// set them.
type Compat struct {
	Directives     *bool  `toml:"directives"`      // false: all lines at column 0 are comments, `>>>` is output, and conditions are text (cram)
	NestedIf       *bool  `toml:"nested-if"`       // false: #if inside #if is an error (Mercurial)
	StrictCd       *bool  `toml:"strict-cd"`       // true: `cd X` ends the test when it fails (Mercurial)
	SharedTmp      *bool  `toml:"shared-tmp"`      // true: all tests of a run have one CRAMTMP and one TMPDIR (cram)
	NestedTmp      *bool  `toml:"nested-tmp"`      // true: each CRAMTMP is inside a directory of the run's, so that `cd ..` twice still is (Mercurial)
	LooseStatus    *bool  `toml:"loose-status"`    // true: an expected line of any kind takes an exit status (cram)
	UnseenEnd      *bool  `toml:"unseen-end"`      // true: a shell that ends in the last command, in whatever way, ends as it should (cram)
	Script         string `toml:"script"`          // "file" or "stdin": where the shell reads the commands
	LiteralTestdir *bool  `toml:"literal-testdir"` // true: output shows the path of TESTDIR as it is (cram, Mercurial)
	Scrut          *bool  `toml:"scrut"`           // true: suffixes, and test cases in Markdown, are scrut's
	Escape         string `toml:"escape"`          // "utf-8" or "ascii": what is written as it is; with ascii, tabs are escaped too
}

// Lint says what `dott lint` objects to.
type Lint struct {
	Disable  []string          `toml:"disable"`  // names of rules that find nothing
	Severity map[string]string `toml:"severity"` // "error", "warning" or "note" by the names of rules
}

// An Override is settings for the tests that one of its globs matches, relative
// to the configuration's folder.
type Override struct {
	Paths     []string          `toml:"paths"`
	Timeout   *time.Duration    `toml:"timeout"` // 0 is none
	Retry     *int              `toml:"retry"`
	MaxOutput *Amount           `toml:"max-output"`
	Shell     *string           `toml:"shell"`
	ShellOpts *string           `toml:"shell-opts"`
	Setup     *string           `toml:"setup"`
	Teardown  *string           `toml:"teardown"`
	Stderr    string            `toml:"stderr"`
	Env       map[string]string `toml:"env"`
	Resources map[string]Amount `toml:"resources"`
	Serial    *bool             `toml:"serial"`
	Inline    *string           `toml:"inline"`  // the name of an interpreter
	Service   []string          `toml:"service"` // besides those of [run]
	Sandbox   Sandbox           `toml:"sandbox"` // over that of the whole
	Target    *string           `toml:"target"`  // where they run
}
