package event

// A Tally counts verdicts. It alone knows the verdict of a whole run.
type Tally struct {
	Ran, Skipped, Failed int // Ran counts all of them; Failed has those with errors too
	Flaky                int // that passed after a failure
	Allowed              int // failures of cells that may fail; they are not among Failed
	NotRun               int // that the run did not come to

	Coverage *Coverage // of the end; nil where nothing was measured
}

// Handle counts the end of a test.
func (t *Tally) Handle(e Event) error {
	if e.Done() {
		t.Ran++
	}
	switch e.Action {
	case Pass:
		if e.Flaky {
			t.Flaky++
		}
	case Summary:
		t.NotRun += e.NotRun
		t.Coverage = e.Coverage
	case Skip:
		t.Skipped++
	case Fail, Error:
		if e.Allowed {
			t.Allowed++
		} else {
			t.Failed++
		}
	}
	return nil
}

// ExitStatus is 0 when all tests passed or were skipped, and 1 otherwise, or when
// they covered less than is wanted. It is 2 when that was to be measured and could
// not be.
func (t *Tally) ExitStatus() int {
	switch {
	case t.Coverage != nil && t.Coverage.Fault != "":
		return 2
	case t.Failed > 0 || t.Coverage.Low() || t.Coverage != nil && t.Coverage.Changed.Low():
		return 1
	}
	return 0
}
