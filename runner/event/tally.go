package event

// A Tally counts verdicts. It alone knows the verdict of a whole run.
type Tally struct {
	Ran, Skipped, Failed int // Ran counts all of them; Failed has those with errors too
	Flaky                int // that passed after a failure
	Cached               int // that passed before, and were not run
	Allowed              int // failures that do not count, of cells that may fail and known ones; they are not among Failed
	Known                int // of Allowed, those that are known
	NotRun               int // that the run did not come to

	Coverage *Coverage // of the end; nil where nothing was measured

	failOnSkip bool
}

// Handle counts the end of a test.
func (t *Tally) Handle(e Event) error {
	if e.Done() {
		t.Ran++
	}
	switch e.Action {
	case Dott:
		t.failOnSkip = e.FailOnSkip
	case Pass:
		if e.Flaky {
			t.Flaky++
		}
		if e.Cached != nil {
			t.Cached++
		}
	case Summary:
		t.NotRun += e.NotRun
		t.Coverage = e.Coverage
	case Skip:
		t.Skipped++
	case Fail, Error:
		if e.Allowed {
			t.Allowed++
			if e.Known != "" {
				t.Known++
			}
		} else {
			t.Failed++
		}
	}
	return nil
}

// SkipsFail reports whether tests were skipped that must not be.
func (t *Tally) SkipsFail() bool { return t.failOnSkip && t.Skipped > 0 }

// ExitStatus is 0 when all tests passed or were skipped, and 1 otherwise, or when
// they covered less than is wanted, or were skipped and must not be. It is 2 when that was to be measured and could
// not be.
func (t *Tally) ExitStatus() int {
	switch {
	case t.Coverage != nil && t.Coverage.Fault != "":
		return 2
	case t.Failed > 0 || t.Coverage.Low() || t.SkipsFail() || t.Coverage != nil && t.Coverage.Changed.Low():
		return 1
	}
	return 0
}
