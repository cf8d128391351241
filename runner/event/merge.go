package event

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"path"
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
			if s.next != nil && (first == nil || comparePaths(testOf(s), testOf(first)) < 0) {
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

func testOf(s *stream) string { return s.next[len(s.next)-1].Test }

func (m *merger) send(e Event) error {
	m.seq++
	e.Seq = m.seq
	return m.h.Handle(e)
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

// head is the Dott of all: what they agree in, and the names in which they do not.
func (m *merger) head() Event {
	h := Event{Action: Dott, Schema: Schema}
	if len(m.streams) == 0 {
		return h
	}
	h = m.streams[0].head
	if len(m.streams) == 1 {
		m.checkShards()
		return h
	}
	agreed := func(of func(*stream) string) string {
		if same(m.streams, of) {
			return of(m.streams[0])
		}
		return ""
	}
	all := func(of func(*stream) string) string {
		var names []string
		for _, s := range m.streams {
			if n := of(s); n != "" && !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
		return strings.Join(names, ", ")
	}
	h.Time = slices.MinFunc(m.streams, func(a, b *stream) int { return a.head.Time.Compare(b.head.Time) }).head.Time
	h.Version = all(func(s *stream) string { return s.head.Version })
	h.Host = all(func(s *stream) string { return s.head.Host })
	h.Shell = all(func(s *stream) string { return s.head.Shell })
	h.Again = agreed(func(s *stream) string { return s.head.Again })
	h.Dir = agreed(func(s *stream) string { return s.head.Dir })
	if !same(m.streams, func(s *stream) uint64 { return s.head.Seed }) {
		h.Seed = 0
	}
	h.Total, h.Expected, h.Shard, h.Split = len(m.winners), 0, "", ""
	m.checkShards()
	return h
}

// checkShards looks whether all shards are there, of one and the same split: a
// test that no machine ran must not be taken for one that passed.
func (m *merger) checkShards() {
	var of, split, first string
	seen := map[string]bool{}
	for _, s := range m.streams {
		if s.head.Shard == "" {
			continue
		}
		n, total, _ := strings.Cut(s.head.Shard, "/")
		switch {
		case of == "":
			of, split, first = total, s.head.Split, s.name
		case total != of || s.head.Split != split:
			m.gaps = append(m.gaps, fmt.Sprintf("%s and %s were split differently, so that tests may be in none of them: all shards need the same tests and the same --times", first, s.name))
		}
		seen[n] = true
	}
	if of == "" || slices.ContainsFunc(m.streams, func(s *stream) bool { return s.head.Shard == "" }) {
		return // where a run was whole, nothing is missing
	}
	var missing []string
	total := 0
	_, _ = fmt.Sscan(of, &total)
	for n := range total {
		if name := fmt.Sprint(n + 1); !seen[name] {
			missing = append(missing, name+"/"+of)
		}
	}
	if len(m.streams) > 1 && len(missing) > 0 {
		m.gaps = append(m.gaps, "no events of shard "+strings.Join(missing, ", "))
	}
}

// summary is the Summary of all.
func (m *merger) summary(named int) Event {
	sum := Event{Action: Summary, NotRun: named}
	var reasons []string
	for _, s := range m.streams {
		if s.head.Time.After(sum.Time) {
			sum.Time = s.head.Time
		}
		if s.end == nil && m.repeated(s) {
			continue
		}
		if s.end == nil {
			m.gaps = append(m.gaps, s.name+" has no end: its run was killed")
			if left := s.head.Total - s.ended - s.named; left > 0 {
				sum.NotRun += left
			}
			continue
		}
		if s.end.Time.After(sum.Time) {
			sum.Time = s.end.Time
		}
		sum.Elapsed = max(sum.Elapsed, s.end.Elapsed)
		sum.NotRun += max(0, s.end.NotRun-s.named)
		if r := s.end.Reason; r != "" && sum.NotRun > 0 && !slices.Contains(reasons, r) {
			reasons = append(reasons, r)
		}
	}
	sum.Reason = strings.Join(append(reasons, m.gaps...), "; ")
	return sum
}

// repeated reports whether a later run had the tests of one that was killed, and
// came to its end.
func (m *merger) repeated(killed *stream) bool {
	return slices.ContainsFunc(m.streams, func(s *stream) bool {
		return s.end != nil && s.end.NotRun == 0 && s.head.Time.After(killed.head.Time) && s.head.Dir == killed.head.Dir &&
			s.head.Shard == killed.head.Shard && s.head.Split == killed.head.Split && s.head.Total >= killed.head.Total
	})
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
