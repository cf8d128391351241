package runner

import (
	"os"
	"strings"
	"testing"

	"dott/runner/event"
)

// TestWhole: the end of a test whose changes are too many has the file with all of
// them, until it is closed; the last attempt alone makes it, and where nobody wants it,
// none does.
func TestWhole(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ echo x >>$TESTDIR/runs; seq 300000\n"})
	o := here(1)
	inTmp(t, &o)
	o.Test.Whole, o.Test.MaxDiff, o.Test.Retry = true, 10, 1
	end := ends(t, o)["a.t"]
	if end.Action != event.Fail || end.Attempt != 2 || len(end.Edits) > 0 || end.EditsLeftOut != 300000 || end.Whole == nil {
		t.Fatalf("%+v", end)
	}
	if note := "# 299990 more changed lines are left out; all of it is in a.t.err\n"; !strings.HasSuffix(end.Diff, "+  10\n"+note) {
		t.Errorf("the diff is\n%s", end.Diff)
	}
	for range 2 {
		var all strings.Builder
		if err := end.Whole.CopyTo(&all); err != nil || strings.Count(all.String(), "\n") != 300001 || !strings.HasSuffix(all.String(), "\n  300000\n") {
			t.Errorf("%d bytes, %v", all.Len(), err)
		}
	}
	if left, err := os.ReadDir(o.Place.TmpDir); err != nil || len(left) > 0 {
		t.Errorf("%v is left (%v)", left, err)
	}
	if err := end.Whole.Close(); err != nil {
		t.Error(err)
	}
	o.Test.Whole = false
	if end := ends(t, o)["a.t"]; end.Whole != nil || end.EditsLeftOut != 300000 || !strings.HasSuffix(end.Diff, " more changed lines are left out\n") {
		t.Errorf("%+v", end)
	}
	// Of a flaky test, nothing is left but what is shown.
	write(t, map[string]string{"a.t": "  $ test -e $TESTDIR/once || { touch $TESTDIR/once; seq 300000; }\n"})
	o.Test.Whole = true
	if end := ends(t, o)["a.t"]; end.Whole != nil || !end.Flaky || end.EditsLeftOut != 0 || !strings.HasSuffix(end.Diff, " more changed lines are left out\n") {
		t.Errorf("%+v", end)
	}
}
