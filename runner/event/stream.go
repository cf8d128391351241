package event

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// A stream is one run's.
type stream struct {
	name   string
	data   *io.SectionReader
	head   Event // its Dott
	prefix string

	reader *Reader
	next   []Event // a test's end, and before it what belongs to it
	named  int     // tests that were not run, with a name
	ended  int     // tests with a verdict
	end    *Event  // its Summary
}

// beginnings returns the offsets at which streams begin, if the first is 0.
func beginnings(s Source) (offsets []int64, err error) {
	r := NewReader(s.Name, io.NewSectionReader(s.Data, 0, s.Size))
	for at := int64(0); ; {
		line, err := r.next()
		if len(line) > 0 && isDott(line) {
			offsets = append(offsets, at)
		}
		if at == 0 && len(offsets) == 0 {
			return nil, nil
		}
		at += int64(len(line))
		switch {
		case err == io.EOF:
			return offsets, nil
		case err != nil:
			return nil, fmt.Errorf("reading %s: %w", s.Name, err)
		}
	}
}

// isDott reports whether a line is that of a first event. Few lines are long
// enough to look at: what it looks for stands near the beginning.
func isDott(line []byte) bool {
	if !bytes.Contains(line[:min(len(line), 200)], []byte(`"dott"`)) {
		return false
	}
	e, err := parse(line)
	return err == nil && e.Action == Dott
}

func (s *stream) rewind() {
	_, _ = s.data.Seek(0, io.SeekStart)
	s.reader = NewReader(s.name, s.data)
}

// advance reads the next test of a stream that it speaks for.
func (m *merger) advance(s *stream) error {
	s.next = s.next[:0]
	for {
		e, err := s.reader.Next()
		if err == io.EOF {
			s.next = nil
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case e.Action == Summary:
			end := e
			s.end = &end
			continue
		case e.Action == Warning:
			s.next = append(s.next, s.renamed(e))
			continue
		case e.Action == NotRun:
			s.named++
		case e.Done():
			s.ended++
		default:
			continue
		}
		if w, ok := m.winners[s.key(e)]; ok && m.streams[w.stream] != s {
			s.next = s.next[:0]
			continue
		}
		s.next = append(s.next, s.renamed(e))
		return nil
	}
}

// renamed gives an event the test's name in the merged stream.
func (s *stream) renamed(e Event) Event {
	if s.prefix == "" || strings.HasPrefix(e.Test, "/") {
		return e
	}
	old := e.Test
	e.Test = path.Clean(s.prefix + old)
	lines := strings.Split(e.Reason, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, old+":") {
			lines[i] = e.Test + l[len(old):]
		}
	}
	e.Reason = strings.Join(lines, "\n")
	return e
}
