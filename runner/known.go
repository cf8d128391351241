package runner

import (
	"fmt"
	"time"

	"dott/runner/event"
)

// duration makes a test fail that passed and took longer than it may.
func (t *task) duration(end *event.Event) {
	most := t.prepared.Settings.MaxDuration
	if most == 0 || end.Action != event.Pass || end.Elapsed <= most.Seconds() {
		return
	}
	end.Action, end.Line = event.Fail, t.prepared.Settings.MaxLine
	took := time.Duration(end.Elapsed * float64(time.Second)).Round(time.Millisecond)
	end.Reason = fmt.Sprintf("%s:%d: it took %s, and #max-duration allows %s", end.Test, end.Line, took, most)
}

// known makes the failure of a test not count that is known to fail, and its passing a
// failure: whoever mended it is to say so. After the last day on which it is known, it
// fails like any other. A file that is broken is nothing that one knows of.
func (t *task) known(end *event.Event, now time.Time) {
	k := t.prepared.Settings.Known
	if k == nil || len(t.prepared.Faults) > 0 {
		return
	}
	switch end.Action {
	case event.Pass:
		end.Action, end.Line = event.Fail, k.Line
		if k.Line > 0 {
			end.Reason = fmt.Sprintf("%s:%d: it passes although it is marked as a known failure: %s; remove #known-failure", end.Test, k.Line, k.Reason)
			return
		}
		end.Reason = fmt.Sprintf("%s: it passes although it is marked as a known failure: %s; remove [[known-failure]] at %s", end.Test, k.Reason, k.Where)
	case event.Fail, event.Error:
		if !k.Until.Past(now) {
			end.Allowed, end.Known = true, k.Reason
			return
		}
		over := fmt.Sprintf("%s: it was known to fail until %s, as %s has it: %s", end.Test, k.Until, k.Where, k.Reason)
		if end.Reason != "" {
			over += "\n" + end.Reason
		}
		end.Reason = over
	}
}
