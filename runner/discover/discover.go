// Package discover turns paths into tests.
//
// The life of a path: [Tests] looks at it once. A file is taken as it is; a
// directory is walked for transcripts and for tests of other kinds, at the cost of
// reading each directory once and of a look at each link. Every transcript is read
// to see whether #testcases lines make several tests of it, some files at a time;
// nothing of it is kept, and only files that have the word are parsed. Each test
// then stands there once for each cell of the matrix. At last the choice of the
// options drops tests, or marks them as skipped: lists and patterns cost a
// comparison for each entry and test, a keyword reads each file once more.
//
// What comes out, a [Test], is a plain value of 96 bytes besides its name, and each
// file adds 32 more: 100,000 files take 20 MB. What is expensive is not kept here: a
// file is parsed when its first test begins, by [File.Parse], and only a file of
// several tests stays in memory until the last of them has ended.
package discover

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/event"
)

// ErrNoTests is the error where there is nothing to run.
var ErrNoTests = errors.New("no tests found")

// ErrNoneChosen is an [ErrNoTests] where there are tests, and the options left out
// all of them.
var ErrNoneChosen = fmt.Errorf("%w: none was chosen", ErrNoTests)

// Options say where tests are and which are wanted. Only Paths has no useful zero
// value.
type Options struct {
	Paths []string // files, directories, cases of files and their cells: f.t#a[git=2.40]
	// All tells that the paths are all that the project has, and not what somebody
	// picked for once. Then an entry of a list that no test matches is warned about.
	All     bool
	Format  transcript.Format // how files are read
	Foreign []config.Foreign  // kinds of tests that are no transcripts
	// Markdown are the Markdown files that are tests wherever they are found. Where the
	// paths are all that the project has, all of them are.
	Markdown Markdown
	Cells    []string // names of the cells in which each test runs, "" being the default cell; none is that alone
	// Addressed are those of the cells in which only the tests run whose path names
	// the cell.
	Addressed []string
	Jobs      int    // files that are read at the same time; 0 is 1
	Choice    Choice // which of the tests are run
}

// A Choice narrows down the tests that the paths stand for. A test is run if all
// that is set says so.
type Choice struct {
	Keyword  *regexp.Regexp // only tests whose name or text it matches
	SkipList string         // a file with the names of tests to skip
	OnlyList string         // a file with the names of the only tests to run
	// ListDir is a folder to which the entries of the lists may be relative as well.
	// Without it they are compared with the names as they are shown, which depend on
	// the working directory: it is the project's folder where the configuration names
	// the lists.
	ListDir string
	Only    func(key string) bool                                // any other condition, by the test's key
	Changed func(ctx context.Context) (func(string) bool, error) // the files that changed, by absolute path
	// Affected has the tests that a change concerns, by key and by the absolute path
	// of the file.
	Affected func(ctx context.Context) (func(key, file string) bool, error)
}

// All reports whether the choice leaves out nothing.
func (c *Choice) All() bool {
	return c.Keyword == nil && c.SkipList == "" && c.OnlyList == "" && c.Only == nil && c.Changed == nil && c.Affected == nil
}

// A Test is a file that was found, or one of its cases, in one cell.
type Test struct {
	Name  string   // as it is shown: the path, with the cases
	Path  string   // of the file, absolute
	Cases []string // one name of each #testcases line
	Cell  string   // "" is the default cell
	Skip  string   // why the test is not run; "" is that it is
	File  *File    // what all tests of the file share

	Target  string // where it runs; "" is this machine, and it is settled when the test is prepared
	Printed []int  // lines of inline code that turned out to be output of the command above
}

// Key is what the test is known by from run to run.
func (t *Test) Key() string { return event.Key(t.Path, t.Cases, t.Cell) }

// HasCase reports whether a case is the test's, and whether its file knows of the
// case at all.
func (t *Test) HasCase(name string) (present, known bool) {
	present = slices.Contains(t.Cases, name)
	return present, present || t.File.hasCase(name)
}

// fileName is the name without the cases.
func (t *Test) fileName() string {
	if len(t.Cases) == 0 {
		return t.Name
	}
	return strings.TrimSuffix(t.Name, t.suffix())
}

// suffix is what the cases add to the name of the file.
func (t *Test) suffix() string {
	if len(t.Cases) == 0 {
		return ""
	}
	return "#" + strings.Join(t.Cases, "#")
}

// A noneChosen is an ErrNoneChosen that says where.
type noneChosen struct{ text string }

func (e noneChosen) Error() string { return e.text }
func (e noneChosen) Unwrap() error { return ErrNoneChosen }

// Tests returns the tests that the paths stand for and that are wanted, in the
// order of the paths, those of a file by cases and then by cells. No test at all
// is [ErrNoTests]; of paths that do not exist, each is a [MissingError] in what
// [errors.Join] returned. The warnings are about the lists, and are there also
// where no test is left.
func Tests(ctx context.Context, o Options) (tests []Test, warnings []string, err error) {
	in := strings.Join(o.Paths, ", ")
	found, hint, err := find(ctx, &o)
	switch {
	case err != nil:
		return nil, nil, err
	case len(found) == 0:
		return nil, nil, fmt.Errorf("%w in %s (a test is a file whose name ends in .t%s)", ErrNoTests, in, hint)
	}
	// To ask what changed may fail, and is quicker than to read all files.
	f, err := newFilter(ctx, &o.Choice)
	if err != nil {
		return nil, nil, err
	}
	if tests, err = expand(ctx, &o, found); err != nil {
		return nil, nil, err
	}
	tests = f.chosen(tests)
	if o.All {
		warnings = f.unmatched()
	}
	if len(tests) == 0 {
		return nil, warnings, noneChosen{fmt.Sprintf("%v: %s", ErrNoTests, o.Choice.none(len(found), in))}
	}
	return tests, warnings, nil
}
