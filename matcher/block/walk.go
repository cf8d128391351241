package block

import (
	"fmt"
	"iter"
	"strings"

	"dott/matcher"
)

// An env is one way in which names were bound.
type env struct {
	id     int
	values *matcher.Values
}

// A thread is a place in the expected lines that the output may have come to: element e
// comes next, or goes on.
type thread struct {
	element int
	inside  bool // it has matched, and may match once more
	env     *env
}

// A position is the threads that have come to a line of the output, in the order in which
// they did: of several ways to pass, the first counts.
type position struct {
	threads []thread
	seen    map[thread]bool
}

// A walker follows a block.
type walker struct {
	*comparison
	at      map[int]*position
	spare   []*position // for positions to come
	envs    map[string]*env
	maxEnvs int
}

// walk reports whether the block passes, and what names stand for behind it.
func (c *comparison) walk(got iter.Seq[matcher.Line], after **matcher.Values) (bool, error) {
	w := walker{comparison: c, at: map[int]*position{}, envs: map[string]*env{}, maxEnvs: spareEnvs}
	for _, u := range c.units {
		w.maxEnvs += len(u.pattern.Names())
	}
	w.enter(0, thread{env: &env{values: c.known}})
	j, work := 0, 0
	for l := range got {
		p := w.at[j]
		if p != nil {
			for k := 0; k < len(p.threads); k++ { // there may come more
				w.step(j, &l, p.threads[k])
			}
			w.leave(j)
		}
		if j++; len(w.at) == 0 {
			return false, stopped(c.ctx)
		}
		if work += l.Len() + 64; work > 64<<10 || c.composite {
			work = 0
			if err := stopped(c.ctx); err != nil {
				return false, err
			}
		}
	}
	if p := w.at[j]; p != nil {
		for k := 0; k < len(p.threads); k++ {
			t := p.threads[k]
			if t.element == len(c.elements) {
				*after = t.env.values
				return true, stopped(c.ctx)
			}
			w.step(j, nil, t) // a group may need no line
		}
	}
	return false, stopped(c.ctx)
}

// leave forgets a position.
func (w *walker) leave(j int) {
	p := w.at[j]
	delete(w.at, j)
	p.threads = p.threads[:0]
	clear(p.seen)
	w.spare = append(w.spare, p)
}

// enter adds a thread to a position, and with it those behind elements that it may leave
// out.
func (w *walker) enter(j int, t thread) {
	p := w.at[j]
	if p == nil {
		if n := len(w.spare); n > 0 {
			p, w.spare = w.spare[n-1], w.spare[:n-1]
		} else {
			p = &position{seen: map[thread]bool{}}
		}
		w.at[j] = p
	}
	for !p.seen[t] {
		p.seen[t] = true
		p.threads = append(p.threads, t)
		if t.element == len(w.elements) {
			return
		}
		e := w.elements[t.element]
		if e.group != nil || !t.inside && !w.units[e.first].pattern.Optional {
			return
		}
		t.element, t.inside = t.element+1, false
	}
}

// step lets a thread take line j of the output, which is l; nil is the end.
func (w *walker) step(j int, l *matcher.Line, t thread) {
	if t.element == len(w.elements) {
		return
	}
	e := w.elements[t.element]
	if e.group != nil {
		for _, end := range w.ends(e.group, j, t.env.values) {
			if to := w.bind(t.env, end.bound); to != nil {
				w.enter(end.line, thread{element: t.element + 1, env: to})
			}
		}
		return
	}
	if l == nil {
		return
	}
	u, line, end := e.first, l, j+1
	if p := w.units[u].pattern; p.Kind == matcher.JSON && w.faults[u] == nil && !p.Absent {
		if value, to, ok := w.valueFrom(j); ok {
			line, end = &value, to
		}
	}
	ok, bound := w.match(u, line, t.env.values)
	if !ok {
		return
	}
	to := w.bind(t.env, bound)
	switch {
	case to == nil:
	case w.units[u].pattern.Repeated:
		w.enter(end, thread{element: t.element, inside: true, env: to})
	default:
		w.enter(end, thread{element: t.element + 1, env: to})
	}
}

// bind returns the env with values added; nil where there are too many.
func (w *walker) bind(from *env, bound []matcher.Value) *env {
	if len(bound) == 0 {
		return from
	}
	var key strings.Builder
	fmt.Fprintf(&key, "%d", from.id)
	for _, v := range bound {
		fmt.Fprintf(&key, " %s %d %s", v.Name, len(v.Text), v.Text)
	}
	if to := w.envs[key.String()]; to != nil {
		return to
	}
	switch {
	case len(w.envs) >= w.maxEnvs:
		w.limit("there are too many ways to bind {{%s}}; let the line that binds it say more of what it looks like", bound[0].Name)
		return nil
	case from.values.Len()+len(bound) > matcher.MaxValues:
		w.limit("there are more than %d names", matcher.MaxValues)
		return nil
	}
	to := &env{id: len(w.envs) + 1, values: from.values.With(bound)}
	w.envs[key.String()] = to
	return to
}
