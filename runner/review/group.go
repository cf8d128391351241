package review

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/atomicfile"
	"dott/runner/event"
	"dott/runner/review/change"
)

// A Matrix is the cells in which each file is run: the axes that vary, and for
// each cell by its name in events where it stands on them. The zero Matrix is one
// cell without a name.
type Matrix struct {
	Axes  []feature.Dim
	Cells map[string]feature.Variant
}

// A group is the ends of all runs of one file.
type group struct {
	*Review
	judge    *judge
	ends     []event.Event
	file     event.Event // the file as a test: its name is without cases, its edits are for all of them
	data     string
	dims     dimensions
	variants []Variant
	of       map[string]int // the variant of each run, by runKey
}

// runKey tells the runs of one file apart.
func runKey(e event.Event) string { return event.Key("", e.Case, e.Cell) }

// hold keeps the end of one of the runs of a file, and releases what is held when
// it is known to be the last of them, or when the next file begins.
func (r *Review) hold(e event.Event) error {
	if !r.follows(e) {
		if err := r.release(); err != nil {
			return err
		}
	}
	if len(r.held) == 0 {
		r.expected = r.runs(e)
	}
	r.held = append(r.held, e)
	if len(r.held) == r.expected {
		return r.release()
	}
	return nil
}

// follows reports whether an end belongs to the ends that are held: it is of the
// same file, and no later round has begun.
func (r *Review) follows(e event.Event) bool {
	if len(r.held) == 0 || r.held[0].File != e.File {
		return len(r.held) == 0
	}
	last := len(r.held) - 1
	if runKey(r.held[last]) == runKey(e) { // repeated at once
		return slices.ContainsFunc(r.held, wants)
	}
	return !slices.ContainsFunc(r.held, func(h event.Event) bool { return runKey(h) == runKey(e) })
}

// runs returns how many ends a file will have, or 0 if only what comes next shows
// that: where some of them may not be run, or several times.
func (r *Review) runs(e event.Event) int {
	data, err := os.ReadFile(e.File)
	if err != nil || e.Attempt > 0 || e.Cell != "" {
		return 0
	}
	return len(r.parse(e, string(data)).Cases())
}

// release deals with the ends that are held.
func (r *Review) release() error {
	ends := r.held
	r.held = nil
	if r.stopped() || !slices.ContainsFunc(ends, wants) {
		return r.handOn(ends)
	}
	g := &group{Review: r, judge: &judge{review: r}, ends: ends}
	return g.review()
}

// handOn hands on ends of which nothing is written, and says so where it could not be.
func (r *Review) handOn(ends []event.Event) error {
	for _, e := range ends {
		switch {
		case e.Action != event.Fail || len(e.Edits) > 0 || r.stopped():
		case e.EditsLeftOut > 0:
			e = refused(e, errMany)
		case e.Target != "":
			e = refused(e, errBytes)
		}
		if err := r.Next.Handle(e); err != nil {
			return err
		}
	}
	return nil
}

// review joins the changes of all runs, asks for them, writes them, and hands on
// the verdicts of the runs behind that.
func (g *group) review() error {
	first := g.ends[slices.IndexFunc(g.ends, wants)]
	if outdatedEvent(g.Review, first) {
		return g.lateOnes()
	}
	edits, err := g.join(first)
	if err != nil {
		return g.refuse(err)
	}
	g.file = first
	g.file.Test, g.file.Case, g.file.Edits = first.FileName(), nil, edits
	g.file.Diff = change.Diff(g.MaxDiff, g.file, g.data, edits, "")
	chosen := edits
	if g.Ask != nil {
		var seen bool
		chosen, seen, err = g.Ask.Choose(change.Change{Event: g.file, Data: g.data, Transcript: g.parse(first, g.data), Together: g.together})
		if err != nil {
			return err
		}
		if len(chosen) == 0 {
			for i := range g.ends {
				if seen && wants(g.ends[i]) {
					g.ends[i].Diff = "" // once is enough
				}
			}
			return g.handOn(g.ends)
		}
	}
	g.judge.was = g.parse(first, g.data)
	if chosen = g.judge.allowed(g.file, g.judge.was, chosen); len(chosen) == 0 {
		i := slices.IndexFunc(g.ends, wants)
		g.ends[i] = g.judge.told(g.ends[i], nil)
		return g.handOn(g.ends)
	}
	if err := g.judge.rewrite(g.file, chosen); err != nil {
		return g.refuse(err)
	}
	diff := ""
	if g.Ask == nil {
		diff = writtenDiff(g.Review, g.file, g.data, chosen)
	}
	g.ends[0].Written = numberOf(g.judge.was, first, chosen) // also where they are not run again
	return g.checked(slices.Clone(g.ends), chosen, func() ([]event.Event, error) {
		if err := g.rerun(ran); err != nil {
			return nil, err
		}
		g.renumber(chosen)
		more, err := g.settle(unitsOf(g.judge.was, edits, chosen), chosen)
		if err != nil {
			return nil, err
		}
		g.ends[0] = g.judge.told(g.ends[0], chosen)
		if g.ends[0].Diff == "" && g.Ask == nil {
			g.ends[0].Diff = diff + more
		}
		return g.ends, nil
	})
}

// join reads the file and joins the changes. Runs of which there is no output are
// for the lines as they are; those that were skipped have no say.
func (g *group) join(first event.Event) ([]matcher.Edit, error) {
	var err error
	if g.data, err = change.Read(first); err != nil {
		return nil, err
	}
	t := g.parse(first, g.data)
	g.dims = slices.Concat(caseDims(t), g.Matrix.Axes)
	g.list(t)
	told := map[int]bool{}
	for _, e := range g.ends {
		v, ok := g.of[runKey(e)]
		if !ok {
			return nil, fmt.Errorf("its cases are not those that ran")
		}
		if wants(e) && e.Hash != first.Hash {
			return nil, atomicfile.ErrChanged
		}
		if told[v] {
			continue // of several runs of one, the first that has something to say
		}
		switch {
		case e.Known != "": // it is for the lines as they are
		case e.Action == event.Skip:
			g.variants[v] = Variant{At: g.variants[v].At, Silent: true}
		case ran(e):
			g.variants[v] = Variant{At: g.variants[v].At, Edits: transcript.WithoutFences(t, e.Edits), Off: e.Off}
			told[v] = wants(e)
		}
	}
	edits, err := join(t, g.dims, g.variants)
	return transcript.Complete(t, edits), err
}

// together returns the condition of a line that stands wherever one of some conditions
// holds. It is false where two of them hold in one run, or no single one says it.
func (g *group) together(conditions [][]feature.Term) (terms []feature.Term, ok bool) {
	var all, in []feature.Variant
	for _, v := range g.variants {
		if v.Silent {
			continue
		}
		all = append(all, v.At)
		holding := 0
		for _, c := range conditions {
			if g.dims.hold(c, v.At) {
				holding++
			}
		}
		switch holding {
		case 0:
		case 1:
			in = append(in, v.At)
		default:
			return nil, false
		}
	}
	for _, c := range conditions {
		if slices.ContainsFunc(c, func(t feature.Term) bool { return !g.dims.about(t) }) {
			return nil, false
		}
	}
	if len(in) == len(all) {
		return nil, true
	}
	found := feature.Conditions(g.dims, all, in)
	if len(found) != 1 {
		return nil, false
	}
	return found[0], true
}

// list makes the variants of all the runs that the file could have, each as if it
// had not been run.
func (g *group) list(t *transcript.Transcript) {
	g.of, g.variants = map[string]int{}, nil
	cases := t.Cases()
	if cases == nil {
		cases = [][]string{nil}
	}
	cells := g.Matrix.Cells
	if len(cells) == 0 {
		cells = map[string]feature.Variant{"": nil}
	}
	names := slices.SortedFunc(maps.Keys(cells), func(a, b string) int {
		return cmp.Or(slices.Compare(cells[a], cells[b]), cmp.Compare(a, b))
	})
	for _, cell := range names {
		for _, run := range cases {
			var at feature.Variant
			for d, name := range run {
				at = append(at, slices.Index(g.dims[d].Values, name))
			}
			at = append(at, cells[cell]...)
			g.of[runKey(event.Event{Case: run, Cell: cell})] = len(g.variants)
			g.variants = append(g.variants, Variant{At: at, Off: surelyOff(t, g.dims, at)})
		}
	}
}

// refuse hands on the ends as they are, and says why nothing was written.
func (g *group) refuse(err error) error {
	for i, e := range g.ends {
		if wants(e) {
			g.ends[i] = refused(e, err)
		}
	}
	return g.handOn(g.ends)
}

// renumber makes what is said of runs that ended in an error, and were not run
// again, name the lines as they are now.
func (g *group) renumber(edits []matcher.Edit) {
	for i, e := range g.ends {
		if e.Action != event.Error || e.Line == 0 {
			continue
		}
		line := change.Moved(e.Line-1, edits) + 1
		if rest, ok := strings.CutPrefix(e.Reason, fmt.Sprintf("%s:%d:", e.Test, e.Line)); ok {
			g.ends[i].Reason = fmt.Sprintf("%s:%d:%s", e.Test, line, rest)
		}
		g.ends[i].Line = line
	}
}

// lateOnes deals with runs that had begun before we wrote into their file.
func (g *group) lateOnes() error {
	if err := g.rerun(wants); err != nil {
		return err
	}
	return g.handOn(g.ends)
}

// rerun runs those again that are to be, and puts their new ends in the place of
// the old ones.
func (g *group) rerun(which func(event.Event) bool) error {
	var tests []string
	for _, e := range g.ends {
		if address := e.Address(); which(e) && !slices.Contains(tests, address) {
			tests = append(tests, address)
		}
	}
	fresh, err := g.runAll(tests)
	if err != nil {
		return err
	}
	for i, e := range g.ends {
		if !which(e) {
			continue
		}
		f, ok := fresh[runKey(e)]
		if !ok {
			return fmt.Errorf("%s: it was run again, and had no verdict", e.Test)
		}
		f.Attempt, f.Seq, f.Run = e.Attempt, e.Seq, e.Run // its place in this stream
		g.ends[i] = f
	}
	return nil
}

// runAll runs tests of the file once more and returns their ends by runKey.
func (g *group) runAll(tests []string) (map[string]event.Event, error) {
	ends, err := g.Again(tests)
	if err != nil {
		return nil, err
	}
	fresh := map[string]event.Event{}
	for _, e := range ends {
		fresh[runKey(e)] = e
	}
	return fresh, nil
}
