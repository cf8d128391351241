package event

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Source is a file with event streams, one or several behind one another.
type Source struct {
	Name string
	Data io.ReaderAt
	Size int64
}

// Merge reads event streams and sends to h what one run would have sent that had
// all of their tests. What happened meanwhile, Start and Stop, is left out.
//
// Each stream is in the order of its files, so merging them needs one event of
// each in memory. Only where there are several, a first pass over them decides
// which stream speaks for a test and cell that more than one has: the one whose
// verdict is the latest, as after a job that was run again; a verdict of any age
// stands before none. Of that stream all verdicts of the test stay, since under
// --repeat it has several.
//
// What is not whole is returned as sentences, and is the reason in the Summary:
// a stream that has no end, shards that are missing or were split differently.
func Merge(h Handler, sources ...Source) (gaps []string, err error) {
	m := &merger{h: h}
	for _, s := range sources {
		if err := m.open(s); err != nil {
			return nil, err
		}
	}
	if len(m.streams) > 1 {
		if err := m.index(); err != nil {
			return nil, err
		}
	}
	if err := m.merge(); err != nil {
		return nil, err
	}
	return m.gaps, nil
}

type merger struct {
	h       Handler
	streams []*stream
	winners map[key]winner // nil where there is one stream
	gaps    []string
	axes    []Axis
	seq     int
}

// A key stands for a test and cell: a hash, for there may be many.
type key [16]byte

// A winner is the stream that speaks for a test.
type winner struct {
	stream  int32
	verdict bool
	time    int64 // of its last verdict
}

// open finds the streams in a source: each begins with Dott.
func (m *merger) open(s Source) error {
	offsets, err := beginnings(s)
	if err != nil {
		return err
	}
	if len(offsets) == 0 {
		if s.Size > 0 {
			return fmt.Errorf("%s: not an event stream: it does not begin with an event of dott (dott --json writes one)", s.Name)
		}
		m.gaps = append(m.gaps, s.Name+" is empty: its run had not begun")
	}
	for i, from := range offsets {
		to := s.Size
		if i+1 < len(offsets) {
			to = offsets[i+1]
		}
		st := &stream{name: s.Name, data: io.NewSectionReader(s.Data, from, to-from)}
		st.rewind()
		if st.head, err = st.reader.Next(); err != nil {
			return err
		}
		m.streams = append(m.streams, st)
	}
	return nil
}

// index decides who speaks for each test.
func (m *merger) index() error {
	m.setPrefixes()
	m.winners = map[key]winner{}
	for i, s := range m.streams {
		s.rewind()
		for {
			e, err := s.reader.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			if !e.Done() && e.Action != NotRun {
				continue
			}
			k := s.key(e)
			w := winner{int32(i), e.Done(), e.Time.UnixNano()}
			if old, ok := m.winners[k]; !ok || w.over(old) {
				m.winners[k] = w
			}
		}
		s.rewind()
		if _, err := s.reader.Next(); err != nil {
			return err
		}
	}
	return nil
}

func (w winner) over(old winner) bool {
	if w.verdict != old.verdict {
		return w.verdict
	}
	return w.time >= old.time
}

func (s *stream) key(e Event) key {
	sum := sha256.Sum256([]byte(s.prefix + e.Test + "\x00" + e.Cell))
	return key(sum[:16])
}

// setPrefixes makes the names of tests of runs in several folders of a
// repository relative to its root: they would else be taken for one another.
func (m *merger) setPrefixes() {
	if same(m.streams, func(s *stream) string { return s.head.Dir }) {
		return
	}
	for _, s := range m.streams {
		if s.head.Dir != "" {
			s.prefix = s.head.Dir + "/"
		}
	}
}

func same[T comparable](streams []*stream, of func(*stream) T) bool {
	return !slices.ContainsFunc(streams, func(s *stream) bool { return of(s) != of(streams[0]) })
}

// merge sends the events, always the test that comes first.
func (m *merger) merge() error {
	if err := m.send(m.head()); err != nil {
		return err
	}
	for _, s := range m.streams {
		if err := m.advance(s); err != nil {
			return err
		}
	}
	var missed []Event
	for {
		var first *stream
		for _, s := range m.streams {
			if s.next != nil && (first == nil || m.compare(s, first) < 0) {
				first = s
			}
		}
		if first == nil {
			break
		}
		for _, e := range first.next {
			if e.Action == NotRun {
				missed = append(missed, e)
				continue
			}
			if err := m.send(e); err != nil {
				return err
			}
		}
		if err := m.advance(first); err != nil {
			return err
		}
	}
	for _, e := range missed {
		if err := m.send(e); err != nil {
			return err
		}
	}
	return m.send(m.summary(len(missed)))
}

// compare orders the next tests of two streams.
func (m *merger) compare(a, b *stream) int {
	x, y := &a.next[len(a.next)-1], &b.next[len(b.next)-1]
	return cmp.Or(comparePaths(x.Test, y.Test), CompareCells(m.axes, x.Cell, y.Cell))
}

func (m *merger) send(e Event) error {
	m.seq++
	e.Seq = m.seq
	return m.h.Handle(e)
}

// comparePaths orders tests as they are found: the files of a folder before its
// folders, both by name.
func comparePaths(a, b string) int {
	for {
		x, restA, deeperA := strings.Cut(a, "/")
		y, restB, deeperB := strings.Cut(b, "/")
		switch {
		case deeperA != deeperB:
			if deeperA {
				return 1
			}
			return -1
		case x != y || !deeperA:
			return cmp.Compare(x, y)
		}
		a, b = restA, restB
	}
}
