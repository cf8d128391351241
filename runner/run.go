package runner

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"dott/matcher/expression"
	"dott/matcher/feature"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/event"
	"dott/runner/matrix"
	"dott/runner/place"
	"dott/runner/prepare"
	"dott/runner/schedule"
	"dott/runner/secret"
	"dott/runner/terminal"
)

// errFailFast is why tests were stopped after a failure.
var errFailFast = errors.New("stopped at the first failure")

// A run is what its workers share.
type run struct {
	o             *Options
	place         place.Place
	tests         []discover.Test
	plan          *schedule.Plan
	pool          *schedule.Pool[*task]
	preparer      *prepare.Preparer
	layers        around.Layers
	common        int // how many of the layers are around all tests
	substitutions []*expression.Substitution
	emulators     *terminal.Emulators
	scopes        map[string]*run // by the folders of tests; see scopes.go
	teller        *teller
	secrets       *secret.Store
	keys          *commonKeys
	cancel        context.CancelCauseFunc
}

// A task is a job on its way through the stages.
type task struct {
	job      *schedule.Job
	prepared *prepare.Test // nil until its file was read
	worker   int           // that has it
}

func newRun(o Options, where place.Place, tests []discover.Test) *run {
	r := &run{
		o: &o, place: where, tests: tests, plan: schedule.NewPlan(o.Schedule, tests), emulators: &terminal.Emulators{},
		secrets: &secret.Store{}, keys: &commonKeys{},
	}
	if m := o.Matrix.Matrix; m != nil {
		r.layers = append(r.layers, m.Layer(o.Matrix.Cells, o.Schedule.Jobs))
	}
	r.layers = append(r.layers, o.Around...)
	r.common, r.layers = len(r.layers), append(r.layers, o.Own...)
	limits := prepare.Limits(&o.Config)
	r.pool = schedule.NewPool(limits, r.round)
	r.preparer = newPreparer(r, limits)
	return r
}

// newPreparer makes the preparer, for the options, the place and the layers that there
// are.
func newPreparer(r *run, limits map[string]int64) *prepare.Preparer {
	o := r.o
	return prepare.New(prepare.Options{
		Config: o.Config, Format: o.Test.Format, Shell: o.Test.Shell, ShellArgs: o.Test.ShellArgs, Timeout: o.Test.Timeout,
		Retry: o.Test.Retry, MaxOutput: o.Test.MaxOutput, Limits: limits, Place: r.place, Cell: r.layers.Cell, Axis: r.axis, Feature: r.layers.Feature,
		Target: o.Place.Target, CellTarget: r.cellTarget,
	})
}

// round makes the tasks of the plan's next round.
func (r *run) round() []*task {
	jobs := r.plan.Round()
	tasks := make([]*task, len(jobs))
	for i, j := range jobs {
		tasks[i] = &task{job: j}
	}
	return tasks
}

// axis answers for features that are axes of the matrix.
func (r *run) axis(ctx context.Context, cell, name string) (feature.Known, bool, error) {
	m := r.o.Matrix.Matrix
	if m == nil {
		return feature.Known{}, false, nil
	}
	if _, ok := m.Config.Axes[name]; !ok {
		return feature.Known{}, false, nil
	}
	k, err := m.Feature(ctx, r.cell(cell), name)
	return k, true, err
}

// cellTarget returns where the tests of a cell run, if it says so.
func (r *run) cellTarget(cell string) string {
	if r.o.Matrix.Matrix == nil || cell == "" {
		return ""
	}
	for _, v := range r.cell(cell).Versions {
		if r.o.Matrix.Matrix.Config.Axes[v.Axis].Targets != nil {
			return v.Name
		}
	}
	return ""
}

// checkCells returns the error of a cell that runs elsewhere, and is to have what is
// installed here.
func checkCells(r *run) error {
	for _, c := range r.o.Matrix.Cells {
		target := r.cellTarget(c.Name)
		if target == "" {
			target = r.o.Place.Target
		}
		for _, v := range c.Versions {
			a := r.o.Matrix.Matrix.Config.Axes[v.Axis]
			if (a.Install != "" || a.From != nil || a.Path != "") && target != "" && target != config.Here {
				return fmt.Errorf("cell %s: the versions of %s are on this machine, and the tests run on target %s; an axis for targets has values and env alone", c.Name, v.Axis, target)
			}
		}
	}
	return nil
}

// cell returns a cell by its name; the default one has none.
func (r *run) cell(name string) matrix.Cell {
	for _, c := range r.o.Matrix.Cells {
		if c.Name == name {
			return c
		}
	}
	return matrix.Cell{}
}

// all runs the tests and sends their events, the ends in file order. Whatever
// ends the run early, what is known is sent, and the summary says what is not.
func (r *run) all(ctx context.Context, warnings []string, h event.Handler) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r.cancel = cancel
	defer context.AfterFunc(ctx, r.pool.Close)()
	err := checkCells(r)
	if err != nil {
		return err
	}
	if len(r.tests) > 0 { // an empty shard has none
		if err = substitute(ctx, r); err != nil {
			return err
		}
	}
	r.teller = newTeller(h, r.o.Place.TmpDir, cancel)
	r.teller.mask = func(e event.Event) event.Event { return mask(r.secrets, e) }
	for _, s := range r.scopes {
		s.teller, s.cancel = r.teller, cancel
	}
	defer func() { _ = r.teller.close() }()
	began := time.Now()
	r.teller.now(r.first(ctx))
	if r.o.Discover.All && r.o.Discover.Choice.All() && r.o.Schedule.Shard.Of == 0 {
		warnings = append(warnings, forgotten(r)...)
	}
	for _, w := range warnings {
		r.teller.now(event.Event{Action: event.Warning, Reason: w})
	}
	after, err := r.before(ctx)
	if err == nil && len(r.o.Test.Require) > 0 {
		err = r.preparer.Require(ctx, r.o.Test.Require, r.tests)
	}
	if err != nil { // no test runs, and that is told as of any run that was ended
		cancel(err)
	}
	var workers sync.WaitGroup
	for n := range r.o.Schedule.Jobs {
		if err == nil {
			workers.Go(func() { r.work(ctx, n) })
		}
	}
	workers.Wait()
	r.teller.flush()
	summary := event.Event{Action: event.Summary, NotRun: r.plan.NotRun(), Elapsed: time.Since(began).Seconds()}
	cause := context.Cause(ctx)
	if cause != nil {
		summary.Reason = cause.Error()
		for j := range r.plan.Missed() {
			missed := about(j, event.NotRun)
			missed.Reason = summary.Reason
			r.teller.now(missed)
		}
	}
	if err = nil; after != nil {
		err = after(ctx, &summary)
	}
	r.teller.now(summary)
	if failed := r.teller.close(); failed != nil {
		return failed
	}
	if errors.Is(cause, errFailFast) {
		cause = nil
	}
	return errors.Join(cause, err)
}

// first is the first event of a run.
func (r *run) first(ctx context.Context) event.Event {
	e := r.o.About
	if m := r.o.Matrix.Matrix; m != nil && len(r.o.Matrix.Cells) > 0 {
		orders := m.Orders(ctx, r.o.Matrix.Cells)
		for _, name := range slices.Sorted(maps.Keys(orders)) {
			e.Axes = append(e.Axes, event.Axis{Name: name, Versions: orders[name]})
		}
	}
	e.Action, e.Schema, e.Shell = event.Dott, event.Schema, r.o.Test.Shell
	e.Total, e.Expected = r.plan.Total(), r.plan.Expected()
	return e
}

// before begins the run of all layers, with the cells that there are tests for.
func (r *run) before(ctx context.Context) (after around.AfterRun, err error) {
	var cells []string
	seen := map[string]bool{"": true}
	for i := range r.tests {
		if c := r.tests[i].Cell; !seen[c] {
			seen[c] = true
			cells = append(cells, c)
		}
	}
	warnings, after, err := begun(r).Run(ctx, cells)
	for _, w := range warnings {
		r.teller.now(event.Event{Action: event.Warning, Cell: w.Cell, Reason: w.Reason})
	}
	return after, err
}
