package shell

import "strings"

// SkipStatus is the exit status that skips a test.
const SkipStatus = 80

// skipTail is how much of the end of an output is searched for a reason, in bytes.
const skipTail = 8 << 20

// SkipReason returns what a test printed as its reason for being skipped: what
// stands behind the last "skipped: ".
func SkipReason(printed string) string {
	reason := ""
	for line := range strings.Lines(printed[max(0, len(printed)-skipTail):]) {
		if r, ok := strings.CutPrefix(strings.TrimSpace(line), "skipped: "); ok {
			reason = r
		}
	}
	return strings.Clone(strings.ToValidUTF8(reason, "\uFFFD"))
}
