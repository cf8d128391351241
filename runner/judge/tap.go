package judge

import (
	"fmt"
	"strconv"
	"strings"

	"dott/runner/event"
	"dott/runner/words"
)

// readTAP makes the verdict of what the test printed in the Test Anything
// Protocol: it passes when as many points as were planned are ok, skipped or to
// do, and the status is 0.
func (t *foreign) readTAP() {
	planned, points, skip := -1, 0, ""
	var failed []string
	for line := range strings.Lines(t.Printed) {
		line = strings.TrimRight(line, "\r\n")
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case strings.HasPrefix(line, "Bail out!"):
			t.fail(strings.TrimSuffix("bailed out:"+strings.TrimPrefix(line, "Bail out!"), ":"))
			return
		case strings.HasPrefix(word, "1.."):
			n, err := strconv.Atoi(word[3:])
			if err != nil || n < 0 {
				continue
			}
			planned = n
			if _, why, ok := strings.Cut(rest, "#"); ok && n == 0 {
				skip = strings.TrimSpace(why)
			}
		case word == "ok" || strings.HasPrefix(line, "not ok"):
			points++
			_, directive, _ := strings.Cut(strings.ToUpper(line), "# ")
			if word != "ok" && !strings.HasPrefix(directive, "TODO") && !strings.HasPrefix(directive, "SKIP") {
				failed = append(failed, strings.ToValidUTF8(line, "\uFFFD"))
			}
		}
	}
	switch {
	case len(failed) > 0:
		t.end.Action = event.Fail
		t.end.Reason = fmt.Sprintf("%s: %d of %d failed\n  %s", t.About.Test, len(failed), points, strings.Join(failed[:min(len(failed), shownLines)], "\n  "))
	case t.Ran.Status != 0:
		t.fail(t.Ran.ending())
	case planned < 0:
		t.fail("printed no plan (1..N), so that nobody knows whether it came to its end")
	case planned != points:
		t.fail(fmt.Sprintf("planned %s and ran %d", words.Count(planned, "test"), points))
	case planned == 0:
		t.end.Action, t.end.Reason = event.Skip, strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(skip, "SKIP"), "skip"))
	default:
		t.end.Action = event.Pass
	}
}
