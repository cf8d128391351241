package accept

import (
	"fmt"
	"os"
	"path/filepath"

	"dott/matcher/transcript"
	"dott/runner/atomicfile"
	"dott/runner/event"
	"dott/runner/review/change"
)

// Of returns what is left of one file, in the first of some folders that has any. A
// stamp is what the folders were like then; with the same one, there is nothing new, and
// nothing is read.
func Of(dirs []string, path, stamp string) (left []*Left, now string, err error) {
	for _, dir := range dirs {
		if info, err := os.Stat(filepath.Join(dir, "left")); err == nil {
			now += fmt.Sprintf("%s %d %d\n", dir, info.Size(), info.ModTime().UnixNano())
		}
	}
	if now == stamp {
		return nil, now, nil
	}
	real := resolved(path)
	for _, dir := range dirs {
		all, err := Load(dir)
		if err != nil {
			return nil, now, err
		}
		for _, l := range all {
			if l.File == path || filepath.Base(l.File) == filepath.Base(path) && resolved(l.File) == real {
				left = append(left, l)
			}
		}
		if len(left) > 0 {
			break
		}
	}
	return left, now, nil
}

func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// Now returns the lines, from 1, where the changes of a test are in a file that changed
// since it ran; those of commands that are gone are left out.
func (l *Left) Now(t *transcript.Transcript) (lines []int) {
	places, _ := l.Places()
	for _, p := range places {
		if n := p.now(t); n > 0 {
			lines = append(lines, n)
		}
	}
	return lines
}

// Base returns the bytes that the changes of an event are about, if some text, or else the
// file, has its hash.
func Base(e event.Event, known string) (string, error) {
	if change.HasHash(known, e.Hash) {
		return known, nil
	}
	if e.Target != "" {
		return "", atomicfile.ErrChanged
	}
	return change.Read(e)
}
