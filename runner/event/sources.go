package event

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
)

// OpenSources opens the event streams; "-" is standard input, which has to be
// kept since streams are read twice.
func OpenSources(paths []string, stdin io.Reader) (sources []Source, closeAll func(), err error) {
	var files []*os.File
	closeAll = func() {
		for _, f := range files {
			_ = f.Close()
		}
	}
	for _, path := range paths {
		f, name, err := openSource(path, stdin)
		if err != nil {
			return nil, closeAll, err
		}
		files = append(files, f)
		info, err := f.Stat()
		if err != nil {
			return nil, closeAll, fmt.Errorf("reading events: %w", err)
		}
		sources = append(sources, Source{Name: name, Data: f, Size: info.Size()})
	}
	return sources, closeAll, nil
}

func openSource(path string, stdin io.Reader) (f *os.File, name string, err error) {
	in, name := stdin, "standard input"
	if path != "-" {
		if f, err = os.Open(path); err != nil {
			return nil, "", fmt.Errorf("reading events: %w", err)
		}
		info, err := f.Stat()
		switch {
		case err != nil:
			return nil, "", errors.Join(fmt.Errorf("reading events: %w", err), f.Close())
		case info.IsDir():
			return nil, "", errors.Join(fmt.Errorf("reading events: %s is a directory; name the files in it", path), f.Close())
		case info.Mode().IsRegular():
			return f, path, nil
		}
		defer f.Close() // a pipe, which can be read only once
		in, name = f, path
	}
	tmp, err := os.CreateTemp("", "dott-events-")
	if err != nil {
		return nil, "", err
	}
	_, err = io.Copy(tmp, in)
	// Elsewhere than on Unix it stays: an open file cannot be removed there.
	_ = os.Remove(tmp.Name())
	if err != nil {
		return nil, "", errors.Join(fmt.Errorf("reading events from %s: %w", name, err), tmp.Close())
	}
	return tmp, name, nil
}

// Tests returns the names of the tests of event streams, from the roots of their
// repositories.
func Tests(sources []Source) (names []string, err error) {
	for _, s := range sources {
		r, dir := NewReader(s.Name, io.NewSectionReader(s.Data, 0, s.Size)), ""
		for {
			e, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return nil, err
			}
			if e.Action == Dott {
				dir = e.Dir
			}
			if e.Done() {
				names = append(names, path.Join(dir, e.Test))
			}
		}
	}
	return names, nil
}
