// Package matrix runs tests against many versions of things. An axis becomes
// versions ([Matrix.Cells] asks the configuration, the disk or a command), the
// selected versions of the axes multiply to cells, a cell is made ready once
// before its tests ([Matrix.Prepare] installs what is missing), and is then a few
// variables and folders for PATH: to run a test in a cell costs nothing more than
// to run it.
//
// Commands run only where an answer is not known: `list` once a run for each axis
// that is selected, `install` once for each version and recipe, ever, `probe` once
// for each folder. All answers are kept in the project's cache, so a cell that is
// installed needs neither network nor process to be made ready.
package matrix

import (
	"strings"
	"sync"
	"time"

	"dott/runner/config"
	"dott/runner/process"
)

// A Matrix is the axes of a project, for one run. Its methods may be called at
// the same time; what they found out, a version that cannot be installed say,
// holds for the run.
type Matrix struct {
	Config     config.Matrix       // checked
	Dir        string              // the configuration's folder, absolute: commands run in it
	Cache      string              // where answers and installed versions are kept; "" when there is no place
	Env        []string            // of the commands
	Supervisor *process.Supervisor // starts the commands; the same that starts the tests
	Progress   func(string)        // is told of what takes long, such as "installing shfmt v3.8.0", by several at once; may be nil

	Limit        time.Duration // for a list or a probe; 0 is a minute
	InstallLimit time.Duration // for an install; 0 is half an hour

	axes      memo[axisVersions]
	installs  memo[string]
	standings memo[standing]
	probes    memo[probed]
}

// A Version is one value of an axis.
type Version struct {
	Axis  string
	Name  string // the version, as conditions and the cell's name have it
	Value string // {value}: what the configuration found it by
	dir   string // the folder that `from` matched, or that has the file it matched
	// resolved is what a version that moves stands for; see stand.
	resolved string
}

// at is the version that is installed: of one that moves, what it stands for.
func (v Version) at() string {
	if v.resolved != "" {
		return v.resolved
	}
	return v.Name
}

// String is the version as the cell's name has it.
func (v Version) String() string { return v.Axis + "=" + v.Name }

// A Cell is one combination of versions. The zero Cell is the default one, with
// whatever is on PATH.
type Cell struct {
	Name         string    // git=2.40,python=3.11; "" is the default
	Versions     []Version // in the order of their axes' names
	AllowFailure bool      // its failures are shown and do not count
}

// Version returns the version that the cell has of an axis.
func (c Cell) Version(axis string) (Version, bool) {
	for _, v := range c.Versions {
		if v.Axis == axis {
			return v, true
		}
	}
	return Version{}, false
}

func newCell(versions []Version) Cell {
	names := make([]string, len(versions))
	for i, v := range versions {
		names[i] = v.String()
	}
	return Cell{Name: strings.Join(names, ","), Versions: versions}
}

// memo remembers answers by their questions; who asks what is being answered
// waits for the answer.
type memo[T any] struct {
	mu      sync.Mutex
	answers map[string]func() (T, error)
}

func (m *memo[T]) get(key string, answer func() (T, error)) (T, error) {
	m.mu.Lock()
	if m.answers == nil {
		m.answers = map[string]func() (T, error){}
	}
	once, ok := m.answers[key]
	if !ok {
		once = sync.OnceValues(answer)
		m.answers[key] = once
	}
	m.mu.Unlock()
	return once()
}

// known returns the answer to a question that was asked before; it is false where
// there is none.
func (m *memo[T]) known(key string) (answer T, ok bool) {
	m.mu.Lock()
	once := m.answers[key]
	m.mu.Unlock()
	if once == nil {
		return answer, false
	}
	answer, err := once()
	return answer, err == nil
}
