package discover

import (
	"errors"
	"os"
	"slices"
	"sync"

	"dott/matcher/transcript"
	"dott/runner/config"
)

// A File is what the tests of one file have in common. The tests of a run share
// it, and they may use it at the same time.
type File struct {
	Foreign *config.Foreign // what kind of test it is; nil is a transcript

	path   string
	shared *shared // nil for most files: one test, no cases
}

// shared is what it takes for several tests to be made of one parsed file.
type shared struct {
	cases [][]string // all runs that the #testcases lines make of the file

	mu     sync.Mutex
	users  int // tests that have not ended
	parsed *transcript.Transcript
}

// AllCases returns the names of all cases of the file.
func (f *File) AllCases() []string {
	if f == nil || f.shared == nil {
		return nil
	}
	var names []string
	for _, cases := range f.shared.cases {
		for _, name := range cases {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func (f *File) hasCase(name string) bool {
	return f != nil && f.shared != nil &&
		slices.ContainsFunc(f.shared.cases, func(cases []string) bool { return slices.Contains(cases, name) })
}

// Use tells that a test will need the file.
func (f *File) Use() {
	if f == nil || f.shared == nil {
		return
	}
	f.shared.mu.Lock()
	f.shared.users++
	f.shared.mu.Unlock()
}

// Release ends what Use began. With the last user, what was parsed is forgotten.
func (f *File) Release() {
	if f == nil || f.shared == nil {
		return
	}
	f.shared.mu.Lock()
	defer f.shared.mu.Unlock()
	if f.shared.users--; f.shared.users == 0 {
		f.shared.parsed = nil
	}
}

// Parse reads and parses the file. While several tests use it, that is done for
// the first that asks, and the others get the same; so all must ask for the same
// format. An error does not name the file.
func (f *File) Parse(format transcript.Format) (*transcript.Transcript, error) {
	s := f.shared
	if s == nil {
		return parse(f.path, format)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parsed != nil {
		return s.parsed, nil
	}
	t, err := parse(f.path, format)
	if s.users > 1 {
		s.parsed = t
	}
	return t, err
}

func parse(path string, format transcript.Format) (*transcript.Transcript, error) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	return transcript.For(path, format).Parse(string(data)), nil
}

// ReadFile returns the content of a regular file. An error does not name the file:
// it is shown behind the file's name.
func ReadFile(path string) ([]byte, error) {
	data, err := readRegular(path)
	return data, bare(err)
}

var errNotRegular = errors.New("not a regular file")

// bare strips the path from an error.
func bare(err error) error {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Err
	}
	return err
}
