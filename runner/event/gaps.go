package event

import (
	"fmt"
	"slices"
	"strings"
)

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
	h.FailOnSkip = slices.ContainsFunc(m.streams, func(s *stream) bool { return s.head.FailOnSkip })
	h.Axes = nil
	for _, s := range m.streams {
		h.Axes = joinAxes(h.Axes, s.head.Axes)
	}
	m.axes = h.Axes
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
	sum.Coverage = m.coverage()
	if len(m.streams) == 1 && m.streams[0].end != nil {
		sum.Trend = m.streams[0].end.Trend
	}
	return sum
}

// coverage is that of the one stream that has it. The numbers of several cannot be
// added, for each shard runs many of the same lines; only of the lines that changed it is
// known which were run. What could not be measured is said in any case.
func (m *merger) coverage() *Coverage {
	var one *Coverage
	var changed *Changed
	several := false
	for _, s := range m.streams {
		if s.end == nil || s.end.Coverage == nil {
			continue
		}
		c := s.end.Coverage
		if c.Fault != "" {
			return c
		}
		several, one = one != nil, c
		switch {
		case changed == nil:
			changed = c.Changed
		case c.Changed != nil && c.Changed.Since == changed.Since:
			changed = changed.merge(c.Changed)
		}
	}
	if !several {
		return one
	}
	if changed == nil {
		return nil
	}
	whole := *changed
	if whole.Part == ByShard && len(m.gaps) == 0 {
		whole.Part = "" // together they had all tests
	}
	return &Coverage{Tool: one.Tool, Several: true, Changed: &whole}
}

// repeated reports whether a later run had the tests of one that was killed, and
// came to its end.
func (m *merger) repeated(killed *stream) bool {
	return slices.ContainsFunc(m.streams, func(s *stream) bool {
		return s.end != nil && s.end.NotRun == 0 && s.head.Time.After(killed.head.Time) && s.head.Dir == killed.head.Dir &&
			s.head.Shard == killed.head.Shard && s.head.Split == killed.head.Split && s.head.Total >= killed.head.Total
	})
}
